using PerfAnalyzers.Code;
using PerfAnalyzers.Effects;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Rules.RoundTrips;

/// <summary>How a loop uses the result of a write.</summary>
internal enum ResultUse { None, Summed, Read, NotAwaited }

/// <summary>A write that runs once per item of a data loop although its items could be written together.</summary>
/// <param name="Call">The write.</param>
/// <param name="Fact">What the tables say about it.</param>
/// <param name="Loop">The outermost loop whose items could be written together.</param>
/// <param name="Use">How its result is used.</param>
internal sealed record RepeatedWrite(IInvocationOperation Call, ApiFact Fact, LoopCode Loop, ResultUse Use)
{
    public bool IsSave => Fact.Api.Type == "Microsoft.EntityFrameworkCore.DbContext";

    public bool IsHttp => Fact.Api.Type.StartsWith("System.Net.Http.", StringComparison.Ordinal);

    public bool IsSql => Fact.Api.Type is "System.Data.IDbCommand" or "System.Data.Common.DbCommand" or "Microsoft.Data.Sqlite.SqliteCommand" or "Dapper.SqlMapper"
        || Fact.Api.Member!.StartsWith("ExecuteSql", StringComparison.Ordinal);

    /// <summary>True for a statement on SQLite: no network, but without a transaction each one waits for the disk.</summary>
    public bool IsSqlite => IsSql && IsMadeOn("Microsoft.Data.Sqlite.SqliteCommand", "Microsoft.Data.Sqlite.SqliteConnection");

    /// <summary>True where the call's receiver is of one of the types, also when a base type declares the method.</summary>
    public bool IsMadeOn(params string[] types) =>
        Call.Receiver()?.Type is INamedTypeSymbol type && type.SelfBasesAndInterfaces().Any(candidate => types.Any(candidate.Is));

    public static RepeatedWrite? Find(IInvocationOperation call, RoundTripCalls trips)
    {
        if ((trips.FindKnown(call, ApiRole.Write) is null && !trips.MayHide(call)) || LoopCode.Around(call) is not { } loop || trips.Find(call, ApiRole.Write, loop) is not { } fact)
            return null;

        var write = new RepeatedWrite(call, fact, loop, UseOf(call));
        if (!write.CanBeTogether(loop, trips))
            return null;
        while (loop.Outer is { } outer && write.CanBeTogether(outer, trips))
            loop = outer;
        return write with { Loop = loop };
    }

    private bool CanBeTogether(LoopCode loop, RoundTripCalls trips)
    {
        if (!loop.IsFiniteDataLoop || loop.IsChunked || loop.RunsForOneItem(Call) || loop.IsolatesFaults(Call) || loop.Yields || Transactions.BeginIn(loop.Body))
            return false;
        if (IsSave)
            return Use == ResultUse.None && UnitOfWork.CanSpan(loop, Call, trips);
        return !IsFireAndForget(Call)
            && HasSuitableUse(loop)
            && (loop.UsesItem(Call) || SetsParameters(loop))
            && (IsSql || IsSetBased || !(Call.Receiver() is { } receiver && loop.UsesItem(receiver)))
            && (!IsSql || (SendsRows() && !SqlText.NamesTableByItem(SqlText.Of(Call), loop) && !OpensConnection(loop)))
            && (!IsSetBased || SelectsByItem(loop, trips))
            && !loop.Reads(trips).Any(IsOfSameLibrary)
            && loop.Writes(trips).All(IsOfSameLibrary)
            && !AwaitsUnknown(loop, trips);
    }

    /// <summary>ExecuteDelete and ExecuteUpdate: one statement for as many rows as the query selects.</summary>
    private bool IsSetBased => Fact.Api.Member is "ExecuteDelete" or "ExecuteDeleteAsync" or "ExecuteUpdate" or "ExecuteUpdateAsync";

