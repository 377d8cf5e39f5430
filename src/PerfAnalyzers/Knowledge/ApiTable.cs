using Microsoft.CodeAnalysis.Text;

namespace PerfAnalyzers.Knowledge;

/// <summary>A knowledge table as read: what its lines say, and the lines that could not be understood.</summary>
internal sealed record ApiTable(ImmutableArray<ApiTableLine> Lines, ImmutableArray<ApiTableProblem> Problems)
{
    /// <summary>The table of what was found out from the code of a whole solution.</summary>
    public const string LearnedFile = "perfanalyzers.learned.apis";

    private const string AssemblyLine = "# package: ";

    public IEnumerable<ApiFact> Facts => Lines.Select(line => line.Fact);

    public static bool IsTable(AdditionalText file) => file.Path.EndsWith(".apis", StringComparison.OrdinalIgnoreCase);

    /// <summary>True for a table that was found out, and not written by somebody.</summary>
    public static bool IsLearned(AdditionalText file) =>
        Path.GetFileName(file.Path).Equals(LearnedFile, StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads a table. Lines after <c># package: Name</c> matter to projects that reference the assembly of that name.</summary>
    public static ApiTable Read(SourceText text)
    {
        var lines = ImmutableArray.CreateBuilder<ApiTableLine>();
        var problems = ImmutableArray.CreateBuilder<ApiTableProblem>();
        string? assembly = null;
        foreach (var line in text.Lines)
        {
            var written = line.ToString();
            if (written.StartsWith(AssemblyLine, StringComparison.Ordinal))
                assembly = written.Substring(AssemblyLine.Length).Trim();
            if (TableWords.In(written) is not { } words)
                problems.Add(new(line.Span, "a quote is open; write \"text\" with a quote at each end, and no quotes inside it"));
            else if (words.Words.IsEmpty && words.Texts.IsEmpty)
                continue;
            else if (LineReader.WhatIsWrong(words, out var fact) is { } problem)
                problems.Add(new(line.Span, problem));
            else
                lines.Add(new(line.Span, fact! with { Assembly = assembly }));
        }
        return new(lines.ToImmutable(), problems.ToImmutable());
    }
}

/// <summary>A line of a table that says something.</summary>
internal sealed record ApiTableLine(TextSpan Span, ApiFact Fact);

/// <summary>A line of a table that cannot be understood, and what to write instead.</summary>
internal sealed record ApiTableProblem(TextSpan Span, string Message);
