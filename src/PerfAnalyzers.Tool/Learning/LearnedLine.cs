using PerfAnalyzers.Code;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Tool.Learning;

/// <summary>One line of what was learned.</summary>
/// <param name="Word">The role as the table writes it.</param>
/// <param name="Api">The member.</param>
/// <param name="More">What stands behind the member; empty where nothing does.</param>
/// <param name="Comment">How that was found out: a path of calls, or the handler.</param>
internal sealed record LearnedLine(string Word, string Api, string More, string Comment)
{
    /// <summary>True where the line says who runs the member.</summary>
    public bool IsRunner => ApiRoles.TryRead(Word.TrimEnd('?'), out var role) && role.Subject() == RoleSubject.Code;

    /// <summary>The simple name of the member.</summary>
    public string Member => ApiName.TryParse(Api)!.Member!;

    public override string ToString() => $"{Word,-8}  {Api}{(More.Length == 0 ? "" : "  " + More)}  # {Comment}";

    /// <summary>The member as tables write it: with its parameters where the name alone would mean several.</summary>
    public static string NameOf(IMethodSymbol method)
    {
        var definition = method.OriginalDefinition;
        var type = definition.ContainingType;
        var name = $"{type.FullMetadataName()}::{definition.Name}";
        if (type.GetMembers(definition.Name).OfType<IMethodSymbol>().Count() == 1)
            return name;
        var parameters = definition.IsExtensionMethod ? definition.Parameters.RemoveAt(0) : definition.Parameters;
        return $"{name}({string.Join(",", parameters.Select(parameter => ApiName.SimpleName(parameter.Type)))})";
    }
}
