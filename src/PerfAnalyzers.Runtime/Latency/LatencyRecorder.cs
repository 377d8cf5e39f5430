using System.Runtime.CompilerServices;
using PerfAnalyzers.Runtime.Metrics;

namespace PerfAnalyzers.Runtime.Latency;

/// <summary>
/// Measures operations and keeps their durations by outcome, so that fast failures do not flatter the successes and slow ones are
/// not lost. All members are safe to call from any thread; what a record costs and which durations are clamped is as in
/// <see cref="LatencyHistogram"/>.
/// </summary>
/// <param name="options">How the histograms record; <see langword="null"/> for the defaults.</param>
/// <param name="timeProvider">The clock, which must tick; <see langword="null"/> for <see cref="TimeProvider.System"/>.</param>
/// <example>
/// A scope that becomes a failure when an exception leaves it:
/// <code>
/// using var scope = recorder.Measure(LatencyOutcome.Failure);
/// await SendAsync(cancellationToken);
/// scope.Succeed();
/// </code>
/// </example>
public sealed class LatencyRecorder(LatencyHistogramOptions? options = null, TimeProvider? timeProvider = null)
{
    private readonly TimeProvider _clock = timeProvider ?? TimeProvider.System;
    private readonly LatencyHistogram[] _byOutcome =
    [
        new(options, timeProvider),
        new(options, timeProvider),
        new(options, timeProvider),
        new(options, timeProvider),
    ];
    private readonly RecentSnapshots _recent = new();
    private LatencyPublication? _publication;

    /// <summary>
    /// Begins an operation that ends when the scope is disposed: <c>using var scope = recorder.Measure();</c> Unless told, it has no
    /// outcome
    /// then, and counts for no error rate; a call handed over whole (<see cref="Measure{TResult}"/>, <c>MeasureAsync</c>) has one.
    /// </summary>
    /// <param name="unlessTold">
    /// The outcome if the scope is disposed without having been told. A scope cannot see an exception pass, so for code that
    /// calls <see cref="LatencyScope.Succeed"/> at its end, pass <see cref="LatencyOutcome.Failure"/>.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="unlessTold"/> is not a defined outcome.</exception>
    public LatencyScope Measure(LatencyOutcome unlessTold = LatencyOutcome.Unspecified) =>
        new(this, _clock.GetTimestamp(), Defined(unlessTold));

    /// <summary>
    /// Measures one call. Returning normally is <see cref="LatencyOutcome.Success"/>, an exception <see cref="LatencyOutcome.Failure"/>.
    /// </summary>
    /// <exception cref="ArgumentNullException"><paramref name="call"/> is null.</exception>
    public TResult Measure<TResult>(Func<TResult> call)
    {
        ArgumentNullException.ThrowIfNull(call);
        using var scope = Measure(LatencyOutcome.Failure);
        var result = call();
        scope.Succeed();
        return result;
    }

    /// <summary>
    /// Measures one call until its task is done. Returning normally is <see cref="LatencyOutcome.Success"/>, an exception
    /// <see cref="LatencyOutcome.Failure"/>, and an <see cref="OperationCanceledException"/> is <see cref="LatencyOutcome.Cancelled"/>
    /// if <paramref name="cancellationToken"/> asked for it, else a timeout of the operation itself and so a failure. The call's
    /// result or exception is passed on unchanged.
    /// </summary>
    /// <param name="call">The operation; it gets <paramref name="cancellationToken"/>.</param>
    /// <param name="cancellationToken">Handed to <paramref name="call"/>, and tells cancellation from timeout.</param>
    /// <exception cref="ArgumentNullException"><paramref name="call"/> is null.</exception>
    public Task<TResult> MeasureAsync<TResult>(Func<CancellationToken, Task<TResult>> call, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(call);
        return MeasureAsync(static (call, token) => call(token), call, cancellationToken);
    }

    /// <inheritdoc cref="MeasureAsync{TResult}(Func{CancellationToken, Task{TResult}}, CancellationToken)"/>
    public Task MeasureAsync(Func<CancellationToken, Task> call, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(call);
        return MeasureAsync(static (call, token) => call(token), call, cancellationToken);
    }

