using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PerfAnalyzers.Code;

/// <summary>What a loop runs over.</summary>
internal enum LoopData
{
    /// <summary>A collection: finite, and as long as the data.</summary>
    Collection,

    /// <summary>No collection: retries, pages, queues, cursors.</summary>
    None,

    /// <summary>A stream that may never end.</summary>
    Stream,

    /// <summary>Numbers that the loop makes up itself: pages, attempts, offsets.</summary>
    Counter,

    /// <summary>A list whose elements stand in the code: it does not grow with the data.</summary>
    WrittenOut,

    /// <summary>Values of an enum, or members of a type: no more of them than the code declares.</summary>
    Declared,

    /// <summary>A value that may be there or not: at most one element.</summary>
    Optional,

    /// <summary>Something of a type that the compiler does not know.</summary>
    Unresolved,
}

/// <summary>Over which data the loop runs.</summary>
internal sealed partial class LoopCode
{
    private const int Depth = 8;

    private static readonly ImmutableHashSet<string> OptionalTypes = ImmutableHashSet.Create(
        "Option", "Optional", "OptionAsync", "Maybe", "Nullable");

    private static readonly ImmutableHashSet<string> TellsWhetherThereIsOne = ImmutableHashSet.Create(
        "IsSome", "IsNone", "HasValue", "HasNoValue", "IsJust", "IsNothing", "IsPresent", "IsRight");

    /// <summary>Operators that give no more elements than they are given; <c>DefaultIfEmpty</c> makes one of none.</summary>
    private static readonly ImmutableHashSet<string> NoMoreElements = ImmutableHashSet.Create(
        "Select", "Map", "Where", "Filter", "OfType", "Cast", "Distinct", "OrderBy", "Reverse",
        "DefaultIfEmpty", "ToArray", "ToList", "ToHashSet", "ToSeq", "AsEnumerable");

    private LoopData? runsOver;

    /// <summary>
    /// The collection that the loop runs over: of a foreach, the one whose Count or Length bounds the counter of a for, or what a while
    /// takes its items from; null where there is none.
    /// </summary>
    public IOperation? Source { get; }

    public LoopData RunsOver => runsOver ??= Classify(Source);

    /// <summary>
    /// True for a loop over a collection: finite, and as long as the data; and not for one that waits between two items on purpose.
    /// </summary>
    public bool IsFiniteDataLoop => RunsOver == LoopData.Collection && Throttle is null;

    /// <summary>What makes the body wait, or take a permit, so as to slow the loop down; null where nothing does.</summary>
    public IOperation? Throttle => OwnCode.FirstOrDefault(operation => operation is IInvocationOperation call && Waits.OnPurpose(call));

    private LoopData Classify(IOperation? source) => source switch
    {
        null => Loop is IForEachLoopOperation ? LoopData.Stream : LoopData.None,
        { Type: null or IErrorTypeSymbol or IDynamicTypeSymbol } => LoopData.Unresolved,
        _ when IsStream(source) => LoopData.Stream,
        _ when IsCounter(source) => LoopData.Counter,
        _ when IsWrittenOut(source) => LoopData.WrittenOut,
        _ when HasAtMostOne(source, Depth) => LoopData.Optional,
        _ when AreDeclared(Items) => LoopData.Declared,
        _ => LoopData.Collection,
    };

    private static IOperation? SourceOf(ILoopOperation loop) => loop switch
    {
        IForEachLoopOperation { IsAsynchronous: true } each => StreamedQuery(each.Collection.WithoutConversions()),
        IForEachLoopOperation each => each.Collection.WithoutConversions(),
        IForLoopOperation counted => counted.Before.Prepend(counted.Condition).Select(Counted).FirstOrDefault(source => source is not null),
        _ => null,
    };

    /// <summary>
    /// The query whose rows an <c>await foreach</c> takes as they come, under WithCancellation and ConfigureAwait; null for another stream.
    /// </summary>
    private static IOperation? StreamedQuery(IOperation stream) => stream switch
    {
        IInvocationOperation { TargetMethod.Name: "WithCancellation" or "ConfigureAwait" } call when call.Receiver() is { } inner =>
            StreamedQuery(inner),
        IInvocationOperation { TargetMethod.Name: "AsAsyncEnumerable" } call when call.Receiver() is { } query
            && query.OriginOfQuery() != QueryOrigin.Other => query,
        _ => stream.OriginOfQuery() == QueryOrigin.Other ? null : stream,
    };

