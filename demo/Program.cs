using PerfAnalyzers.Demo.Load;

if (args is [LoadCommand.Verb, .. var loadArguments])
    return await LoadCommand.RunAsync(loadArguments);
return 1;
