using System.Diagnostics;

namespace PerfAnalyzers.Runtime.Benchmarks.Measuring;

/// <summary>Threads, each on its own processor, that run a candidate at the same time.</summary>
internal sealed class Runners : IDisposable
{
    private readonly Runner[] _runners;
    private int _arrived;
    private int _round;
    private Candidate? _candidate;
    private int _count;
    private int _running;

    public Runners(int threads)
    {
        _runners = [.. Enumerable.Range(0, threads).Select(processor => new Runner(this, processor))];
        Array.ForEach(_runners, runner => runner.Start());
    }

    public int Count => _runners.Length;

    /// <summary>Runs it on that many of the threads: the slowest thread's time, and the smallest share of its processor that a thread had.</summary>
    public (double Nanoseconds, double ShareOfProcessor) Run(Candidate candidate, int count, int threads)
    {
        _candidate = candidate;
        _count = count;
        _running = threads;
        Volatile.Write(ref _arrived, 0);
        Interlocked.Increment(ref _round);
        Array.ForEach(_runners, runner => runner.Done.WaitOne());
        return (_runners.Take(threads).Max(runner => runner.Nanoseconds), _runners.Take(threads).Min(runner => runner.Share));
    }

    public void Dispose()
    {
        _candidate = null;
        Interlocked.Increment(ref _round);
        Array.ForEach(_runners, runner => runner.Join());
    }

    private sealed class Runner
    {
        private readonly Runners _all;
        private readonly int _processor;
        private readonly Thread _thread;

        public Runner(Runners all, int processor)
        {
            (_all, _processor) = (all, processor);
            _thread = new Thread(Loop) { IsBackground = true };
        }

        public AutoResetEvent Done { get; } = new(initialState: false);

        public double Nanoseconds { get; private set; }

        public double Share { get; private set; }

        public void Start() => _thread.Start();

        public void Join() => _thread.Join();

        private void Loop()
        {
            ThreadClock.PinTo(_processor);
            for (var round = 1; ; round++)
            {
                while (Volatile.Read(ref _all._round) < round)
                    Thread.Yield();
                if (_all._candidate is not { } candidate)
                    return;

                if (_processor >= _all._running)
                {
                    Done.Set();
                    continue;
                }

                // Nobody starts before all are running; the first part warms the caches and lets the others get going.
                Interlocked.Increment(ref _all._arrived);
                while (Volatile.Read(ref _all._arrived) < _all._running)
                    Thread.SpinWait(1);
                candidate.Run(_all._count / 8);
                var processor = ThreadClock.Nanoseconds();
                var start = Stopwatch.GetTimestamp();
                candidate.Run(_all._count);
                Nanoseconds = Stopwatch.GetElapsedTime(start).TotalNanoseconds;
                Share = (ThreadClock.Nanoseconds() - processor) / Nanoseconds;

                // Goes on until the others have finished: nobody's sample ends alone.
                Interlocked.Increment(ref _all._arrived);
                while (Volatile.Read(ref _all._arrived) < 2 * _all._running)
                    candidate.Run((_all._count / 100) + 1);
                Done.Set();
            }
        }
    }
}
