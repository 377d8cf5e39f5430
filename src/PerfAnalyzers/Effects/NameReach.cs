using PerfAnalyzers.Code;

namespace PerfAnalyzers.Effects;

/// <summary>
/// Through which simple names other names can be reached, where a method of the project that bears the first mentions the second. By
/// syntax alone, and once per project: what cannot be reached by name need not be bound.
/// </summary>
internal static class NameReach
{
    /// <param name="compilation">The project.</param>
    /// <param name="names">The names that are to be reached.</param>
    /// <param name="cancellation">Ends the search.</param>
    public static HashSet<string> Of(Compilation compilation, IEnumerable<string> names, CancellationToken cancellation)
    {
        var mentionedBy = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var tree in compilation.SyntaxTrees)
            foreach (var method in Places.In(tree, cancellation).Mentions)
                foreach (var mentioned in method.Value)
                {
                    if (!mentionedBy.TryGetValue(mentioned, out var methods))
                        mentionedBy.Add(mentioned, methods = []);
                    methods.Add(method.Key);
                }

        var reached = new HashSet<string>(names, StringComparer.Ordinal);
        var open = new Stack<string>(reached);
        while (open.Count > 0)
            if (mentionedBy.TryGetValue(open.Pop(), out var methods))
                foreach (var method in methods)
                    if (reached.Add(method))
                        open.Push(method);
        return reached;
    }
}
