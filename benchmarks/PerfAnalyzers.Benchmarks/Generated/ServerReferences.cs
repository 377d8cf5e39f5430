using Microsoft.CodeAnalysis;

namespace PerfAnalyzers.Benchmarks.Generated;

/// <summary>Whatever this project references, the generated code may use, except for the compiler and our own assemblies.</summary>
internal static class ServerReferences
{
    public static readonly IReadOnlyList<MetadataReference> All =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => !Path.GetFileName(path).StartsWith("PerfAnalyzers", StringComparison.Ordinal)
                && !Path.GetFileName(path).StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];
}
