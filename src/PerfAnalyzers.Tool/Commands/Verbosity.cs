namespace PerfAnalyzers.Tool.Commands;

/// <summary>How much a command says.</summary>
internal enum Verbosity
{
    /// <summary>The findings, and what could not be analysed.</summary>
    Quiet,

    /// <summary>A table of the findings too, and progress where someone watches.</summary>
    Normal,

    /// <summary>Each step as a line of its own.</summary>
    Detailed,
}
