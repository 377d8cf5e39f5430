namespace PerfAnalyzers.Demo;

/// <summary>A step of the demo could not be done; the message is for the person in front of it.</summary>
/// <param name="message">What went wrong.</param>
/// <param name="output">The end of what the failing program printed.</param>
internal sealed class StepFailedException(string message, string output = "") : Exception(message)
{
    public string Output { get; } = output;
}
