using Microsoft.Extensions.Time.Testing;
using PerfAnalyzers.Runtime.Hosting.Monitoring;
using PerfAnalyzers.Runtime.Tests.Concurrency;

namespace PerfAnalyzers.Runtime.Tests.Hosting.Monitoring;

public sealed class AlertDispatcherTests
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Fact]
    public async Task EverySinkGetsEveryAlertInOrder()
    {
        var (first, second) = (new Sink(), new Sink());
        var dispatcher = new AlertDispatcher([first, second]);
        var alerts = Enumerable.Range(0, 100).Select(_ => Alert()).ToArray();
        Assert.All(alerts, alert => Assert.True(dispatcher.Post(alert)));
        dispatcher.Complete();

        await dispatcher.RunAsync(Token);

        Assert.Equal(alerts, first.Taken);
        Assert.Equal(alerts, second.Taken);
        Assert.Equal((200, 0, 0), (dispatcher.Sent, dispatcher.Failed, dispatcher.Dropped));
    }

    [Fact]
    public async Task ASinkThatThrowsMissesTheAlertAndGetsTheNext()
    {
        var failures = new List<FailedAlertDelivery>();
        var thrown = new InvalidOperationException("no line");
        var good = new Sink();
        var bad = new Sink { Send = (sink, _) => sink.Calls % 2 == 1 ? throw thrown : default };
        var dispatcher = new AlertDispatcher([bad, good]);
        dispatcher.DeliveryFailed += (_, failure) => failures.Add(failure);
        var alerts = new[] { Alert(), Alert(), Alert() };
        foreach (var alert in alerts)
            dispatcher.Post(alert);
        dispatcher.Complete();

        await dispatcher.RunAsync(Token);

        Assert.Equal(alerts, good.Taken);
        Assert.Equal([alerts[1]], bad.Taken);
        Assert.Equal((4, 2), (dispatcher.Sent, dispatcher.Failed));
        Assert.Equal([new(bad, alerts[0], thrown), new(bad, alerts[2], thrown)], failures);
    }

    [Fact]
    public async Task ASinkThatHangsIsGivenUpAndNeverCalledTwiceAtOnce()
    {
        var clock = new FakeTimeProvider();
        var called = new SemaphoreSlim(0);
        var failed = new SemaphoreSlim(0);
        var release = new TaskCompletionSource();
        var hanging = new Sink
        {
            Send = (_, _) =>
            {
                called.Release();
                return new ValueTask(release.Task);
            },
        };
        var good = new Sink();
        var dispatcher = new AlertDispatcher([hanging, good], new AlertDispatcherOptions { Timeout = TimeSpan.FromSeconds(5) }, clock);
        dispatcher.DeliveryFailed += (_, failure) =>
        {
            Assert.IsType<TimeoutException>(failure.Reason);
            failed.Release();
        };
        dispatcher.Post(Alert());
        dispatcher.Post(Alert());
        var running = dispatcher.RunAsync(Token);

        // The first is overdue; the second finds it still at work.
        await called.WaitAsync(Token);
        while (dispatcher.Sent == 0)
            await Task.Yield();
        clock.Advance(TimeSpan.FromSeconds(5));
        await failed.WaitAsync(Token);
        await Task.WhenAny(failed.WaitAsync(Token), called.WaitAsync(Token));
        Assert.Equal(1, hanging.Calls);
        release.SetResult();
        dispatcher.Complete();
        await running;

        Assert.Equal(2, good.Taken.Count);
        Assert.Equal((2, 2), (dispatcher.Sent, dispatcher.Failed));
    }

    [Fact]
    public async Task TooManyAlertsDropTheOldest()
    {
        var sink = new Sink();
        var dispatcher = new AlertDispatcher([sink], new AlertDispatcherOptions { Capacity = 2 });
        var alerts = new[] { Alert(), Alert(), Alert() };
        foreach (var alert in alerts)
            Assert.True(dispatcher.Post(alert));
        dispatcher.Complete();
        Assert.False(dispatcher.Post(Alert()));

        await dispatcher.RunAsync(Token);

        Assert.Equal(alerts[1..], sink.Taken);
        Assert.Equal(2, dispatcher.Dropped);
    }

    [Fact]
    public async Task CancellationEndsItAndTellsTheSink()
    {
        using var end = new CancellationTokenSource();
        var told = new TaskCompletionSource();
        var sink = new Sink
        {
            Send = async (_, token) =>
            {
                token.Register(told.SetResult);
                await end.CancelAsync();
                token.ThrowIfCancellationRequested();
            },
        };
        var dispatcher = new AlertDispatcher([sink]);
        dispatcher.Post(Alert());

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => dispatcher.RunAsync(end.Token));

        await told.Task.WaitAsync(Token);
        Assert.Equal(0, dispatcher.Failed);
    }

    [Fact]
    public async Task AnObserverThatThrowsStopsNothing()
    {
        var sink = new Sink { Send = (sink, _) => sink.Calls == 1 ? throw new InvalidOperationException() : default };
        var dispatcher = new AlertDispatcher([sink]);
        dispatcher.DeliveryFailed += (_, _) => throw new InvalidOperationException();
        dispatcher.Post(Alert());
        dispatcher.Post(Alert());
        dispatcher.Complete();

        await dispatcher.RunAsync(Token);

        Assert.Equal((1, 1), (dispatcher.Sent, dispatcher.Failed));
        await Assert.ThrowsAsync<InvalidOperationException>(() => dispatcher.RunAsync(Token));
    }

    [Fact]
    public async Task ManyThreadsPostWhileItSends()
    {
        const int Each = 500;
        var (first, second) = (new Sink { Send = async (_, _) => await Task.Yield() }, new Sink());
        var dispatcher = new AlertDispatcher([first, second], new AlertDispatcherOptions { Capacity = 50 });
        var running = dispatcher.RunAsync(Token);
        Threads.Run(
            _ =>
            {
                for (var i = 0; i < Each; i++)
                    Assert.True(dispatcher.Post(Alert()));
            },
            () => Assert.InRange(dispatcher.Sent + dispatcher.Failed + dispatcher.Dropped, 0, 2 * Threads.Writers * Each));
        dispatcher.Complete();
        await running;

        Assert.Equal(first.Taken, second.Taken);
        Assert.Equal(first.Taken.Count, first.Taken.Distinct().Count());
        Assert.Equal(Threads.Writers * Each, first.Taken.Count + dispatcher.Dropped);
        Assert.Equal((2 * first.Taken.Count, 0), (dispatcher.Sent, dispatcher.Failed));
    }

    [Fact]
    public void HostileInputIsNamed()
    {
        Assert.Throws<ArgumentNullException>("sinks", () => new AlertDispatcher(null!));
        Assert.Throws<ArgumentNullException>("sinks", () => new AlertDispatcher([null!]));
        Assert.Throws<ArgumentException>("options", () => new AlertDispatcher([], new AlertDispatcherOptions { Capacity = 0 }));
        Assert.Throws<ArgumentException>("options", () => new AlertDispatcher([], new AlertDispatcherOptions { Timeout = TimeSpan.Zero }));
        Assert.Throws<ArgumentNullException>("transition", () => new AlertDispatcher([]).Post(null!));
    }

    private static AlertTransition Alert() => new()
    {
        Rule = new RateAlertRule { Name = "many", Series = "s", Above = 1 },
        From = AlertState.Ok,
        To = AlertState.Firing,
        At = default,
        Value = 2,
        Threshold = 1,
        Samples = 10,
    };

    private sealed class Sink : IAlertSink
    {
        public List<AlertTransition> Taken { get; } = [];

        public int Calls { get; private set; }

        public Func<Sink, CancellationToken, ValueTask> Send { get; init; } = (_, _) => default;

        public async ValueTask SendAsync(AlertTransition transition, CancellationToken cancellationToken)
        {
            Calls++;
            await Send(this, cancellationToken);
            Taken.Add(transition);
        }
    }
}
