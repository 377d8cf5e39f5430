using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Code;

namespace PerfAnalyzers.CodeFixes.Async;

/// <summary>
/// Functions that only a framework calls, and a framework that awaits whatever they return: they may become async without anybody
/// noticing.
/// </summary>
internal static class FreeSignature
{
    /// <summary>True for a lambda that an overload or the framework takes as async too.</summary>
    public static bool MayBeAsync(IAnonymousFunctionOperation lambda) =>
        lambda.TakingArgument() is { } argument && (IsEndpoint(argument) || IsTaskRun(argument));

    public static async Task<bool> MayReturnTask(IMethodSymbol method, Solution solution, CancellationToken cancellation)
    {
        if (method.IsOverride || method.IsVirtual || method.IsAbstract || method.IsGenericMethod || method.IsExtern || method.ReturnsByRef || method.ReturnsByRefReadonly
            || method.PartialDefinitionPart is not null || method.PartialImplementationPart is not null || method.ReturnType is { IsRefLikeType: true } or { Name: "IAsyncEnumerable" }
            || method.MethodKind is not (MethodKind.Ordinary or MethodKind.LocalFunction) || ImplementsInterface(method))
            return false;
        var isHandler = IsHandler(method);
        var isPassedOn = false;
        foreach (var (name, model) in await MethodUses.Of(method, solution, cancellation).ConfigureAwait(false))
        {
            if (IsEndpoint(name, model, cancellation))
                isPassedOn = true;
            else if (!IsOnlyName(name))
                return false;
        }
        return isHandler || isPassedOn;
    }

    /// <summary>True for a public method of a controller, a page or a hub.</summary>
    private static bool IsHandler(IMethodSymbol method) =>
        method is { DeclaredAccessibility: Accessibility.Public, IsStatic: false, ContainingType: { IsAbstract: false } type }
        && !method.GetAttributes().Any(attribute => attribute.AttributeClass?.Name is "NonActionAttribute" or "NonHandlerAttribute")
        && (type.SelfBasesAndInterfaces().Any(t => t.Is("Microsoft.AspNetCore.Mvc.ControllerBase") || t.Is("Microsoft.AspNetCore.SignalR.Hub")
                || t.GetAttributes().Any(attribute => attribute.AttributeClass?.Is("Microsoft.AspNetCore.Mvc.ControllerAttribute") == true))
            || (method.Name.StartsWith("On", StringComparison.Ordinal) && type.SelfBasesAndInterfaces().Any(t => t.Is("Microsoft.AspNetCore.Mvc.RazorPages.PageModel"))));

    private static bool ImplementsInterface(IMethodSymbol method) =>
        !method.ExplicitInterfaceImplementations.IsEmpty
        || (method.ContainingType is { } type && type.AllInterfaces.SelectMany(contract => contract.GetMembers(method.Name))
            .Any(member => SymbolEqualityComparer.Default.Equals(type.FindImplementationForInterfaceMember(member), method)));

    private static bool IsOnlyName(SimpleNameSyntax name) => name.Ancestors().Any(ancestor =>
        ancestor is InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "nameof" } });

    private static bool IsEndpoint(SimpleNameSyntax name, SemanticModel model, CancellationToken cancellation) =>
        name.FirstAncestorOrSelf<ArgumentSyntax>() is { } argument
        && model.GetOperation(argument.Expression, cancellation) is { } operation
        && operation.WithoutDelegate() is IMethodReferenceOperation reference
        && reference.TakingArgument() is { } taken && IsEndpoint(taken);

    private static bool IsEndpoint(IArgumentOperation argument) =>
        argument is { Parameter.Type: { Name: "Delegate" }, Parent: IInvocationOperation call }
        && call.TargetMethod.Name.StartsWith("Map", StringComparison.Ordinal) && call.TargetMethod.ContainingNamespace.ToDisplayString() == "Microsoft.AspNetCore.Builder";

    private static bool IsTaskRun(IArgumentOperation argument) =>
        argument.Parent is IInvocationOperation { TargetMethod: { Name: "Run" } run } && run.ContainingType.IsTask();
}
