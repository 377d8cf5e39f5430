namespace PerfAnalyzers.Tool.Loading;

/// <summary>Something that keeps a part of the solution from being analysed.</summary>
/// <param name="File">The file that it is about, as a full path; empty where it is about none.</param>
/// <param name="Line">The line in it, from one; null where it is not known.</param>
/// <param name="Message">What is wrong, as a sentence.</param>
/// <param name="Remedy">What to do about it, as a sentence; empty where nobody knows.</param>
internal sealed record Problem(string File, int? Line, string Message, string Remedy = "");
