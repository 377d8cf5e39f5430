using PerfAnalyzers.Code;

namespace PerfAnalyzers.Paths;

/// <summary>Answers whether a method runs outside of serving: once at start or stop, in a test or benchmark, or is obsolete.</summary>
internal static class StartupCode
{
    /// <summary>Who has one of these in hand is building the application.</summary>
    private static readonly string[] Builders =
    [
        "Microsoft.Extensions.DependencyInjection.IServiceCollection",
        "Microsoft.Extensions.DependencyInjection.IMvcBuilder",
        "Microsoft.Extensions.DependencyInjection.IMvcCoreBuilder",
        "Microsoft.Extensions.Configuration.IConfigurationBuilder",
        "Microsoft.Extensions.Hosting.IHostBuilder",
        "Microsoft.Extensions.Hosting.IHostApplicationBuilder",
        "Microsoft.Extensions.Logging.ILoggingBuilder",
        "Microsoft.AspNetCore.Builder.IApplicationBuilder",
        "Microsoft.AspNetCore.Hosting.IWebHostBuilder",
        "Microsoft.AspNetCore.Routing.IEndpointRouteBuilder",
        "Microsoft.EntityFrameworkCore.ModelBuilder",
        "Microsoft.EntityFrameworkCore.Metadata.Builders.EntityTypeBuilder",
        "Microsoft.EntityFrameworkCore.Migrations.MigrationBuilder",
        "Autofac.ContainerBuilder",
    ];

    private static readonly string[] OneTimeTypes =
    [
        "Microsoft.EntityFrameworkCore.Design.IDesignTimeDbContextFactory`1",
        "Microsoft.EntityFrameworkCore.Migrations.Migration",
        "FluentMigrator.IMigration",
        "Microsoft.AspNetCore.Hosting.IStartupFilter",
    ];

    private static readonly string[] HostedServices =
    [
        "Microsoft.Extensions.Hosting.IHostedService",
        "Microsoft.Extensions.Hosting.IHostedLifecycleService",
        "Microsoft.Extensions.Hosting.BackgroundService",
    ];

    private static readonly string[] TestNamespaces =
        ["Xunit", "NUnit.Framework", "Microsoft.VisualStudio.TestTools.UnitTesting", "TUnit.Core", "BenchmarkDotNet.Attributes"];

    /// <summary>Startup, Test or Obsolete; null for code that serves.</summary>
    public static PathKind? KindOf(IMethodSymbol method, IMethodSymbol? entryPoint)
    {
        for (ISymbol? symbol = method.AssociatedSymbol ?? method; symbol is not (null or INamespaceSymbol); symbol = symbol.ContainingSymbol)
            foreach (var attribute in symbol.GetAttributes())
                if (attribute.AttributeClass is { } type && OfAttribute(type) is { } kind)
                    return kind;
        return IsStartup(method, entryPoint) ? PathKind.Startup : null;
    }

    private static PathKind? OfAttribute(INamedTypeSymbol attribute) =>
        attribute.Is("System.ObsoleteAttribute") ? PathKind.Obsolete
        : attribute.Is("System.Runtime.CompilerServices.ModuleInitializerAttribute") ? PathKind.Startup
        : attribute.SelfBasesAndInterfaces().Any(type => TestNamespaces.Contains(type.ContainingNamespace?.ToDisplayString())) ? PathKind.Test
        : null;

    private static bool IsStartup(IMethodSymbol method, IMethodSymbol? entryPoint) =>
        method.MethodKind == MethodKind.StaticConstructor
        || (entryPoint is not null && SymbolEqualityComparer.Default.Equals(method, entryPoint))
        || method.Parameters.Any(parameter => parameter.Type is INamedTypeSymbol type && IsAny(type, Builders))
        || IsAny(method.ContainingType, OneTimeTypes)
        || IsMigration(method.ContainingType)
        || IsHostedServiceMember(method);

    /// <summary>Data and schema migrations of any library run once per deployment; by convention their namespace says so.</summary>
    private static bool IsMigration(INamedTypeSymbol type)
    {
        for (var space = type.ContainingNamespace; space is { IsGlobalNamespace: false }; space = space.ContainingNamespace)
            if (space.Name == "Migration" || space.Name.EndsWith("Migrations", StringComparison.Ordinal))
                return true;
        return false;
    }

    private static bool IsHostedServiceMember(IMethodSymbol method) =>
        method.MethodKind == MethodKind.Constructor
            ? IsAny(method.ContainingType, HostedServices)
            : method.Name.EndsWith("Async", StringComparison.Ordinal) && method.Name != "ExecuteAsync"
                && Contract.MembersOf(method).Any(member => HostedServices.Any(member.ContainingType.Is));

    private static bool IsAny(INamedTypeSymbol type, string[] names)
    {
        foreach (var candidate in type.SelfBasesAndInterfaces())
            foreach (var name in names)
                if (candidate.Is(name))
                    return true;
        return false;
    }
}
