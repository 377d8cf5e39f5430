using PerfAnalyzers.Demo;
using PerfAnalyzers.Demo.Load;

if (args is [LoadCommand.Verb, .. var loadArguments])
    return await LoadCommand.RunAsync(loadArguments);

if (DemoOptions.Parse(args) is not { } options)
{
    Console.Error.WriteLine(DemoOptions.Usage);
    return 2;
}

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, interruption) =>
{
    interruption.Cancel = true;
    stop.Cancel();
};

return await new DemoRun(options, new DemoConsole()).RunAsync(stop.Token);
