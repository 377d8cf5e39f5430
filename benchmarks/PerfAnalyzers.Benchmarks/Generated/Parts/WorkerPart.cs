namespace PerfAnalyzers.Benchmarks.Generated.Parts;

/// <summary>A worker that runs beside the requests.</summary>
internal static class WorkerPart
{
    public static string Write(Feature it) => $$"""
        using System.Threading.Channels;

        namespace {{it.Namespace}};

        public sealed record {{it.Name}}Job(int Id, string Reason);

        public sealed class {{it.Name}}Queue
        {
            private readonly Channel<{{it.Name}}Job> _jobs = Channel.CreateBounded<{{it.Name}}Job>(1_000);

            public ValueTask AddAsync({{it.Name}}Job job, CancellationToken cancellation) => _jobs.Writer.WriteAsync(job, cancellation);

            public IAsyncEnumerable<{{it.Name}}Job> ReadAsync(CancellationToken cancellation) => _jobs.Reader.ReadAllAsync(cancellation);
        }

        public sealed class {{it.Name}}Worker(
            {{it.Name}}Queue queue, IServiceScopeFactory scopes, ILogger<{{it.Name}}Worker> log) : BackgroundService
        {
            private int _handled;

            public int Handled => Volatile.Read(ref _handled);

            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                await foreach (var job in queue.ReadAsync(stoppingToken))
                {
                    try
                    {
                        await HandleAsync(job, stoppingToken);
                        Interlocked.Increment(ref _handled);
                    }
                    catch (Exception error) when (error is not OperationCanceledException)
                    {
                        log.LogError(error, "{Job} failed", job);{{it.Maybe(0.1, "\n                Thread.Sleep(1_000);")}}
                    }
                }
            }

            private async Task HandleAsync({{it.Name}}Job job, CancellationToken cancellation)
            {
                await using var scope = scopes.CreateAsyncScope();
                var service = scope.ServiceProvider.GetRequiredService<I{{it.Name}}Service>();
                var cache = scope.ServiceProvider.GetRequiredService<{{it.Name}}Cache>();
                if (await service.CancelAsync(job.Id, job.Reason, cancellation))
                    await cache.RemoveAsync(job.Id);
                else
                    log.LogInformation("{Id} was final already", job.Id);
            }
        }
        """;
}
