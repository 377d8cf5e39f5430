using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Rules.Connections;

/// <summary>What a family of clients costs per creation, and how it is shared, as the tables say.</summary>
/// <param name="Cost">What a new client does that a shared one has done already.</param>
/// <param name="Remedy">How to share it.</param>
/// <param name="SharesConnections">True where the library pools the connections of its clients behind them, so that a new client costs
/// little more than its construction.</param>
internal sealed record ClientKind(string Cost, string Remedy, bool SharesConnections)
{
    private static readonly ClientKind Other = new(
        "it sets up what is meant to be set up once", "share one instance", SharesConnections: false);

    /// <param name="client">The type of the client.</param>
    /// <param name="creation">The line about what creates it.</param>
    /// <param name="apis">What the tables say.</param>
    public static ClientKind Of(ITypeSymbol client, ApiFact creation, ApiKnowledge apis) =>
        apis.CostOf(client, creation.Api) is { Texts: [var cost, var remedy] } line ? new(cost, remedy, line.IsPooled) : Other;
}