    private bool IsOfSameLibrary(IInvocationOperation other) =>
        SymbolEqualityComparer.Default.Equals(other.TargetMethod.ContainingAssembly, Call.TargetMethod.ContainingAssembly)
        || (other.Receiver()?.Type?.ContainingAssembly is { } library && SymbolEqualityComparer.Default.Equals(library, Call.Receiver()?.Type?.ContainingAssembly));

    /// <summary>A command mostly has parameters for the item; raw SQL of EF Core may be a script from anywhere, so that it must be visible.</summary>
    private bool SendsRows() => SqlText.ChangesRows(SqlText.Of(Call)) is { } changes ? changes : !Fact.Api.Member!.StartsWith("ExecuteSql", StringComparison.Ordinal);

    /// <summary>True where the rows are found by one value of the item, for which a list of values can stand, and no other statement depends on the order.</summary>
    private bool SelectsByItem(LoopCode loop, RoundTripCalls trips) =>
        loop.Writes(trips).Take(2).Count() == 1
        && !Call.Arguments.Skip(1).Any(argument => loop.UsesItem(argument.Value))
        && !Call.Descendants().OfType<IInvocationOperation>().Any(part => part.TargetMethod.Name == "Contains" && loop.UsesItem(part))
        && Call.Descendants().Count(part => part is IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals } && loop.UsesItem(part)) == 1;

    private bool HasSuitableUse(LoopCode loop) => Use switch
    {
        ResultUse.None or ResultUse.Summed => true,
        ResultUse.Read => (IsHttp || Fact.Api.Member == "ProduceAsync")
            && !loop.IsLoopCarried(Call) && !loop.ExitsOn(Call) && !loop.ThrowsOn(Call) && !loop.SkipsOn(Call),
        _ => false,
    };

    private static ResultUse UseOf(IInvocationOperation call)
    {
        if (call.ResultInPlace() is not { } value)
            return ResultUse.NotAwaited;
        return value.Parent switch
        {
            IExpressionStatementOperation => ResultUse.None,
            ISimpleAssignmentOperation { Target: IDiscardOperation } => ResultUse.None,
            ICompoundAssignmentOperation => ResultUse.Summed,
            _ => ResultUse.Read,
        };
    }

    /// <summary>A command whose parameters are made before the loop: their values are set in it.</summary>
    private bool SetsParameters(LoopCode loop) => IsSql && loop.OwnCode.OfType<ISimpleAssignmentOperation>().Any(assignment =>
        assignment.Target is IPropertyReferenceOperation { Property.Name: "Value", Instance.Type: INamedTypeSymbol type }
        && type.SelfBasesAndInterfaces().Any(t => t.Is("System.Data.IDataParameter"))
        && loop.UsesItem(assignment.Value));

    private static bool OpensConnection(LoopCode loop) => loop.OwnCode.Any(operation =>
        operation is IObjectCreationOperation or IInvocationOperation { TargetMethod.Name: not ("CreateCommand" or "CreateBatch") }
        && operation.Type?.OnceAwaited().IsA("System.Data.IDbConnection") == true);

    private static bool IsFireAndForget(IInvocationOperation call) => call.Arguments.Any(argument =>
        argument.Value is { Type.Name: "CommandFlags", ConstantValue: { HasValue: true, Value: int flags } } && (flags & 2) != 0);

    /// <summary>
    /// True where the loop awaits something that the tables do not know, such as the handler of a message: what this write records of an item, it records after that,
    /// and not for items that failed.
    /// </summary>
    private static bool AwaitsUnknown(LoopCode loop, RoundTripCalls trips) =>
        loop.OwnCode.OfType<IAwaitOperation>().Any(await => await.AwaitedCall() is not { } call
            || (trips.Find(call, ApiRole.Write, loop) is null && trips.Find(call, ApiRole.Read, loop) is null && call.TargetMethod.Name is not ("AddAsync" or "AddRangeAsync")));
}