    /// <summary>The collection whose number of elements the operation mentions, also through a local that holds the number.</summary>
    private static IOperation? Counted(IOperation? bound)
    {
        foreach (var part in bound?.DescendantsAndSelf() ?? [])
            switch (part)
            {
                case IPropertyReferenceOperation { Property.Name: "Count" or "Length", Instance: { } collection }:
                    return collection.WithoutConversions();
                case IInvocationOperation { TargetMethod.Name: "Count" } count when count.Receiver() is { Type: not null } counted:
                    return counted;
                case ILocalReferenceOperation number when Counted(NumberOf(number)) is { } source:
                    return source;
            }
        return null;
    }

    /// <summary>The access or call that a local number was declared with.</summary>
    private static IOperation? NumberOf(ILocalReferenceOperation number) =>
        number.InitialValue()?.WithoutConversions() is (IPropertyReferenceOperation or IInvocationOperation) and var value ? value : null;

    private static bool IsStream(IOperation source) =>
        source is IInvocationOperation { TargetMethod.Name: "GetConsumingEnumerable" or "ReadAllAsync" }
        || source.Type.IsA("System.Collections.Concurrent.BlockingCollection`1");

    private static bool IsCounter(IOperation source) =>
        source is IInvocationOperation { TargetMethod: { Name: "Range" or "Repeat", ContainingType.Name: "Enumerable" } };

    private static bool IsWrittenOut(IOperation source) =>
        (source is ILocalReferenceOperation local ? local.InitialValue()?.WithoutConversions() ?? source : source)
            is IArrayCreationOperation { Initializer: not null }
        || (source is IFieldReferenceOperation { Field: { IsReadOnly: true } field }
            && field.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is VariableDeclaratorSyntax { Initializer.Value: { } value }
            && IsWrittenList(value));

    private static bool IsWrittenList(ExpressionSyntax value) => value switch
    {
        CollectionExpressionSyntax list => list.Elements.All(element => element is ExpressionElementSyntax),
        ImplicitArrayCreationExpressionSyntax or InitializerExpressionSyntax => true,
        ArrayCreationExpressionSyntax array => array.Initializer is not null,
        _ => false,
    };

    /// <summary>True for loop variables that are values of an enum, or what reflection tells of a type.</summary>
    private static bool AreDeclared(ImmutableArray<ISymbol> items) =>
        items is [var item] && TypeOf(item) is { } type && (IsEnum(type) || IsReflected(type));

    private static ITypeSymbol? TypeOf(ISymbol item) => (item as ILocalSymbol)?.Type ?? (item as IParameterSymbol)?.Type;

    private static bool IsEnum(ITypeSymbol type) =>
        type.TypeKind == TypeKind.Enum || (type is INamedTypeSymbol { Name: "Nullable", TypeArguments: [{ TypeKind: TypeKind.Enum }] });

    private static bool IsReflected(ITypeSymbol type) => type is INamedTypeSymbol named
        && named.SelfBasesAndInterfaces().Any(known => known.Is("System.Reflection.MemberInfo") || known.Is("System.Reflection.Assembly"));

    private static bool HasAtMostOne(IOperation? source, int depth)
    {
        source = source?.WithoutConversions();
        return source is not null && depth > 0 && (IsOptional(source.Type) || source switch
        {
            ILocalReferenceOperation local => HasAtMostOne(local.InitialValue(), depth - 1),
            IInvocationOperation { TargetMethod.Name: "Take" or "TakeLast" } call when TakesOne(call) => true,
            IInvocationOperation call when NoMoreElements.Contains(call.TargetMethod.Name) => HasAtMostOne(call.Receiver(), depth - 1),
            IArrayCreationOperation { Initializer.ElementValues.Length: <= 1 } => true,
            _ => false,
        });
    }

    private static bool TakesOne(IInvocationOperation take) =>
        take.Arguments.LastOrDefault()?.Value.ConstantValue is { HasValue: true, Value: 0 or 1 };

    /// <summary>True for a type that is called an option, or has a member that tells whether the one element is there.</summary>
    private static bool IsOptional(ITypeSymbol? type) =>
        type is INamedTypeSymbol named
        && (OptionalTypes.Contains(named.Name)
            || named.SelfBasesAndInterfaces().SelectMany(declaring => declaring.GetMembers()).Any(TellsWhetherItIsThere));

    private static bool TellsWhetherItIsThere(ISymbol member) =>
        member is IPropertySymbol { IsStatic: false, Type.SpecialType: SpecialType.System_Boolean }
        && TellsWhetherThereIsOne.Contains(member.Name);
}
