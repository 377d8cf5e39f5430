using System.Text.Json;
using System.Text.RegularExpressions;
using NJsonSchema;

namespace PerfAnalyzers.Tool.Tests;

public class ReportTests(CheckedShop shop)
{
    [Fact]
    public void Every_finding_is_a_line_that_editors_can_follow() => Assert.Equal(
        [
            "src/Shop.Data/PriceStore.cs(23,16): info PERF0102",
            "src/Shop.Web/PricesController.cs(10,36): warning PERF0101",
            "src/Shop.Web/PricesController.cs(17,26): warning PERF0301",
            "src/Shop.Web/PricesController.cs(24,9): error PERF0103",
            "src/Shop.Web/PricesController.cs(25,28): warning PERF0201",
        ],
        shop.Result.Findings);

    [Fact]
    public void The_table_counts_by_rule_and_project()
    {
        Assert.Matches(@"PERF0101 +Await a task instead of blocking on it +Shop\.Web +1", shop.Result.Output);
        Assert.Matches(@"all +4 +1", shop.Result.Output);
        Assert.Contains("4 warnings and 1 suggestion in 2 projects", shop.Result.Output);
    }

    [Fact]
    public void The_message_of_a_finding_names_what_the_tables_of_the_project_say() =>
        Assert.Contains("PERF0301: 'Count' waits for one round trip per item of 'skus'; ask for all of them at once, by 'CountMany'", shop.Result.Output);

    [Fact]
    public void Findings_make_the_command_fail() => Assert.Equal(1, shop.Result.ExitCode);

    [Fact]
    public void The_configuration_of_a_file_can_silence_a_rule() => Assert.DoesNotContain("QuietController", shop.Result.Output);

    [Fact]
    public async Task Sarif_keeps_to_the_schema()
    {
        var schema = await JsonSchema.FromFileAsync(
            Path.Combine(AppContext.BaseDirectory, "sarif-schema-2.1.0.json"), TestContext.Current.CancellationToken);
        Assert.Empty(schema.Validate(shop.Sarif));
    }

    [Fact]
    public void Sarif_holds_every_finding()
    {
        using var log = JsonDocument.Parse(shop.Sarif);
        var results = log.RootElement.GetProperty("runs")[0].GetProperty("results").EnumerateArray().Select(result =>
        {
            var place = result.GetProperty("locations")[0].GetProperty("physicalLocation");
            var (file, region) = (place.GetProperty("artifactLocation"), place.GetProperty("region"));
            Assert.Equal("SRCROOT", file.GetProperty("uriBaseId").GetString());
            var level = result.GetProperty("level").GetString()!.Replace("note", "info");
            return $"{file.GetProperty("uri")}({region.GetProperty("startLine")},{region.GetProperty("startColumn")}): {level} {result.GetProperty("ruleId")}";
        });
        Assert.Equal(shop.Result.Findings, results);
    }

    [Fact]
    public void Sarif_describes_every_rule()
    {
        using var log = JsonDocument.Parse(shop.Sarif);
        var run = log.RootElement.GetProperty("runs")[0];
        var rules = run.GetProperty("tool").GetProperty("driver").GetProperty("rules").EnumerateArray().ToList();
        Assert.All(rules, rule => Assert.EndsWith($"docs/rules/{rule.GetProperty("id")}.md", rule.GetProperty("helpUri").GetString()));
        Assert.All(run.GetProperty("results").EnumerateArray(), result =>
            Assert.Equal(result.GetProperty("ruleId").GetString(), rules[result.GetProperty("ruleIndex").GetInt32()].GetProperty("id").GetString()));
    }

    [Fact]
    public void Sarif_says_what_was_not_analysed()
    {
        using var log = JsonDocument.Parse(shop.Sarif);
        var notifications = log.RootElement.GetProperty("runs")[0].GetProperty("invocations")[0].GetProperty("toolExecutionNotifications");
        Assert.Contains("Shop.Broken.csproj", notifications.GetRawText());
    }

    [Fact]
    public void The_page_shows_every_finding_with_its_code_and_needs_nothing_else()
    {
        Assert.Equal(5, Regex.Count(shop.Html, "class=\"finding\""));
        Assert.Contains("src/Shop.Web/PricesController.cs:24", shop.Html);
        Assert.Contains("<pre>Thread.Sleep(100);</pre>", shop.Html);
        Assert.DoesNotMatch("<(script|link|img)|src=", shop.Html);
    }

    [Fact]
    public void What_does_not_load_is_named_with_its_line_and_the_remedy()
    {
        Assert.Contains("src/Shop.Broken/Shop.Broken.csproj(4): MSB4025: ", shop.Result.Error);
        Assert.Contains("Mend the XML of the file.", shop.Result.Error);
        Assert.Contains("src/Shop.Reports/Shop.Reports.fsproj: only C# projects (.csproj) are analysed.", shop.Result.Error);
        Assert.Equal(2, shop.Result.Error.ReplaceLineEndings("\n").Trim().Split('\n').Length);
    }
}
