using System.Text.RegularExpressions;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Tests.Knowledge;

/// <summary>A line as written, split into its words and no further judged.</summary>
internal sealed record TableLine(string File, int Number, string Text)
{
    private readonly string[] parts = [.. Regex.Matches(Text, @"#.*|""[^""]*""|[^\s#""]+").Select(part => part.Value).Where(part => part[0] != '#')];

    public string[] Words => [.. parts.Where(part => part[0] != '"')];

    /// <summary>What stands in quotes.</summary>
    public string[] Texts => [.. parts.Where(part => part[0] == '"').Select(part => part.Trim('"'))];

    public string Role => Words[0];

    public RoleSubject Subject => ApiRoles.TryRead(Role.TrimStart('!'), out var role) ? role.Subject() : throw new InvalidOperationException($"no role: {this}");

    /// <summary>The assembly of the last <c># package: Name</c> above the line; null where none stands there.</summary>
    public string? Assembly { get; init; }

    public bool IsExclusion => Role.StartsWith('!');

    public WrittenApi Api => WrittenApi.Parse(Words[1]);

    /// <summary>Null when the line has no third word; a bare member belongs to the type of the line.</summary>
    public WrittenApi? Instead => Words.Length < 3 || Words[2] is "-" or "pooled" ? null : Words[2].Contains("::") ? WrittenApi.Parse(Words[2]) : WrittenApi.Parse($"{Api.Type}::{Words[2]}");

    public override string ToString() => $"{File}({Number}): {Text}";
}

/// <summary><c>Type</c>, <c>Type::Member</c> or <c>Type::Member(A,B)</c>.</summary>
internal sealed record WrittenApi(string Type, string? Member, string[]? Parameters)
{
    public string Signature => Parameters is null ? $"{Member}" : $"{Member}({string.Join(',', Parameters)})";

    public static WrittenApi Parse(string text)
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
