using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PerfAnalyzers.Code;

/// <summary>What a LINQ query runs on.</summary>
internal enum QueryOrigin
{
    /// <summary>Objects in memory, or another query provider.</summary>
    Other,

    /// <summary>An IQueryable that came from elsewhere: a parameter, a property, another method.</summary>
    Unknown,

    /// <summary>A DbSet, a DbContext, SQL given to one, or an operator that only EF Core has.</summary>
    EntityFramework,
}

internal static class QueryOrigins
{
    private const int Depth = 24;

    /// <summary>True for a query that EF Core runs, so that its terminal operator sends SQL. A query of unknown origin is not
    /// one.</summary>
    public static bool IsEntityFrameworkQuery(this IOperation? query) => query.OriginOfQuery() == QueryOrigin.EntityFramework;

    /// <summary>
    /// The query that is run when what the expression yields is enumerated, under LINQ in memory that only waits to be enumerated too;
    /// null where that is no query.
    /// </summary>
    public static IOperation? QueryBehind(this IOperation? enumerated)
    {
        enumerated = enumerated?.WithoutConversions();
        while (enumerated is IInvocationOperation call && call.TargetMethod.IsDeferredLinq())
            enumerated = call.Receiver();
        return enumerated.OriginOfQuery() == QueryOrigin.Other ? null : enumerated;
    }

    /// <summary>True for an operator of LINQ in memory that runs nothing before it is enumerated.</summary>
    public static bool IsDeferredLinq(this IMethodSymbol method) =>
        method.ContainingType.Is("System.Linq.Enumerable") && method.ReturnType.Name is "IEnumerable" or "IOrderedEnumerable";

    public static QueryOrigin OriginOfQuery(this IOperation? query, int depth = Depth)
    {
        query = query?.WithoutConversions();
        return query switch
        {
            null => QueryOrigin.Other,
            _ when depth == 0 => QueryOrigin.Unknown,
            { Type: INamedTypeSymbol type } when type.SelfBasesAndInterfaces().Any(t => t.Is("Microsoft.EntityFrameworkCore.DbSet`1")) =>
                QueryOrigin.EntityFramework,
            _ when query.Type is not INamedTypeSymbol type || !type.SelfBasesAndInterfaces().Any(t => t.Is("System.Linq.IQueryable")) =>
                QueryOrigin.Other,
            ITranslatedQueryOperation translated => translated.Operation.OriginOfQuery(depth - 1),
            IInvocationOperation call when IsOfEntityFramework(call.TargetMethod) => QueryOrigin.EntityFramework,
            IInvocationOperation call when call.Receiver() is { } receiver && call.TargetMethod.IsExtensionMethod =>
                receiver.OriginOfQuery(depth - 1),
            IInvocationOperation or IPropertyReferenceOperation or IFieldReferenceOperation => QueryOrigin.Unknown,
            IParameterReferenceOperation or IAwaitOperation => QueryOrigin.Unknown,
            ILocalReferenceOperation local => OfLocal(local, depth),
            IConditionalOperation { WhenFalse: { } otherwise } choice =>
                Either(choice.WhenTrue.OriginOfQuery(depth - 1), otherwise.OriginOfQuery(depth - 1)),
            ICoalesceOperation choice => Either(choice.Value.OriginOfQuery(depth - 1), choice.WhenNull.OriginOfQuery(depth - 1)),
            _ => QueryOrigin.Other,
        };
    }

    /// <summary>A local is what it starts with; <c>query = query.Where(..)</c> does not change that.</summary>
    private static QueryOrigin OfLocal(ILocalReferenceOperation local, int depth)
    {
        if (local.Local.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax()
            is VariableDeclaratorSyntax { Initializer.Value: var value }
            && value.SyntaxTree == local.Syntax.SyntaxTree)
            return local.SemanticModel!.GetOperation(value).OriginOfQuery(depth - 1);
        return Variables.ChangesOf(local.Local, local).OfType<ISimpleAssignmentOperation>()
            .Select(assignment => assignment.Value.OriginOfQuery(depth - 1)).DefaultIfEmpty(QueryOrigin.Unknown).First();
    }

    private static QueryOrigin Either(QueryOrigin one, QueryOrigin other) => one > other ? one : other;

    private static bool IsOfEntityFramework(IMethodSymbol method) => method.IsInNamespace("Microsoft.EntityFrameworkCore");
}
