using System.Runtime.CompilerServices;

namespace PerfAnalyzers.Host;

/// <summary>Which projects the rules are about: not tests, not benchmarks, not user interfaces without a server's thread pool.</summary>
internal static class ProjectKind
{
    private static readonly ConditionalWeakTable<Compilation, object> ByCompilation = new();

    private static readonly ImmutableHashSet<string> Foreign = ImmutableHashSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "xunit.core", "xunit.v3.core", "nunit.framework", "Microsoft.VisualStudio.TestPlatform.TestFramework", "MSTest.TestFramework",
        "TUnit.Core", "BenchmarkDotNet", "PresentationFramework", "System.Windows.Forms");

    public static bool IsServerCode(Compilation compilation) =>
        (bool)ByCompilation.GetValue(compilation, c => !IsForeign(c) && !RunsInABrowser(c));

    private static bool IsForeign(Compilation compilation) => compilation.ReferencedAssemblyNames.Any(name => Foreign.Contains(name.Name));

    /// <summary>A server that hosts a Blazor client references the client's libraries too.</summary>
    private static bool RunsInABrowser(Compilation compilation) =>
        compilation.ReferencedAssemblyNames.Any(name => name.Name == "Microsoft.AspNetCore.Components.WebAssembly")
        && compilation.ReferencedAssemblyNames.All(name => name.Name != "Microsoft.AspNetCore.Hosting");
}
