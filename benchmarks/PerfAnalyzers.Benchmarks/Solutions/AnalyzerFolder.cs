using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;

namespace PerfAnalyzers.Benchmarks.Solutions;

/// <summary>
/// Loads the analyzers of one folder. What lies in the folder is found there, so that two packages may bring two versions of a library;
/// the compiler is the one that runs.
/// </summary>
internal sealed class AnalyzerFolder(string folder) : AssemblyLoadContext, IAnalyzerAssemblyLoader
{
    public void AddDependencyLocation(string fullPath)
    {
    }

    public Assembly LoadFromPath(string fullPath) => LoadFromAssemblyPath(fullPath);

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        var file = Path.Combine(folder, assemblyName.Name + ".dll");
        return IsCompiler(assemblyName.Name!) || !File.Exists(file) ? null : LoadFromAssemblyPath(file);
    }

    private static bool IsCompiler(string name) =>
        name is "Microsoft.CodeAnalysis" or "Microsoft.CodeAnalysis.CSharp" or "Microsoft.CodeAnalysis.Workspaces"
            or "System.Collections.Immutable";
}
