using Microsoft.CodeAnalysis;

namespace PerfAnalyzers.Tests.Harness;

/// <summary>
/// Whatever this test project references, the test code may use: adding a package to the project is enough.
/// Left out is what would make the code a test project, the compiler itself, and what comes with its verifier.
/// </summary>
internal static class KnownLibraries
{
    private static readonly string[] OfTheTests =
        ["xunit", "PerfAnalyzers", "Microsoft.CodeAnalysis", "Microsoft.VisualStudio", "Microsoft.TestPlatform", "NuGet.", "DiffPlex"];

    public static readonly IReadOnlyList<MetadataReference> References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => !OfTheTests.Any(start => Path.GetFileName(path).StartsWith(start, StringComparison.OrdinalIgnoreCase)))
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];
}
