using PerfAnalyzers.Code;

namespace PerfAnalyzers.Rules.RoundTrips;

/// <summary>Which entities the body of a loop adds, removes and modifies, and who may notice when they are saved later.</summary>
internal sealed partial class EntityChanges
{
    private readonly HashSet<ITypeSymbol> added = new(SymbolEqualityComparer.Default);
    private readonly HashSet<ITypeSymbol> modified = new(SymbolEqualityComparer.Default);
    private readonly HashSet<ITypeSymbol> opaque = new(SymbolEqualityComparer.Default);
    private readonly HashSet<string> properties = new(StringComparer.Ordinal);

    /// <summary>True where the items of the loop change anything.</summary>
    public bool Any => added.Count + modified.Count + opaque.Count > 0;

    public static EntityChanges In(LoopCode loop)
    {
        var changes = new EntityChanges();
        foreach (var operation in loop.OwnCode)
            switch (operation)
            {
                case IInvocationOperation call when IsAddOrRemove(call) && loop.UsesItem(call):
                    foreach (var argument in call.Arguments)
                        if (EntityType(argument.Value.WithoutConversions().Type) is { } type)
                            changes.added.Add(type);
                    break;
                case IInvocationOperation call when CommandOf(call) is { } own && loop.UsesItem(call):
                    changes.opaque.Add(own);
                    break;
                case IAssignmentOperation { Target: IPropertyReferenceOperation target } assignment
                    when loop.UsesItem(assignment.Value) || UsesItem(loop, target.Instance):
                    changes.Modify(target);
                    break;
                case IIncrementOrDecrementOperation { Target: IPropertyReferenceOperation target } when UsesItem(loop, target.Instance):
                    changes.Modify(target);
                    break;
            }
        return changes;
    }

    private void Modify(IPropertyReferenceOperation target)
    {
        if (target.Instance is not { Type: { } type })
            return;
        if (target.Instance is not IInstanceReferenceOperation)
            modified.Add(type);
        properties.Add(target.Property.Name);
    }

    private static bool UsesItem(LoopCode loop, IOperation? instance) =>
        instance is not (null or IInstanceReferenceOperation) && loop.UsesItem(instance);

    /// <summary>The class of the project that a call tells to do something, which may change an entity; null for anything else.</summary>
    private static ITypeSymbol? CommandOf(IInvocationOperation call) =>
        call is
        {
            Parent: IExpressionStatementOperation,
            Instance: { Type: INamedTypeSymbol { TypeKind: TypeKind.Class } type } and not IInstanceReferenceOperation
        }
        && type.Locations.Any(location => location.IsInSource) && !UnitOfWork.IsSave(call) ? type : null;

    /// <summary>True for a name by which contexts, sets and repositories take a change.</summary>
    public static bool IsNamedAsChange(IMethodSymbol method) =>
        method.Name is "Add" or "AddAsync" or "AddRange" or "AddRangeAsync" or "Remove" or "RemoveRange"
            or "Update" or "UpdateRange" or "Attach" or "AttachRange";

    private static bool IsAddOrRemove(IInvocationOperation call) =>
        IsNamedAsChange(call.TargetMethod)
        && (call.TargetMethod.ContainingType.IsA("Microsoft.EntityFrameworkCore.DbContext")
            || call.TargetMethod.ContainingType.IsA("Microsoft.EntityFrameworkCore.DbSet`1")
            || call.Instance is IPropertyReferenceOperation { Instance: not (null or IInstanceReferenceOperation) });

    /// <summary>The entity, or the entity that a collection holds.</summary>
    private static ITypeSymbol? EntityType(ITypeSymbol? type) => type switch
    {
        IArrayTypeSymbol array => array.ElementType,
        INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Interface, TypeArguments: [var element] } => element,
        INamedTypeSymbol { TypeKind: TypeKind.Class, SpecialType: SpecialType.None } => type,
        _ => null,
    };
}
