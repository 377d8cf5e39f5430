using PerfAnalyzers.Code;

namespace PerfAnalyzers.Rules.Connections;

/// <summary>Answers whether a value may differ from call to call, because it comes from the arguments or from the request.</summary>
internal static class VaryingValue
{
    private static readonly string[] PerCaller = ["tenant", "user", "current", "customer", "session"];

    public static bool IsIn(IOperation expression) => IsIn(expression, depth: 0);

    private static bool IsIn(IOperation expression, int depth) => depth > 3 || expression.DescendantsAndSelf().Any(part => part switch
    {
        IParameterReferenceOperation parameter => IsArgument(parameter),
        ILocalReferenceOperation { Local.IsConst: true } => false,
        ILocalReferenceOperation local => !local.Local.IsDeclaredIn(expression.Syntax) && Varies(local, depth),
        IPropertyReferenceOperation { Instance: IInstanceReferenceOperation } property =>
            IsOfWeb(property.Property) || IsPerCaller(property.Property),
        IMemberReferenceOperation member => IsPerCaller(member.Member),
        IInvocationOperation call => call.TargetMethod.MethodKind == MethodKind.Ordinary && IsPerCaller(call.TargetMethod),
        _ => false,
    });

    /// <summary>What a constructor is given is state of the instance.</summary>
    private static bool IsArgument(IParameterReferenceOperation reference) =>
        reference.Parameter.ContainingSymbol is not IMethodSymbol { MethodKind: MethodKind.Constructor }
        || IsPerCaller(reference.Parameter);

    private static bool IsPerCaller(ISymbol symbol) =>
        PerCaller.Any(word => symbol.Name.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0);

    /// <summary>True for what a controller or page inherits: it is about the request.</summary>
    private static bool IsOfWeb(IPropertySymbol property) => property.IsInNamespace("Microsoft.AspNetCore");

    private static bool Varies(ILocalReferenceOperation local, int depth) =>
        local.InitialValue() is not { } value || IsIn(value, depth + 1);
}
