using PerfAnalyzers.Code;

namespace PerfAnalyzers.Paths;

/// <summary>Answers whether a method is a handler: called by a framework, once per request, message or background service.</summary>
internal static class Handlers
{
    /// <summary>Who has one of these in hand runs for one request or message.</summary>
    private static readonly (PathKind Kind, string Type)[] Contexts =
    [
        (PathKind.Request, "Microsoft.AspNetCore.Http.HttpContext"),
        (PathKind.Request, "Microsoft.AspNetCore.Http.HttpRequest"),
        (PathKind.Request, "Microsoft.AspNetCore.Http.EndpointFilterInvocationContext"),
        (PathKind.Request, "Microsoft.AspNetCore.Mvc.ActionContext"),
        (PathKind.Request, "Microsoft.AspNetCore.Mvc.ModelBinding.ModelBindingContext"),
        (PathKind.Request, "Microsoft.AspNetCore.Razor.TagHelpers.TagHelperContext"),
        (PathKind.Request, "Microsoft.AspNetCore.Authentication.BaseContext`1"),
        (PathKind.Request, "Microsoft.AspNetCore.Authorization.AuthorizationHandlerContext"),
        (PathKind.Request, "Microsoft.AspNetCore.SignalR.HubInvocationContext"),
        (PathKind.Request, "Microsoft.Extensions.Diagnostics.HealthChecks.HealthCheckContext"),
        (PathKind.Request, "Grpc.Core.ServerCallContext"),
        (PathKind.Message, "MassTransit.ConsumeContext"),
        (PathKind.Message, "NServiceBus.IMessageHandlerContext"),
        (PathKind.Message, "Quartz.IJobExecutionContext"),
        (PathKind.Message, "Amazon.Lambda.Core.ILambdaContext"),
        (PathKind.Message, "Microsoft.Azure.Functions.Worker.FunctionContext"),
        (PathKind.Callback, "Azure.Messaging.ServiceBus.ProcessMessageEventArgs"),
        (PathKind.Callback, "Azure.Messaging.ServiceBus.ProcessSessionMessageEventArgs"),
        (PathKind.Callback, "Azure.Messaging.EventHubs.Processor.ProcessEventArgs"),
        (PathKind.Callback, "Confluent.Kafka.DeliveryReport`2"),
        (PathKind.Callback, "RabbitMQ.Client.Events.BasicDeliverEventArgs"),
    ];

    /// <summary>Overriding or implementing one of these makes a method a handler; <c>*</c> stands for every method of the type.</summary>
    private static readonly (PathKind Kind, string Type, string Member)[] Contracts =
    [
        (PathKind.Request, "Microsoft.AspNetCore.Authentication.AuthenticationHandler`1", "*"),
        (PathKind.Request, "Microsoft.AspNetCore.Authentication.IAuthenticationHandler", "*"),
        (PathKind.Request, "Microsoft.AspNetCore.Authentication.IClaimsTransformation", "*"),
        (PathKind.Request, "Microsoft.AspNetCore.Razor.TagHelpers.TagHelper", "*"),
        (PathKind.Request, "System.Net.Http.DelegatingHandler", "Send"),
        (PathKind.Request, "System.Net.Http.DelegatingHandler", "SendAsync"),
        (PathKind.Message, "MediatR.IRequestHandler`1", "*"),
        (PathKind.Message, "MediatR.IRequestHandler`2", "*"),
        (PathKind.Message, "MediatR.IStreamRequestHandler`2", "*"),
        (PathKind.Message, "MediatR.INotificationHandler`1", "*"),
        (PathKind.Message, "MediatR.AsyncRequestHandler`1", "*"),
        (PathKind.Message, "MediatR.IPipelineBehavior`2", "*"),
        (PathKind.Message, "MediatR.Pipeline.IRequestPreProcessor`1", "*"),
        (PathKind.Message, "MediatR.Pipeline.IRequestPostProcessor`2", "*"),
        (PathKind.Message, "Rebus.Handlers.IHandleMessages`1", "*"),
        (PathKind.Request, "FastEndpoints.Endpoint`2", "HandleAsync"),
        (PathKind.Request, "FastEndpoints.Endpoint`2", "ExecuteAsync"),
        (PathKind.Request, "FastEndpoints.EndpointWithoutRequest`1", "ExecuteAsync"),
        (PathKind.Request, "FastEndpoints.EndpointWithoutRequest", "HandleAsync"),
        (PathKind.Request, "FastEndpoints.EndpointWithoutRequest`1", "HandleAsync"),
        (PathKind.Message, "FastEndpoints.IEventHandler`1", "*"),
        (PathKind.Message, "FastEndpoints.ICommandHandler`1", "*"),
        (PathKind.Message, "FastEndpoints.ICommandHandler`2", "*"),
        (PathKind.Worker, "Microsoft.Extensions.Hosting.BackgroundService", "ExecuteAsync"),
    ];

