using System.Threading.Channels;

namespace PerfAnalyzers.Runtime.Tests.Batching;

/// <summary>A handler whose calls the test sees one by one and answers when it likes.</summary>
internal sealed class ManualHandler
{
    private readonly Channel<Call> _calls = Channel.CreateUnbounded<Call>();

    /// <summary>Calls that the test has not looked at.</summary>
    public int Unseen => _calls.Reader.Count;

    public async ValueTask<IReadOnlyList<string>> AnswerAsync(IReadOnlyList<int> items, CancellationToken token)
    {
        var call = new Call([.. items], token);
        _calls.Writer.TryWrite(call);
        return await call.Answer.Task;
    }

    public async ValueTask HandleAsync(IReadOnlyList<int> items, CancellationToken token) => await AnswerAsync(items, token);

    /// <summary>The next call; an exception rather than a test that hangs if there is none.</summary>
    public Task<Call> NextAsync() =>
        _calls.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(30));

    public sealed record Call(int[] Items, CancellationToken Token)
    {
        public TaskCompletionSource<IReadOnlyList<string>> Answer { get; } = new();

        /// <summary>Answers each item with itself as text.</summary>
        public void Return() => Answer.SetResult([.. Items.Select(item => $"{item}")]);
    }
}
