using PerfAnalyzers.Effects;
using PerfAnalyzers.Host.Options;
using PerfAnalyzers.Knowledge;
using PerfAnalyzers.Paths;

namespace PerfAnalyzers.Host;

/// <summary>What every rule may ask about the project under analysis: its APIs, its request paths, its options.</summary>
internal sealed class Project
{
    private readonly AnalyzerOptions options;

    public Project(Compilation compilation, AnalyzerOptions options, CancellationToken cancellation)
    {
        this.options = options;
        Compilation = compilation;
        Apis = ApiKnowledge.For(options, cancellation);
        RoundTrips = new(Apis, new(compilation, Apis));
        Paths = RequestPath.Of(compilation);
    }

    public Compilation Compilation { get; }

    public ApiKnowledge Apis { get; }

    public RoundTripCalls RoundTrips { get; }

    public RequestPath Paths { get; }

    /// <summary>The path on which the operation runs.</summary>
    public CodePath PathOf(IOperation operation, CancellationToken cancellation) =>
        Paths.Find(operation, int.Parse(Read(PerfOption.HandlerReach, operation)), cancellation);

    public string Read(PerfOption option, IOperation at) => option.Read(OptionsAt(at));

    /// <summary>True where the user has excluded the called API, or the code around the operation.</summary>
    public bool IsExcluded(IOperation at, ISymbol? called, ISymbol containing) =>
        ExcludedSymbols.For(OptionsAt(at)).Contains(called, containing);

    private AnalyzerConfigOptions OptionsAt(IOperation operation) =>
        options.AnalyzerConfigOptionsProvider.GetOptions(operation.Syntax.SyntaxTree);
}
