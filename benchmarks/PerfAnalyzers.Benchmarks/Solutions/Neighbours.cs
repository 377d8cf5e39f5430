using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using PerfAnalyzers.Benchmarks.Measuring;

namespace PerfAnalyzers.Benchmarks.Solutions;

/// <summary>Other analyzers: what lies in one folder is one neighbour. Loaded once, however many projects have them.</summary>
internal sealed class Neighbours
{
    private readonly Dictionary<string, AnalyzerSet?> _byFolder = [];
    private readonly Dictionary<string, AnalyzerFolder> _loaders = [];
    private readonly IReadOnlyList<string> _everywhere;

    /// <param name="beside">Assemblies, or folders of them, to run on every project.</param>
    public Neighbours(IEnumerable<string> beside) =>
        _everywhere = [.. beside.SelectMany(path => Directory.Exists(path) ? Directory.GetFiles(path, "*.dll") : [path])];

    /// <summary>What would run on the project beside our rules.</summary>
    public IReadOnlyList<AnalyzerSet> Of(Project project)
    {
        var referenced = project.AnalyzerReferences.OfType<AnalyzerFileReference>().Select(reference => reference.FullPath);
        return
        [
            .. from file in referenced.Concat(_everywhere)
               where !Path.GetFileName(file).StartsWith(OurRules.AssemblyName, StringComparison.Ordinal)
               group file by Path.GetDirectoryName(file)! into folder
               let set = InFolder(folder.Key, [.. folder.Distinct()])
               where set is not null
               select set,
        ];
    }

    private AnalyzerSet? InFolder(string folder, IReadOnlyList<string> files)
    {
        if (!_byFolder.TryGetValue(folder, out var set))
            _byFolder.Add(folder, set = Load(folder, files));
        return set;
    }

    private AnalyzerSet? Load(string folder, IReadOnlyList<string> files)
    {
        if (!_loaders.TryGetValue(folder, out var loader))
            _loaders.Add(folder, loader = new AnalyzerFolder(folder));
        var assemblies = files.Select(file => (Name: Path.GetFileNameWithoutExtension(file), Analyzers: Analyzers(file, loader)))
            .Where(assembly => !assembly.Analyzers.IsEmpty).ToList();
        if (assemblies.Count == 0)
            return null;

        // Two versions of one package are two neighbours.
        var name = assemblies.MaxBy(assembly => assembly.Analyzers.Length).Name;
        var isKnown = _byFolder.Values.Any(set => set?.Name == name);
        return new AnalyzerSet(isKnown ? $"{name} in {folder}" : name, [.. assemblies.SelectMany(assembly => assembly.Analyzers)]);
    }

    private static ImmutableArray<DiagnosticAnalyzer> Analyzers(string file, AnalyzerFolder loader)
    {
        var reference = new AnalyzerFileReference(file, loader);
        reference.AnalyzerLoadFailed += (_, failure) =>
        {
            // An assembly of generators or fixes alone is no analyzer, and no failure.
            if (failure.ErrorCode != AnalyzerLoadFailureEventArgs.FailureErrorCode.NoAnalyzers)
                Console.Error.WriteLine($"Analyzers that could not be loaded from {file}: {failure.Message}");
        };
        return reference.GetAnalyzers(LanguageNames.CSharp);
    }
}
