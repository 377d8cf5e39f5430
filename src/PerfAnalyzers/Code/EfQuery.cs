namespace PerfAnalyzers.Code;

/// <summary>Answers whether a LINQ chain is an EF Core query, so that its terminal operator runs SQL.</summary>
internal static class EfQuery
{
    /// <summary>True where the chain starts at a DbSet or contains an operator of EF Core, also through locals. A chain of unknown origin is not one.</summary>
    public static bool Is(IOperation? query)
    {
        for (var depth = 0; query is not null && depth < 50; depth++)
        {
            query = query.WithoutConversions();
            if (query.Type is INamedTypeSymbol type && type.SelfBasesAndInterfaces().Any(t => t.Is("Microsoft.EntityFrameworkCore.DbSet`1")))
                return true;
            switch (query)
            {
                case IInvocationOperation call when call.TargetMethod.ContainingType.Is("System.Linq.Queryable"):
                    query = call.Receiver();
                    break;
                case IInvocationOperation call:
                    return IsEfOperator(call.TargetMethod);
                case ILocalReferenceOperation local:
                    query = local.InitialValue();
                    break;
                default:
                    return false;
            }
        }
        return false;
    }

    private static bool IsEfOperator(IMethodSymbol method) =>
        method.ReturnType is INamedTypeSymbol type && type.SelfBasesAndInterfaces().Any(t => t.Is("System.Linq.IQueryable`1"))
        && method.ContainingNamespace.ToDisplayString().StartsWith("Microsoft.EntityFrameworkCore", StringComparison.Ordinal);
}
