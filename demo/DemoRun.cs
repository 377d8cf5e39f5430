using System.Diagnostics;
using PerfAnalyzers.Demo.Findings;
using PerfAnalyzers.Demo.Load;
using PerfAnalyzers.Demo.Report;
using PerfAnalyzers.Demo.Steps;

namespace PerfAnalyzers.Demo;

/// <summary>Finds, fixes and proves, in nine steps.</summary>
internal sealed class DemoRun(DemoOptions options, DemoConsole console)
{
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        using var work = new WorkFolder(options.Keep);
        try
        {
            var repository = new RepositoryFolder();
            var result = await RunAsync(repository, work, cancellationToken);
            var report = await console.StepAsync("Write the report", _ => HtmlReport.WriteAsync(result, repository.Report, cancellationToken));
            console.End(report, options.Keep ? work.Root : null, Stopwatch.GetElapsedTime(started));
            return 0;
        }
        catch (OperationCanceledException)
        {
            console.Stopped();
            return 1;
        }
        catch (StepFailedException failure)
        {
            console.Failed(failure.Message, failure.Output);
            return 1;
        }
        catch (Exception error)
        {
            console.Failed(error.Message, error.ToString());
            return 1;
        }
    }

    private async Task<DemoResult> RunAsync(RepositoryFolder repository, WorkFolder work, CancellationToken cancellationToken)
    {
        var package = new LocalPackage(repository, work);
        var shop = new ShopProject(repository, work);
        var measurement = new ShopMeasurement(shop, work);
        var effects = RuleEffects.Read(repository.RulePages);

        await console.StepAsync("Pack the packages into a local feed", report => package.PackAsync(report, cancellationToken));
        await console.StepAsync("Copy the shop and add the package", report =>
        {
            shop.CopyFromSamples();
            report("dotnet add package PerfAnalyzers");
            return shop.AddPackageAsync(package, cancellationToken);
        });

        var found = await console.StepAsync("Build the shop and find", _ => shop.BuildAsync("before.sarif", cancellationToken));
        console.Findings(found, effects);
        var before = await console.StepAsync("Measure the shop as it is", report => measurement.RunAsync("before", report, cancellationToken));
        console.Measured(before);

        var rules = found.Select(finding => finding.Rule).Distinct().Order(StringComparer.Ordinal).ToList();
        if (rules.Count == 0)
            throw new StepFailedException("The build reported nothing of ours: the package did not reach the compiler.");
        var changes = await console.StepAsync("Apply the fixes", report => shop.FixAsync(rules, report, cancellationToken));
        console.Changes(changes);

        var remaining = await console.StepAsync("Build the fixed shop", _ => shop.BuildAsync("after.sarif", cancellationToken));
        console.Remaining(found.Count, remaining, effects);
        var after = await console.StepAsync("Measure the fixed shop", report => measurement.RunAsync("after", report, cancellationToken));
        AnswerSheet.RequireSame(before.Answers, after.Answers);

        console.Comparison(before, after);
        return new DemoResult(DateTimeOffset.Now, effects, found, remaining, changes, before, after);
    }
}
