using PerfAnalyzers.Code;
using PerfAnalyzers.Host;

namespace PerfAnalyzers.Rules.RoundTrips;

/// <summary>Why a loop must write its items one by one.</summary>
internal static class WriteGuards
{
    /// <summary>Null where the items can be written together.</summary>
    public static Silence? WhyApart(RepeatedWrite write)
    {
        var loop = write.Loop;
        if ((LoopGuards.WhyNoData(loop) ?? LoopGuards.WhyNotPerItem(loop, write.Call) ?? WhyOnItsOwn(write)) is { } silence)
            return silence;
        if (write.IsStartedTogether)
            return SharedContext.IsUsedTogether(write.Trip, loop, write.Trips.Calls) ? null : new Silence(Guard.ResultIsUsed);
        if (write.IsSave)
            return write.Use == ResultUse.None ? UnitOfWork.WhyApart(write.Trips, write.Call) : new Silence(Guard.ResultIsUsed);
        return WhyNotOfItem(write) ?? LoopGuards.WhyNoTrip(write.Trip, loop) ?? WhyNoRows(write)
            ?? WhyNotSelected(write) ?? UnseenGuards.WhyNotOnlyWrite(write) ?? WriteOrder.WhyKept(write);
    }

    /// <summary>What keeps items apart from each other, however they are written.</summary>
    private static Silence? WhyOnItsOwn(RepeatedWrite write)
    {
        if (write.Loop.FaultBarrier(write.Call) is { } attempt)
            return new(Guard.CatchesPerItem, attempt.Syntax);
        if (write.Loop.Yield is { } yield)
            return new(Guard.LoopYields, yield.Syntax);
        return Transactions.BeginIn(write.Loop.Body) is { } begin ? new Silence(Guard.TransactionPerItem, begin.Syntax) : null;
    }

    /// <summary>Why what is written is not the item, or its result is needed.</summary>
    private static Silence? WhyNotOfItem(RepeatedWrite write)
    {
        if (IsFireAndForget(write.Call))
            return new(Guard.FireAndForget);
        if (!HasSuitableUse(write))
            return new(Guard.ResultIsUsed);
        if (!write.Trip.UsesItem(write.Loop) && !SetsParameters(write) && !(write.IsFlush && SendsOnSameClient(write)))
            return new(Guard.IndependentOfItem);
        return MakesOneOfMany(write) || write.Call.Receiver() is not { } receiver || !write.Loop.UsesItem(receiver)
            ? null : new Silence(Guard.ObjectPerItem, receiver.Syntax);
    }

    /// <summary>True where the loop gives the item to the client that it flushes.</summary>
    private static bool SendsOnSameClient(RepeatedWrite write) =>
        ValueFlow.RootVariable(write.Call.Receiver()) is { } client && !write.Loop.IsDeclaredInside(client)
        && write.Loop.OwnCode.OfType<IInvocationOperation>().Any(send => !ReferenceEquals(send, write.Call)
            && client.Same(ValueFlow.RootVariable(send.Receiver())) && send.Arguments.Any(argument => write.Loop.UsesItem(argument.Value)));

    /// <summary>True for a statement, or a command, that may be built anew for each item.</summary>
    private static bool MakesOneOfMany(RepeatedWrite write) => write.IsSql || write.IsSetBased;

    private static Silence? WhyNoRows(RepeatedWrite write)
    {
        if (!write.IsSql)
            return null;
        if (!SendsRows(write))
            return new(Guard.SendsNoRows);
        if (SqlText.NamesTableByItem(SqlText.Of(write.Call), write.Loop))
            return new(Guard.StatementPerItem);
        return write.Loop.OwnCode.FirstOrDefault(OpensConnection) is { } opens ? new Silence(Guard.ConnectionPerItem, opens.Syntax) : null;
    }

    private static Silence? WhyNotSelected(RepeatedWrite write) =>
        write.IsSetBased && !SelectsByItem(write) ? new Silence(Guard.NotSelectedByItem) : null;

    /// <summary>
    /// A command mostly has parameters for the item; raw SQL of EF Core may be a script from anywhere, so that it must be visible.
    /// </summary>
    private static bool SendsRows(RepeatedWrite write) =>
        SqlText.ChangesRows(SqlText.Of(write.Call)) ?? !write.Fact.Api.Member!.StartsWith("ExecuteSql", StringComparison.Ordinal);

    /// <summary>
    /// True where the rows are found by one value of the item, for which a list of values can stand, and no other statement depends on
    /// the order.
    /// </summary>
    private static bool SelectsByItem(RepeatedWrite write)
    {
        var parts = write.Call.Descendants().Where(write.Loop.UsesItem).ToList();
        return write.Trips.Writes.Take(2).Count() == 1
            && !write.Call.Arguments.Skip(1).Any(argument => write.Loop.UsesItem(argument.Value))
            && !parts.Any(part => part is IInvocationOperation { TargetMethod.Name: "Contains" })
            && parts.Count(part => part is IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals }) == 1;
    }

    private static bool HasSuitableUse(RepeatedWrite write) => write.Use switch
    {
        ResultUse.None or ResultUse.Summed => true,
        ResultUse.Read => write.Fact.IsConcurrent && !write.Loop.IsLoopCarried(write.Call) && !DecidesAnything(write),
        _ => false,
    };

    /// <summary>A request that fails may throw or skip the rest of its item: requests side by side do the same.</summary>
    private static bool DecidesAnything(RepeatedWrite write) =>
        write.Loop.ExitsOn(write.Call)
        || (!write.IsHttp && (write.Loop.ThrowsOn(write.Call) || write.Loop.SkipsOn(write.Call)));

    /// <summary>A command whose parameters are made before the loop: their values are set in it.</summary>
    private static bool SetsParameters(RepeatedWrite write) =>
        write.IsSql && write.Loop.OwnCode.OfType<ISimpleAssignmentOperation>().Any(assignment =>
        assignment.Target is IPropertyReferenceOperation { Property.Name: "Value", Instance.Type: INamedTypeSymbol type }
        && type.SelfBasesAndInterfaces().Any(t => t.Is("System.Data.IDataParameter"))
        && write.Loop.UsesItem(assignment.Value));

    private static bool OpensConnection(IOperation operation) =>
        operation is IObjectCreationOperation or IInvocationOperation { TargetMethod.Name: not ("CreateCommand" or "CreateBatch") }
        && operation.Type?.OnceAwaited().IsA("System.Data.IDbConnection") == true;

    private static bool IsFireAndForget(IInvocationOperation call) => call.Arguments.Any(argument =>
        argument.Value is { Type.Name: "CommandFlags", ConstantValue: { HasValue: true, Value: int flags } } && (flags & 2) != 0);
}
