using System.Collections.Concurrent;

namespace PerfAnalyzers.Demo.Processes;

/// <summary>The last lines of what a program printed, for the message when it fails. Safe for several threads.</summary>
internal sealed class OutputTail
{
    private const int Lines = 30;
    private readonly ConcurrentQueue<string> _lines = new();

    public void Add(string line)
    {
        _lines.Enqueue(line);
        if (_lines.Count > Lines)
            _lines.TryDequeue(out _);
    }

    public override string ToString() => string.Join('\n', _lines);
}