    /// <inheritdoc cref="MeasureAsync{TResult}(Func{CancellationToken, Task{TResult}}, CancellationToken)"/>
    /// <param name="call">The operation, a static lambda: it gets <paramref name="state"/>, so that nothing is captured.</param>
    /// <param name="state">What the operation works on.</param>
    /// <param name="cancellationToken">Handed to <paramref name="call"/>, and tells cancellation from timeout.</param>
    public async Task<TResult> MeasureAsync<TState, TResult>(
        Func<TState, CancellationToken, Task<TResult>> call,
        TState state,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(call);
        using var scope = Measure(LatencyOutcome.Failure);
        try
        {
            var result = await call(state, cancellationToken).ConfigureAwait(false);
            scope.Succeed();
            return result;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            scope.Cancel();
            throw;
        }
    }

    /// <inheritdoc cref="MeasureAsync{TState, TResult}(Func{TState, CancellationToken, Task{TResult}}, TState, CancellationToken)"/>
    public async Task MeasureAsync<TState>(
        Func<TState, CancellationToken, Task> call,
        TState state,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(call);
        using var scope = Measure(LatencyOutcome.Failure);
        try
        {
            await call(state, cancellationToken).ConfigureAwait(false);
            scope.Succeed();
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            scope.Cancel();
            throw;
        }
    }

    /// <summary>Records an operation measured elsewhere.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="outcome"/> is not a defined outcome.</exception>
    public void Record(TimeSpan elapsed, LatencyOutcome outcome)
    {
        HistogramOf(outcome).Record(elapsed);
        _publication?.Record(elapsed.TotalSeconds, outcome);
    }

    /// <summary>
    /// Records an operation from <paramref name="startTimestamp"/> (<see cref="TimeProvider.GetTimestamp"/>) to now.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="outcome"/> is not a defined outcome.</exception>
    public void RecordSince(long startTimestamp, LatencyOutcome outcome) =>
        RecordTimestampTicks(_clock.GetTimestamp() - startTimestamp, outcome);

    /// <summary>The durations by outcome. Waits for no writer; records under way may or may not be in it.</summary>
    public LatencyRecorderSnapshot GetSnapshot() => new()
    {
        Unspecified = HistogramOf(LatencyOutcome.Unspecified).GetSnapshot(),
        Succeeded = HistogramOf(LatencyOutcome.Success).GetSnapshot(),
        Failed = HistogramOf(LatencyOutcome.Failure).GetSnapshot(),
        Cancelled = HistogramOf(LatencyOutcome.Cancelled).GetSnapshot(),
    };

    /// <summary>
    /// What was recorded in about the last <paramref name="window"/>. A recorder has no timer: it remembers when it was asked, so the
    /// answer begins at the latest of those moments that is at least that long ago, or at the first if none is; ask regularly.
    /// </summary>
    /// <param name="window">More than zero.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is zero or less.</exception>
    public LatencyRecorderSnapshot Last(TimeSpan window) => _recent.Last(window, _clock, GetSnapshot);

    /// <summary>Writes what is recorded from now on to an instrument too.</summary>
    /// <param name="make">Makes the instrument; not called for a recorder that is published already, since an instrument lives as long as
    /// its meter.</param>
    /// <exception cref="InvalidOperationException">It is published already.</exception>
    internal void Publish(Func<LatencyPublication> make)
    {
        if ((_publication ?? Interlocked.CompareExchange(ref _publication, make(), null)) is { } existing)
        {
            throw new InvalidOperationException($"This recorder is published already, as {existing.Name}.");
        }
    }

    internal TimeProvider Clock => _clock;

    /// <summary>Records an operation in ticks of <see cref="Clock"/>.</summary>
    internal void RecordTimestampTicks(long elapsedTimestampTicks, LatencyOutcome outcome)
    {
        HistogramOf(outcome).RecordTimestampTicks(elapsedTimestampTicks);
        _publication?.Record((double)elapsedTimestampTicks / _clock.TimestampFrequency, outcome);
    }

    private LatencyHistogram HistogramOf(LatencyOutcome outcome) => _byOutcome[(int)Defined(outcome)];

    internal static LatencyOutcome Defined(LatencyOutcome outcome, [CallerArgumentExpression(nameof(outcome))] string? name = null) =>
        outcome is >= LatencyOutcome.Unspecified and <= LatencyOutcome.Cancelled
            ? outcome
            : throw new ArgumentOutOfRangeException(name, outcome, "Must be Unspecified, Success, Failure or Cancelled.");
}
