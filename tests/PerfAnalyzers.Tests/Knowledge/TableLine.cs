using System.Text.RegularExpressions;

namespace PerfAnalyzers.Tests.Knowledge;

/// <summary>A line as written, split into its words and no further judged.</summary>
internal sealed record TableLine(string File, int Number, string Text)
{
    public string[] Words { get; } = Text.Split('#')[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);

    public string Role => Words[0];

    public bool IsExclusion => Role.StartsWith('!');

    public ApiName Api => ApiName.Parse(Words[1]);

    /// <summary>Null when the line has no third word; a bare member belongs to the type of the line.</summary>
    public ApiName? Instead => Words.Length < 3 ? null : Words[2].Contains("::") ? ApiName.Parse(Words[2]) : ApiName.Parse($"{Api.Type}::{Words[2]}");

    public override string ToString() => $"{File}({Number}): {Text}";
}

/// <summary><c>Type</c>, <c>Type::Member</c> or <c>Type::Member(A,B)</c>.</summary>
internal sealed record ApiName(string Type, string? Member, string[]? Parameters)
{
    public string Signature => Parameters is null ? $"{Member}" : $"{Member}({string.Join(',', Parameters)})";

    public static ApiName Parse(string text)
    {
        var match = Regex.Match(text, @"^(?<type>[^:()]+)(::(?<member>[^:()]+)(\((?<parameters>[^()]*)\))?)?$");
        var parameters = match.Groups["parameters"];
        return new(
            match.Groups["type"].Value,
            match.Groups["member"] is { Success: true } member ? member.Value : null,
            parameters.Success ? parameters.Value.Split(',', StringSplitOptions.RemoveEmptyEntries) : null);
    }

    public override string ToString() => Member is null ? Type : $"{Type}::{Signature}";
}
