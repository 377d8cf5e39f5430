using PerfAnalyzers.Code;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Rules.Configuration;

/// <summary>Answers whether an API that a file names exists for the project.</summary>
internal static class NamedApi
{
    /// <summary>What to correct; null where the API exists, and for a file outside the project's folder: what a shared file names need not
    /// exist in every project.</summary>
    public static string? WhatIsMissing(ApiName api, AdditionalFileAnalysisContext context)
    {
        if (!BelongsToProject(context))
            return null;
        var types = context.Compilation.GetTypesByMetadataName(api.Type);
        if (types.IsEmpty)
            return $"no type '{api.Type}' in this project or its references; check the spelling, and write 'Outer+Nested' and 'Generic`1'";
        return api.Member is null
            || types.Any(type => type.SelfBasesAndInterfaces().Any(declaring => !declaring.GetMembers(api.Member).IsEmpty))
            ? null
            : $"type '{api.Type}' has no member '{api.Member}'; check the spelling";
    }

    /// <summary>The same for a name that may be a namespace or an assembly.</summary>
    public static string? WhatIsMissingOfLibrary(ApiName api, AdditionalFileAnalysisContext context) =>
        api.Member is null && (IsAssembly(api.Type, context.Compilation) || IsNamespace(api.Type, context.Compilation))
            ? null
            : WhatIsMissing(api, context);

    private static bool IsAssembly(string name, Compilation compilation) =>
        compilation.ReferencedAssemblyNames.Any(assembly => assembly.Name == name);

    private static bool IsNamespace(string name, Compilation compilation)
    {
        INamespaceSymbol? space = compilation.GlobalNamespace;
        foreach (var part in name.Split('.'))
            space = space?.GetNamespaceMembers().FirstOrDefault(inner => inner.Name == part);
        return space is not null;
    }

    private static bool BelongsToProject(AdditionalFileAnalysisContext context) =>
        !context.Options.AnalyzerConfigOptionsProvider.GlobalOptions.TryGetValue("build_property.projectdir", out var folder)
        || context.AdditionalFile.Path.StartsWith(folder, StringComparison.OrdinalIgnoreCase);
}
