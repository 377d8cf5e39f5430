namespace PerfAnalyzers.Runtime.Tracking;

/// <summary>More round trips were made than <see cref="RoundTrips.AssertAtMost"/> allows. The message lists them.</summary>
/// <param name="message">What was made, and what is allowed.</param>
public sealed class RoundTripsExceededException(string message) : Exception(message);
