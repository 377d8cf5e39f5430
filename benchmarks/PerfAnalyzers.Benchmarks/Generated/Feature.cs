namespace PerfAnalyzers.Benchmarks.Generated;

/// <summary>One thing that the generated server deals with; the same index always gives the same code.</summary>
internal sealed class Feature
{
    private const int FeaturesPerModule = 8;

    private readonly Random _choices;

    public Feature(int index)
    {
        Index = index;
        _choices = new Random(1_000 + index);
        Name = Names.Feature(index);
        Module = Names.Module(index / FeaturesPerModule);
        Properties = [.. Property.Optional.Where(_ => Chance(0.5))];
    }

    public int Index { get; }

    /// <summary>The name of the entity.</summary>
    public string Name { get; }

    /// <summary>The last part of the namespace; the features of a module share a context.</summary>
    public string Module { get; }

    public IReadOnlyList<Property> Properties { get; }

    public string Namespace => "Company.Server." + Module;

    public string Context => Module + "Context";

    public bool Chance(double probability) => _choices.NextDouble() < probability;

    /// <summary>The text with that probability, and nothing otherwise.</summary>
    public string Maybe(double probability, string text) => Chance(probability) ? text : "";

    /// <summary>A line for each property that the entity has.</summary>
    public string Each(Func<Property, string> line, string separator = "\n") => string.Join(separator, Properties.Select(line));
}
