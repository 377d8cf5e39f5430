using PerfAnalyzers.Code;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Effects;

/// <summary>
/// Answers which calls in a loop make a round trip: those that the tables know, and those behind which one must stand, because a method of this project
/// does nothing else, or because the method has a form that takes all the items beside it.
/// </summary>
internal sealed class RoundTripCalls(ApiKnowledge apis, StoreMethods? methods)
{
    /// <summary>What the tables know, and nothing else: for a fix, which rewrites only APIs that it knows.</summary>
    public static RoundTripCalls OfTables(ApiKnowledge apis) => new(apis, methods: null);

    public ApiFact? FindKnown(IInvocationOperation call, ApiRole role) => apis.Find(call, role);

    /// <summary>The fact for a read or a write in the loop.</summary>
    public ApiFact? Find(IInvocationOperation call, ApiRole role, LoopCode loop) => apis.Find(call, role) ?? FindHidden(call, role, loop);

    /// <summary>False for most calls, before their loop is looked at: only what is awaited, or belongs to this project, can hide a round trip.</summary>
    public bool MayHide(IInvocationOperation call) =>
        methods is not null && (methods.Owns(call.TargetMethod) || (call.Type.IsTask() && call.Instance is not null)) && !IsMarked(call);

    /// <summary>The fact for a call that no table knows; it names the form for many, if there is one, as what to use instead.</summary>
    public ApiFact? FindHidden(IInvocationOperation call, ApiRole role, LoopCode loop) =>
        !MayHide(call) || !loop.IsFiniteDataLoop || !loop.UsesItem(call) ? null
        : call.Type.IsTask() && IsUsed(call) == (role == ApiRole.Read) && ManyForm.Of(call, loop) is { } many ? Fact(call, role, many)
        : (role == ApiRole.Write || IsUsed(call)) && methods!.Does(role, call.TargetMethod) ? Fact(call, role, ManyForm.Of(call, loop))
        : null;

    /// <summary>True for an API that a table mentions in any role that tells whether it makes a round trip.</summary>
    private bool IsMarked(IInvocationOperation call) =>
        apis.Find(call, ApiRole.Read) is not null || apis.Find(call, ApiRole.Write) is not null || apis.Find(call, ApiRole.Query) is not null;

    /// <summary>True for a call that no table knows.</summary>
    public bool IsHidden(IInvocationOperation call) => !IsMarked(call);

    private static bool IsUsed(IInvocationOperation call) => call.Result().Parent is not IExpressionStatementOperation;

    private static ApiFact Fact(IInvocationOperation call, ApiRole role, IMethodSymbol? many) =>
        new(role, Excludes: false, Name(call.TargetMethod), many is null ? null : Name(many));

    private static ApiName Name(IMethodSymbol method) => new(method.ContainingType.ToDisplayString(), method.Name, default);
}
