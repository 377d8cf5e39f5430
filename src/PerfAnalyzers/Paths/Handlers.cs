using PerfAnalyzers.Code;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Paths;

/// <summary>
/// Answers whether a method is a handler: called by a framework, once per request, message or background service. The tables say it of
/// contracts,
/// contexts and attributes; here stand the conventions that no line can say.
/// </summary>
internal sealed class Handlers(CodeFacts facts)
{
    /// <summary>The roles of code that serves.</summary>
    public static readonly ImmutableArray<ApiRole> Serving =
        ImmutableArray.Create(ApiRole.Request, ApiRole.Message, ApiRole.Callback, ApiRole.Worker);

    private static readonly string[] PageVerbs = ["OnGet", "OnHead", "OnPost", "OnPut", "OnDelete", "OnPatch", "OnOptions"];

    /// <summary>The path that a role of the tables stands for.</summary>
    public static PathKind KindOf(ApiRole role) => role switch
    {
        ApiRole.Request => PathKind.Request,
        ApiRole.Message => PathKind.Message,
        ApiRole.Callback => PathKind.Callback,
        ApiRole.Worker => PathKind.Worker,
        ApiRole.Startup => PathKind.Startup,
        ApiRole.Thread => PathKind.OwnThread,
        _ => PathKind.Unknown,
    };

    /// <summary>What runs the method, or null where it is no handler.</summary>
    public PathKind? KindOf(IMethodSymbol method) => method.MethodKind switch
    {
        MethodKind.Constructor => OfInstances(method.ContainingType),
        MethodKind.Ordinary or MethodKind.ExplicitInterfaceImplementation =>
            OfParameters(method) ?? OfAttributes(method) ?? Kind(facts.OfMember(method, Serving)) ?? OfItself(method)
            ?? (IsAction(method) ? PathKind.Request : null),
        _ => null,
    };

    /// <summary>
    /// True for a handler that its framework finds by its name or its attribute, and of which it awaits whatever it returns: nothing
    /// prescribes the
    /// signature. A view component is found by its name too, but that name says whether it is asynchronous.
    /// </summary>
    public bool HasFreeSignature(IMethodSymbol method) =>
        method.MethodKind == MethodKind.Ordinary
        && (OfAttributes(method) is not null
            || (IsAction(method) && !DerivesFrom(method.ContainingType, "Microsoft.AspNetCore.Mvc.ViewComponent")));

    /// <summary>What a parameter says about who runs the method or lambda.</summary>
    public PathKind? OfParameters(IMethodSymbol function)
    {
        foreach (var parameter in function.Parameters)
            if (parameter.Type is INamedTypeSymbol { TypeKind: not TypeKind.Delegate } type && facts.OfType(type, Serving) is { } role)
                return KindOf(role);
        return null;
    }

    /// <summary>What makes instances of the type, if a framework makes one for every request or message.</summary>
    public PathKind? OfInstances(INamedTypeSymbol type) =>
        IsController(type) || IsGrpcService(type)
            ? PathKind.Request
            : Kind(facts.OfInstances(type, Serving))
                ?? type.GetMembers().OfType<IMethodSymbol>().Select(OfAttributes).FirstOrDefault(kind => kind is not null);

    private PathKind? OfAttributes(IMethodSymbol method)
    {
        foreach (var attribute in method.GetAttributes())
            if (attribute.AttributeClass is { } type && facts.OfType(type, Serving) is { } role)
                return KindOf(role);
        return null;
    }

    /// <summary>A method of a request's own object has that in hand.</summary>
    private PathKind? OfItself(IMethodSymbol method) => method.IsStatic ? null : Kind(facts.OfType(method.ContainingType, Serving));

    private static PathKind? Kind(ApiRole? role) => role is { } known ? KindOf(known) : null;

    private static bool IsAction(IMethodSymbol method)
    {
        if (method is not { DeclaredAccessibility: Accessibility.Public, IsStatic: false, MethodKind: MethodKind.Ordinary }
            || Contract.IsDispose(method))
            return false;

        var type = method.ContainingType;
        if (IsController(type))
            return !method.IsGenericMethod && !IsFrameworkOverride(method)
                && !Has(method.GetAttributes(), "Microsoft.AspNetCore.Mvc.NonActionAttribute");
        foreach (var candidate in type.SelfBasesAndInterfaces())
            if (candidate.Is("Microsoft.AspNetCore.SignalR.Hub"))
                return true;
            else if (candidate.Is("Microsoft.AspNetCore.Mvc.ViewComponent"))
                return method.Name is "Invoke" or "InvokeAsync";
            else if (candidate.Is("Microsoft.AspNetCore.Mvc.RazorPages.PageModel"))
                return PageVerbs.Any(verb => method.Name.StartsWith(verb, StringComparison.Ordinal))
                    && !Has(method.GetAttributes(), "Microsoft.AspNetCore.Mvc.RazorPages.NonHandlerAttribute");
        return false;
    }

    private static bool DerivesFrom(INamedTypeSymbol type, string name) =>
        type.SelfBasesAndInterfaces().Any(candidate => candidate.Is(name));

    private static bool IsFrameworkOverride(IMethodSymbol method)
    {
        while (method.OverriddenMethod is { } overridden)
            method = overridden;
        return method.ContainingType.SpecialType == SpecialType.System_Object
            || method.ContainingType.Is("Microsoft.AspNetCore.Mvc.ControllerBase")
            || method.ContainingType.Is("Microsoft.AspNetCore.Mvc.Controller");
    }

    /// <summary>Actions of an abstract or generic base are actions of the controllers that derive from it.</summary>
    private static bool IsController(INamedTypeSymbol type)
    {
        if (type.TypeKind != TypeKind.Class || type.DeclaredAccessibility != Accessibility.Public)
            return false;
        var derives = false;
        for (var current = type; current is not null; current = current.BaseType)
        {
            if (Has(current.GetAttributes(), "Microsoft.AspNetCore.Mvc.NonControllerAttribute"))
                return false;
            derives |= current.Is("Microsoft.AspNetCore.Mvc.ControllerBase")
                || Has(current.GetAttributes(), "Microsoft.AspNetCore.Mvc.ControllerAttribute");
        }
        return derives || (IsNamedController(type) && !type.IsAbstract && !type.IsGenericType);
    }

    private static bool IsNamedController(INamedTypeSymbol type) =>
        type.Name.EndsWith("Controller", StringComparison.OrdinalIgnoreCase) && type.ContainingType is null
        && type.ContainingModule.ReferencedAssemblies.Any(assembly =>
            assembly.Name is "Microsoft.AspNetCore.Mvc.Core" or "Microsoft.AspNetCore.Mvc");

    private static bool IsGrpcService(INamedTypeSymbol type)
    {
        for (var current = type.BaseType; current is not null; current = current.BaseType)
            if (Has(current.GetAttributes(), "Grpc.Core.BindServiceMethodAttribute"))
                return true;
        return false;
    }

    private static bool Has(ImmutableArray<AttributeData> attributes, string name)
    {
        foreach (var attribute in attributes)
            if (attribute.AttributeClass?.Is(name) == true)
                return true;
        return false;
    }
}
