using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Code;
using PerfAnalyzers.CodeFixes.Host;
using PerfAnalyzers.Paths;

namespace PerfAnalyzers.CodeFixes.Async;

/// <summary>
/// Functions that only a framework calls, and a framework that awaits whatever they return: they may become async without anybody
/// noticing.
/// </summary>
internal sealed class FreeSignature(FixSite site)
{
    /// <summary>True for a lambda that an overload or the framework takes as async too.</summary>
    public bool MayBeAsync(IAnonymousFunctionOperation lambda) =>
        lambda.TakingArgument() is { } argument && (PathsIn(site.Model).Delegates.IsEndpoint(argument) || IsTaskRun(argument));

    /// <summary>True for a handler that nobody else calls, and for a method whose only uses hand it to a framework as an
    /// endpoint.</summary>
    public async Task<bool> MayReturnTask(IMethodSymbol method)
    {
        var isPlain = method is { IsGenericMethod: false, MethodKind: MethodKind.Ordinary or MethodKind.LocalFunction };
        if (!isPlain || IsSharedDeclaration(method) || ReturnsWhatNoTaskHolds(method) || ImplementsInterface(method))
            return false;
        var isHandler = method.ContainingType is { IsAbstract: false } && PathsIn(site.Model).Handlers.HasFreeSignature(method);
        var isPassedOn = false;
        foreach (var (name, model) in await MethodUses.Of(method, site.Document.Project.Solution, site.Cancellation).ConfigureAwait(false))
        {
            if (IsEndpoint(name, model))
                isPassedOn = true;
            else if (!IsOnlyName(name))
                return false;
        }
        return isHandler || isPassedOn;
    }

    /// <summary>True where another declaration has the same signature: one that is overridden, the other part, the code
    /// elsewhere.</summary>
    private static bool IsSharedDeclaration(IMethodSymbol method) =>
        method.IsOverride || method.IsVirtual || method.IsAbstract
        || method is not { IsExtern: false, PartialDefinitionPart: null, PartialImplementationPart: null };

    private static bool ReturnsWhatNoTaskHolds(IMethodSymbol method) =>
        method.ReturnsByRef || method.ReturnsByRefReadonly || method.ReturnType is { IsRefLikeType: true } or { Name: "IAsyncEnumerable" };

    private static bool ImplementsInterface(IMethodSymbol method) =>
        !method.ExplicitInterfaceImplementations.IsEmpty
        || (method.ContainingType is { } type && type.AllInterfaces.SelectMany(contract => contract.GetMembers(method.Name))
            .Any(member => SymbolEqualityComparer.Default.Equals(type.FindImplementationForInterfaceMember(member), method)));

    private static bool IsOnlyName(SimpleNameSyntax name) => name.Ancestors().Any(ancestor =>
        ancestor is InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "nameof" } });

    private bool IsEndpoint(SimpleNameSyntax name, SemanticModel model) =>
        name.FirstAncestorOrSelf<ArgumentSyntax>() is { } argument
        && model.GetOperation(argument.Expression, site.Cancellation)?.WithoutDelegate() is IMethodReferenceOperation reference
        && reference.TakingArgument() is { } taken && PathsIn(model).Delegates.IsEndpoint(taken);

    private RequestPath PathsIn(SemanticModel model) =>
        PerfAnalyzers.Host.Project.Of(model.Compilation, site.Document.Project.AnalyzerOptions).Paths;

    private static bool IsTaskRun(IArgumentOperation argument) =>
        argument.Parent is IInvocationOperation { TargetMethod: { Name: "Run" } run } && run.ContainingType.IsTask();
}