    private static readonly (PathKind Kind, string Attribute)[] Attributes =
    [
        (PathKind.Message, "Microsoft.Azure.Functions.Worker.FunctionAttribute"),
        (PathKind.Message, "Microsoft.Azure.WebJobs.FunctionNameAttribute"),
        (PathKind.Message, "Amazon.Lambda.Annotations.LambdaFunctionAttribute"),
    ];

    /// <summary>Types of which a framework makes an instance for every request or message.</summary>
    private static readonly (PathKind Kind, string Type)[] PerRequestTypes =
    [
        (PathKind.Request, "Microsoft.AspNetCore.Mvc.RazorPages.PageModel"),
        (PathKind.Request, "Microsoft.AspNetCore.Mvc.ViewComponent"),
        (PathKind.Request, "Microsoft.AspNetCore.SignalR.Hub"),
        (PathKind.Request, "FastEndpoints.BaseEndpoint"),
        (PathKind.Message, "MediatR.IRequestHandler`1"),
        (PathKind.Message, "MediatR.IRequestHandler`2"),
        (PathKind.Message, "MediatR.INotificationHandler`1"),
        (PathKind.Message, "MassTransit.IConsumer"),
        (PathKind.Message, "NServiceBus.IHandleMessages`1"),
        (PathKind.Message, "Rebus.Handlers.IHandleMessages`1"),
        (PathKind.Message, "Quartz.IJob"),
    ];

    private static readonly string[] PageVerbs = ["OnGet", "OnHead", "OnPost", "OnPut", "OnDelete", "OnPatch", "OnOptions"];

    /// <summary>What runs the method, or null where it is no handler.</summary>
    public static PathKind? KindOf(IMethodSymbol method) => method.MethodKind switch
    {
        MethodKind.Constructor => OfInstances(method.ContainingType),
        MethodKind.Ordinary or MethodKind.ExplicitInterfaceImplementation =>
            OfParameters(method) ?? OfAttributes(method) ?? OfContracts(method) ?? (IsAction(method) ? PathKind.Request : null),
        _ => null,
    };

    /// <summary>What a parameter says about who runs the method or lambda.</summary>
    public static PathKind? OfParameters(IMethodSymbol function)
    {
        foreach (var parameter in function.Parameters)
            if (parameter.Type is INamedTypeSymbol type && Among(Contexts, type) is { } kind)
                return kind;
        return null;
    }

    /// <summary>What makes instances of the type, if a framework makes one for every request or message.</summary>
    public static PathKind? OfInstances(INamedTypeSymbol type) =>
        IsController(type) || IsGrpcService(type) ? PathKind.Request
        : Among(PerRequestTypes, type) ?? type.GetMembers().OfType<IMethodSymbol>().Select(OfAttributes).FirstOrDefault(kind => kind is not null);

    private static PathKind? Among((PathKind Kind, string Type)[] table, INamedTypeSymbol type)
    {
        foreach (var candidate in type.SelfBasesAndInterfaces())
            foreach (var (kind, name) in table)
                if (candidate.Is(name))
                    return kind;
        return null;
    }

    private static PathKind? OfAttributes(IMethodSymbol method)
    {
        foreach (var attribute in method.GetAttributes())
            foreach (var (kind, name) in Attributes)
                if (attribute.AttributeClass?.Is(name) == true)
                    return kind;
        return null;
    }

    private static PathKind? OfContracts(IMethodSymbol method)
    {
        foreach (var contract in Contract.MembersOf(method).Select(member => member.OriginalDefinition))
            foreach (var (kind, type, member) in Contracts)
                if ((member == "*" || member == contract.Name) && contract.ContainingType.Is(type))
                    return kind;
        return null;
    }

    private static bool IsAction(IMethodSymbol method)
    {
        if (method.DeclaredAccessibility != Accessibility.Public || method.IsStatic || method.MethodKind != MethodKind.Ordinary || Contract.IsDispose(method))
            return false;

        var type = method.ContainingType;
        if (IsController(type))
            return !method.IsGenericMethod && !IsFrameworkOverride(method) && !Has(method.GetAttributes(), "Microsoft.AspNetCore.Mvc.NonActionAttribute");
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

    private static bool IsFrameworkOverride(IMethodSymbol method)
    {
        while (method.OverriddenMethod is { } overridden)
            method = overridden;
        return method.ContainingType.SpecialType == SpecialType.System_Object
            || method.ContainingType.Is("Microsoft.AspNetCore.Mvc.ControllerBase") || method.ContainingType.Is("Microsoft.AspNetCore.Mvc.Controller");
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
            derives |= current.Is("Microsoft.AspNetCore.Mvc.ControllerBase") || Has(current.GetAttributes(), "Microsoft.AspNetCore.Mvc.ControllerAttribute");
        }
        return derives || (IsNamedController(type) && !type.IsAbstract && !type.IsGenericType);
    }

    private static bool IsNamedController(INamedTypeSymbol type) =>
        type.Name.EndsWith("Controller", StringComparison.OrdinalIgnoreCase) && type.ContainingType is null
        && type.ContainingModule.ReferencedAssemblies.Any(assembly => assembly.Name is "Microsoft.AspNetCore.Mvc.Core" or "Microsoft.AspNetCore.Mvc");

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
