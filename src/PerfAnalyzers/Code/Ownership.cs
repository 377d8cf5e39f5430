namespace PerfAnalyzers.Code;

/// <summary>
/// Answers whether a symbol belongs to the solution that a project is part of, so that whoever reads a finding can change its signature.
/// <list type="bullet">
/// <item>Source in sight says so: the project itself, and in an editor or in the command-line tool every project that it
/// references.</item>
/// <item>A command-line build sees the same projects as assemblies. One that gives the project access to its internals has the same
/// owner.</item>
/// <item>Otherwise the first part of the assembly's name tells: <c>Shop.Domain</c> is at home beside <c>Shop.Web</c>. So is a library
/// beside what somebody else has written for it, as <c>Serilog</c> and <c>Serilog.Sinks.Mine</c>; but a published library mostly bears a
/// strong name, and its guest does not have the key. Microsoft and System are no owner's name of his own.</item>
/// </list>
/// In doubt a symbol is foreign: then nothing is asked of the reader that he cannot do.
/// </summary>
internal static class Ownership
{
    /// <param name="symbol">A type or member.</param>
    /// <param name="project">The assembly of the project that asks.</param>
    public static bool IsOwnOf(this ISymbol symbol, IAssemblySymbol project)
    {
        if (!symbol.DeclaringSyntaxReferences.IsEmpty)
            return true;
        return symbol.ContainingAssembly is { } library
            && (library.GivesAccessTo(project) || IsNeighbour(library.Identity, project.Identity));
    }

    private static bool IsNeighbour(AssemblyIdentity library, AssemblyIdentity project)
    {
        if (library.HasPublicKey && !library.PublicKey.SequenceEqual(project.PublicKey))
            return false;
        var family = FirstPart(project.Name);
        return family is not ("Microsoft" or "System") && family == FirstPart(library.Name);
    }

    private static string FirstPart(string name) => name.Split('.')[0];
}
