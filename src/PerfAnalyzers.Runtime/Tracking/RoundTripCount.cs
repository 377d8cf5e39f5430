namespace PerfAnalyzers.Runtime.Tracking;

/// <summary>How often one statement went over the network.</summary>
/// <param name="Kind">What was asked: <c>db</c>, <c>http</c>, <c>grpc</c>, <c>redis</c> or <c>mongodb</c>.</param>
/// <param name="Statement">SQL with its parameters, or method and address with numbers and ids left out.</param>
/// <param name="Count">How often.</param>
/// <param name="Caller">Where one of them came from; <see langword="null"/> where the stack did not show it.</param>
public sealed record RoundTripCount(string Kind, string Statement, int Count, CallSite? Caller);
