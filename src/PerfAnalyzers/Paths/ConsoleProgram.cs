using PerfAnalyzers.Code;

namespace PerfAnalyzers.Paths;

/// <summary>
/// Answers whether a project is a command-line program: it has an entry point, and builds no host that would serve others. That it
/// references a server's library says little, since a program that shares code with a server inherits its references.
/// </summary>
internal static class ConsoleProgram
{
    private static readonly ImmutableHashSet<string> BuildersOfHosts = ImmutableHashSet.Create(
        "CreateBuilder", "CreateSlimBuilder", "CreateEmptyBuilder", "CreateDefaultBuilder", "CreateApplicationBuilder",
        "CreateEmptyApplicationBuilder", "HostBuilder", "WebHostBuilder", "HostApplicationBuilder", "UseStartup", "AddHostedService");

    public static bool Is(Compilation compilation, CancellationToken cancellation) =>
        compilation.Options.OutputKind is OutputKind.ConsoleApplication or OutputKind.WindowsApplication
        && !(compilation.ReferencedAssemblyNames.Any(IsHost) && BuildsHost(compilation, cancellation));

    private static bool IsHost(AssemblyIdentity library) =>
        library.Name is "Microsoft.AspNetCore" or "Microsoft.AspNetCore.Hosting" or "Microsoft.Extensions.Hosting";

    private static bool BuildsHost(Compilation compilation, CancellationToken cancellation) =>
        compilation.SyntaxTrees.Any(tree => Places.In(tree, cancellation).Names.Any(BuildersOfHosts.Contains));
}
