namespace PerfAnalyzers.Runtime.Tests.Concurrency;

/// <summary>Runs writers at the same time, with a reader beside them.</summary>
internal static class Threads
{
    public const int Writers = 4;

    public static void Run(Action<int> write, Action readMeanwhile)
    {
        using var start = new Barrier(Writers + 1);
        var failures = new List<Exception>();
        var threads = Enumerable.Range(0, Writers).Select(writer => new Thread(() =>
        {
            try
            {
                start.SignalAndWait();
                write(writer);
            }
            catch (Exception exception)
            {
                lock (failures)
                {
                    failures.Add(exception);
                }
            }
        })).ToList();

        threads.ForEach(thread => thread.Start());
        start.SignalAndWait();
        while (threads.Any(thread => thread.IsAlive))
        {
            readMeanwhile();
        }

        Assert.Empty(failures);
    }
}
