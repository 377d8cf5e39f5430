using PerfAnalyzers.Code;
using PerfAnalyzers.Effects;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Rules.RoundTrips;

/// <summary>Answers what many calls of a reading API could be instead.</summary>
internal static class BatchedRead
{
    private const string Concurrently = "run a limited number of them at a time, by 'Parallel.ForEachAsync' with 'MaxDegreeOfParallelism'";

    /// <summary>True where each call asks another table.</summary>
    public static bool AsksTablesOf(IInvocationOperation call, LoopCode loop) => SqlText.NamesTableByItem(SqlText.Of(call), loop);

    /// <summary>The rewrite, for the message.</summary>
    public static string Remedy(Trip trip) => trip.Fact switch
    {
        _ when trip.IsInFormForMany => "this is its form for many: let it read all of them at once",
        { Remedy: { } remedy } => remedy,
        { Role: ApiRole.Read, Instead: { } many } => $"ask for all of them at once, by '{many.Member}{ParametersOf(many)}'",
        _ when trip.IsPresumed || !trip.Call.TargetMethod.DeclaringSyntaxReferences.IsEmpty => "give it a form that takes all of them",
        _ => Concurrently,
    };

    /// <summary>True for a remedy that still makes every call, only side by side.</summary>
    public static bool AsksOneByOne(string remedy) => remedy == Concurrently;

    private static string ParametersOf(ApiName many) => many.NamesOverload ? $"({string.Join(", ", many.Parameters)})" : "";
}
