using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using PerfAnalyzers.Tool.Analysis;
using PerfAnalyzers.Tool.Loading;

namespace PerfAnalyzers.Tool.Reporting;

/// <summary>The findings as SARIF 2.1.0, the form that code scanning and editors read.</summary>
internal static class SarifReport
{
    // Paths are seen from the repository, as those who show findings beside a change expect them.
    private const string Root = "SRCROOT";

    private static readonly JsonSerializerOptions Form =
        new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(AnalysisResult result)
    {
        var root = RepositoryRoot.Of(result.Folder);
        var rules = ShippedRules.Descriptors.ToList();
        var log = new JsonObject
        {
            ["$schema"] = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
            ["version"] = "2.1.0",
            ["runs"] = new JsonArray(new JsonObject
            {
                ["tool"] = new JsonObject { ["driver"] = Driver(rules) },
                ["invocations"] = new JsonArray(Invocation(result, root)),
                ["originalUriBaseIds"] = new JsonObject { [Root] = new JsonObject { ["uri"] = new Uri(root + "/").AbsoluteUri } },
                ["columnKind"] = "utf16CodeUnits",
                ["results"] = ArrayOf(result.Findings.Select(finding => Result(finding, rules, root))),
            }),
        };
        return log.ToJsonString(Form);
    }

    private static JsonObject Driver(IEnumerable<DiagnosticDescriptor> rules) => new()
    {
        ["name"] = "PerfAnalyzers",
        ["semanticVersion"] = ToolVersion.Current,
        ["informationUri"] = "https://github.com/perfanalyzers/perfanalyzers",
        ["rules"] = ArrayOf(rules.Select(Rule)),
    };

    private static JsonObject Rule(DiagnosticDescriptor rule) => new()
    {
        ["id"] = rule.Id,
        ["shortDescription"] = Message(rule.Title.ToString()),
        ["helpUri"] = rule.HelpLinkUri,
        ["defaultConfiguration"] = new JsonObject { ["level"] = LevelOf(rule.DefaultSeverity), ["enabled"] = rule.IsEnabledByDefault },
        ["properties"] = new JsonObject
        {
            ["category"] = rule.Category,
            ["latency"] = ShippedRules.EffectOn("latency", rule),
            ["throughput"] = ShippedRules.EffectOn("throughput", rule),
            ["tags"] = new JsonArray("performance"),
        },
    };

    private static JsonObject Result(Finding finding, List<DiagnosticDescriptor> rules, string root)
    {
        var result = new JsonObject
        {
            ["ruleId"] = finding.Rule.Id,
            ["ruleIndex"] = rules.FindIndex(rule => rule.Id == finding.Rule.Id),
            ["level"] = LevelOf(finding.Severity),
            ["message"] = Message(finding.Message),
            ["locations"] = finding.Place.Path.Length > 0 ? new JsonArray(LocationOf(finding.Place, root)) : [],
        };
        if (!finding.Steps.IsEmpty)
            result["relatedLocations"] = ArrayOf(finding.Steps.Select(step => LocationOf(step, root)));
        return result;
    }

    private static JsonObject Invocation(AnalysisResult result, string root) => new()
    {
        ["executionSuccessful"] = result.Projects.Count > 0,
        ["toolExecutionNotifications"] = ArrayOf(result.Problems.Select(problem => Notification(problem, root))),
    };

    private static JsonObject Notification(Problem problem, string root)
    {
        var notification = new JsonObject { ["level"] = "warning", ["message"] = Message($"{problem.Message} {problem.Remedy}".Trim()) };
        if (problem.File.Length > 0)
        {
            var place = new JsonObject { ["artifactLocation"] = ArtifactOf(problem.File, root) };
            if (problem.Line is { } line)
                place["region"] = new JsonObject { ["startLine"] = line };
            notification["locations"] = new JsonArray(new JsonObject { ["physicalLocation"] = place });
        }

        return notification;
    }

    private static JsonObject LocationOf(FileLinePositionSpan place, string root) => new()
    {
        ["physicalLocation"] = new JsonObject
        {
            ["artifactLocation"] = ArtifactOf(place.Path, root),
            ["region"] = new JsonObject
            {
                ["startLine"] = place.StartLinePosition.Line + 1,
                ["startColumn"] = place.StartLinePosition.Character + 1,
                ["endLine"] = place.EndLinePosition.Line + 1,
                ["endColumn"] = place.EndLinePosition.Character + 1,
            },
        },
    };

    private static JsonObject ArtifactOf(string path, string root)
    {
        var full = new Uri(Path.GetFullPath(path, root));
        var relative = new Uri(root + "/").MakeRelativeUri(full).ToString();
        return relative.StartsWith("..", StringComparison.Ordinal) || Path.IsPathRooted(relative)
            ? new JsonObject { ["uri"] = full.AbsoluteUri }
            : new JsonObject { ["uri"] = relative, ["uriBaseId"] = Root };
    }

    private static JsonObject Message(string text) => new() { ["text"] = text };

    private static string LevelOf(DiagnosticSeverity severity) => severity switch
    {
        DiagnosticSeverity.Error => "error",
        DiagnosticSeverity.Warning => "warning",
        DiagnosticSeverity.Info => "note",
        _ => "none",
    };

    private static JsonArray ArrayOf(IEnumerable<JsonObject> items) => new([.. items]);
}
