using Microsoft.CodeAnalysis;

namespace PerfAnalyzers.Tests.Harness;

/// <summary>
/// Whatever this test project references, the test code may use: adding a package to the project is enough.
/// Left out is what would make the code a test project, and the compiler itself.
/// </summary>
internal static class KnownLibraries
{
    public static readonly IReadOnlyList<MetadataReference> References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => !Path.GetFileName(path).StartsWith("xunit", StringComparison.OrdinalIgnoreCase)
                && !Path.GetFileName(path).StartsWith("PerfAnalyzers", StringComparison.Ordinal)
                && !Path.GetFileName(path).StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal)
                && !Path.GetFileName(path).StartsWith("Microsoft.VisualStudio.TestPlatform", StringComparison.Ordinal)
                && !Path.GetFileName(path).StartsWith("Microsoft.TestPlatform", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];
}
