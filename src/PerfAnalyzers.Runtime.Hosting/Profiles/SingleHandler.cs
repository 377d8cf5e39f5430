namespace PerfAnalyzers.Runtime.Hosting.Profiles;

/// <summary>A handler that takes one request at a time, so many times at once.</summary>
internal sealed class SingleHandler<TRequest, TResult>(
    Func<TRequest, CancellationToken, ValueTask<TResult>> handler,
    TimeProvider? timeProvider) : PipelineHandler<TRequest, TResult>(timeProvider)
{
    private readonly ConcurrencyGate _gate = new(limit: 1, queueLimit: 1);

    public override int Active => _gate.Active;

    public override int Queued => _gate.Waiting;

    public override void Apply(PerformanceProfile profile) => _gate.Resize(profile.EffectiveConcurrency, profile.QueueLimit);

    public override async ValueTask<TResult> HandleAsync(TRequest request, CancellationToken cancellationToken)
    {
        var queuedAt = Clock.GetTimestamp();
        if (!_gate.TryEnter(cancellationToken, out var entered))
        {
            throw Refuse();
        }

        await entered.ConfigureAwait(false);
        try
        {
            Queueing.RecordSince(queuedAt);
            return await Handling.MeasureAsync(
                static (call, token) => call.Handler(call.Request, token).AsTask(),
                (Handler: handler, Request: request),
                cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _gate.Exit();
        }
    }

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
