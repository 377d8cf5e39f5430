using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using Microsoft.CodeAnalysis.Text;

namespace PerfAnalyzers.Tests.Harness;

/// <summary>
/// Code with marks in the notation of the verifier. <c>[|flagged|]</c> is reported, <c>{|info:flagged|}</c> and <c>{|warning:flagged|}</c> at that
/// severity; <c>{|#0:step|}</c>, <c>{|#1:step|}</c> are the steps that the finding shows, and then it shows no others.
/// </summary>
internal sealed class MarkedCode
{
    private const string AnySeverity = "";

    private readonly List<(TextSpan Span, DiagnosticSeverity? Severity)> marks = [];
    private readonly List<TextSpan> steps = [];

    private MarkedCode(string markup)
    {
        TestFileMarkupParser.GetSpans(markup, treatPositionIndicatorsAsCode: true, out var code, out var spans);
        Code = code;
        foreach (var (name, places) in spans.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (name.StartsWith('#'))
                steps.Add(places.Single());
            else
                marks.AddRange(places.Select(place => (place, SeverityOf(name))));
        }
    }

    public string Code { get; }

    public bool HasMarks => marks.Count > 0;

    public static MarkedCode Read(string markup) => new(markup);

    public static string Strip(string markup) => new MarkedCode(markup).Code;

    /// <summary>What the verifier has to find in the file.</summary>
    public IEnumerable<DiagnosticResult> Expected(string id, string file, string? message)
    {
        Assert.True(steps.Count == 0 || marks.Count == 1, "Which finding has the steps? Mark one finding where steps are marked.");
        return marks.OrderBy(mark => mark.Span.Start).Select(mark => Expected(id, file, message, mark.Span, mark.Severity));
    }

    private DiagnosticResult Expected(string id, string file, string? message, TextSpan span, DiagnosticSeverity? severity)
    {
        var result = new DiagnosticResult(id, severity ?? DiagnosticSeverity.Hidden).WithSpan(Lines(file, span)).WithMessage(message);
        if (severity is null)
            result = result.WithOptions(result.Options | DiagnosticOptions.IgnoreSeverity);
        return steps.Count == 0
            ? result.WithOptions(result.Options | DiagnosticOptions.IgnoreAdditionalLocations)
            : steps.Aggregate(result, (expected, step) => expected.WithSpan(Lines(file, step)));
    }

    private FileLinePositionSpan Lines(string file, TextSpan span) => new(file, SourceText.From(Code).Lines.GetLinePositionSpan(span));

    private static DiagnosticSeverity? SeverityOf(string name) => name switch
    {
        AnySeverity => null,
        "info" => DiagnosticSeverity.Info,
        "warning" => DiagnosticSeverity.Warning,
        _ => throw new ArgumentException($"A mark is [|...|], {{|info:...|}}, {{|warning:...|}} or {{|#0:...|}}, not {{|{name}:...|}}."),
    };
}
