using System.Globalization;

namespace PerfAnalyzers.Runtime.Planning.TradeOffs;

/// <summary>
/// A query for each collection of some entities in place of one join of all. Joined, an entity with collections of a, b, ... comes
/// in a * b * ... rows; split, in 1 + a + b + ... rows and a round trip more for each collection.
/// </summary>
public sealed class SplitQueryCandidate : OptimizationCandidate
{
    private readonly double _joinedRows;
    private readonly double _splitRows;
    private readonly int _collections;
    private readonly double _rowSeconds;
    private readonly double _roundTripSeconds;

    /// <summary>Entities with their collections.</summary>
    /// <param name="entities">Entities read; 1 or more.</param>
    /// <param name="collectionSizes">Mean size of each collection that is read with them; at least one, zero or more each.</param>
    /// <param name="perRow">Time that a row takes from the database to the entity; more than zero.</param>
    /// <param name="roundTrip">Time of a round trip to the database; zero or more.</param>
    /// <exception cref="ArgumentNullException"><paramref name="collectionSizes"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="collectionSizes"/> is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public SplitQueryCandidate(int entities, IEnumerable<double> collectionSizes, TimeSpan perRow, TimeSpan roundTrip)
        : base(Optimization.SplitQueries)
    {
        ArgumentNullException.ThrowIfNull(collectionSizes);
        double[] sizes = [.. collectionSizes.Select(size => Checked.NotNegative(size, nameof(collectionSizes)))];
        if (sizes.Length == 0)
        {
            throw new ArgumentException("There is nothing to split without a collection.", nameof(collectionSizes));
        }

        // An empty collection leaves one row of its entity in the (outer) join.
        _joinedRows = Checked.AtLeastOne(entities) * sizes.Aggregate(1.0, (product, size) => product * Math.Max(1, size));
        _splitRows = entities * (1 + sizes.Sum());
        _collections = sizes.Length;
        _rowSeconds = Checked.Positive(perRow).TotalSeconds;
        _roundTripSeconds = Checked.NotNegative(roundTrip).TotalSeconds;
    }

    /// <summary>
    /// The round trip from which on the join is faster: (rows joined - rows split) * time per row / collections; zero when the
    /// join has no more rows.
    /// </summary>
    public TimeSpan FlipRoundTrip => Checked.Duration(Math.Max(0, (_joinedRows - _splitRows) * _rowSeconds / _collections));

    /// <inheritdoc/>
    public override OptimizationEffect Estimate() => new(
        Saved(
            (_joinedRows * _rowSeconds) + _roundTripSeconds,
            (_splitRows * _rowSeconds) + ((1 + _collections) * _roundTripSeconds)),
        _joinedRows / _splitRows,
        string.Create(
            CultureInfo.InvariantCulture,
            $"{_splitRows:#,0.#} rows in place of {_joinedRows:#,0.#}; "
            + $"pays while a round trip is shorter than {FlipRoundTrip.TotalMilliseconds:G4} ms, "
            + $"and it is {_roundTripSeconds * 1000:G4} ms."));
}
