using PerfAnalyzers.Code;
using PerfAnalyzers.Effects;

namespace PerfAnalyzers.Rules.RoundTrips;

/// <summary>
/// Answers whether a loop that reads and writes one table stays, for each item, at a row of its own: the read asks for the row by its
/// key, and the write changes that row. Then no read sees what was written for an earlier item, unless an item comes twice.
/// </summary>
internal static class OwnRows
{
    /// <summary>How the names of methods begin, or what they contain, that make rows, or change several.</summary>
    private static readonly ImmutableArray<string> OtherRows =
        ImmutableArray.Create("Add", "Insert", "Create", "Many", "Range", "All", "Push", "Append");

    public static bool Hold(LoopCode loop, Trip read, Trip write) => AsksForOne(loop, read) && StaysWith(loop, read, write);

    private static bool AsksForOne(LoopCode loop, Trip read) =>
        IsOneObject(read.Call.Type?.OnceAwaited()) && (read.IsDirect ? IsByKey(loop, read.Call) : IsGivenKey(loop, read.Call));

    private static bool IsGivenKey(LoopCode loop, IInvocationOperation call) =>
        call.Arguments.Any(argument => argument.MayBeKey() && loop.UsesItem(argument.Value));

    /// <summary>Not a list, and not a number or a flag, as a count or a check returns.</summary>
    private static bool IsOneObject(ITypeSymbol? result) =>
        result is { SpecialType: SpecialType.None, TypeKind: not (TypeKind.Array or TypeKind.Enum) }
        && (result as INamedTypeSymbol)?.SelfBasesAndInterfaces()
            .Any(type => type.SpecialType == SpecialType.System_Collections_IEnumerable) != true;

    /// <summary>True where the call is given a key of the item, or compares the key of the rows with one.</summary>
    private static bool IsByKey(LoopCode loop, IInvocationOperation call) =>
        call.Arguments.Any(argument => (argument.IsNamedAsKey() || IsFind(call)) && loop.UsesItem(argument.Value))
        || Parts(call).Any(part => ComparesKey(loop, part));

    private static bool IsFind(IInvocationOperation call) => call.TargetMethod.Name is "Find" or "FindAsync" && call.IsMadeOnEntities();

    /// <summary>The call with what stands in a local that it is given as its filter.</summary>
    private static IEnumerable<IOperation> Parts(IInvocationOperation call) => call.DescendantsAndSelf().SelectMany(part =>
        part is IArgumentOperation { Parameter.Name: "filter" } argument && FilterIn(argument) is { } filter
            ? filter.DescendantsAndSelf()
            : [part]);

    private static IOperation? FilterIn(IArgumentOperation argument) =>
        (argument.Value.WithoutConversions() as ILocalReferenceOperation)?.InitialValue();

    private static bool ComparesKey(LoopCode loop, IOperation part) => part switch
    {
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals } equals =>
            IsKeyAndItem(loop, equals.LeftOperand, equals.RightOperand) || IsKeyAndItem(loop, equals.RightOperand, equals.LeftOperand),
        IInvocationOperation { TargetMethod.Name: "Eq", Arguments: [{ } field, { } value] } =>
            loop.UsesItem(value.Value) && field.Descendants().Any(IsKeyOfRow),
        _ => false,
    };

    private static bool IsKeyAndItem(LoopCode loop, IOperation key, IOperation item) =>
        IsKeyOfRow(key.WithoutConversions()) && loop.UsesItem(item);

    private static bool IsKeyOfRow(IOperation operation) =>
        operation is IPropertyReferenceOperation { Instance: IParameterReferenceOperation, Property: var property } && property.IsKey();

    private static bool StaysWith(LoopCode loop, Trip read, Trip write)
    {
        var result = loop.Flow.From(read.Call, throughCalls: false);
        if (write.Fact.IsSave)
            return loop.OwnCode.OfType<IInvocationOperation>().All(call => TellsOnlyOf(call, result));
        if (OtherRows.Any(write.Call.TargetMethod.Name.Contains))
            return false;
        return write.IsDirect ? IsByKey(loop, write.Call) : write.Call.Arguments.Any(result.Reaches) || IsGivenKey(loop, write.Call);
    }

    /// <summary>True for a call that tells the context of the row that was read, or of none.</summary>
    private static bool TellsOnlyOf(IInvocationOperation call, ValueFlow result)
    {
        if (EntityChanges.IsNamedAsChange(call.TargetMethod))
            return !OtherRows.Any(call.TargetMethod.Name.Contains) && call.Arguments.Any(argument => result.Reaches(argument));
        return !call.Arguments.Any(IsContext);
    }

    private static bool IsContext(IArgumentOperation argument) =>
        argument.Value.WithoutConversions().Type.IsA("Microsoft.EntityFrameworkCore.DbContext");

    private static bool IsMadeOnEntities(this IInvocationOperation call) =>
        call.Instance?.Type.IsAnyOf(["Microsoft.EntityFrameworkCore.DbContext", "Microsoft.EntityFrameworkCore.DbSet`1"]) == true;
}
