using PerfAnalyzers.Runtime.Benchmarks.Candidates;
using PerfAnalyzers.Runtime.Benchmarks.Measuring;

(string Name, Func<IEnumerable<Row>> Rows)[] areas =
[
    ("record", Recording.Rows),
    ("scope", Scopes.Rows),
    ("allocation", Allocating.Rows),
    ("accuracy", Accuracy.Rows),
    ("snapshot", Snapshots.Rows),
    ("memory", Memory.Rows),
    ("mark", Marking.Rows),
    ("batch", BatchThroughput.Rows),
    ("batch", BatchLatency.Rows),
    ("batch", BatchAllocation.Rows),
    ("trips", RoundTripCost.Rows),
];

var chosen = args.Where(argument => !argument.StartsWith('-')).ToList();
List<Row> rows = [];
foreach (var area in areas.Where(area => chosen.Count == 0 || chosen.Contains(area.Name)))
{
    foreach (var row in area.Rows())
    {
        Console.WriteLine($"{row.What}: {row.Ours}; target {row.Target}: {(row.Met ? "met" : "not met")}. Others: {row.Others}");
        rows.Add(row);
    }
}

Console.WriteLine();
Console.WriteLine(Results.Table(rows));
if (args.Contains("--write"))
    Results.Write(rows);
