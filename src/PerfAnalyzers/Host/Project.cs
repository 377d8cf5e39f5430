using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PerfAnalyzers.Code;
using PerfAnalyzers.Effects;
using PerfAnalyzers.Host.Options;
using PerfAnalyzers.Knowledge;
using PerfAnalyzers.Paths;

namespace PerfAnalyzers.Host;

/// <summary>
/// What every rule may ask about the project under analysis: its APIs, its calls, its paths, its options. One per compilation, shared by
/// all rules; thread-safe.
/// </summary>
internal sealed class Project
{
    private static readonly ConditionalWeakTable<Compilation, ConditionalWeakTable<AnalyzerOptions, Project>> Known = new();

    private static readonly ImmutableArray<ApiRole> QueryRole = ImmutableArray.Create(ApiRole.Query);

    private static readonly ImmutableArray<ApiRole> CallRoles = ImmutableArray.Create(ApiRole.Read, ApiRole.Write, ApiRole.Blocking);

    private readonly Lazy<ImmutableHashSet<string>> linq;
    private readonly Lazy<bool> knowsQueries;
    private readonly AnalyzerOptions options;

    private Project(Compilation compilation, AnalyzerOptions options)
    {
        this.options = options;
        Compilation = compilation;
        Apis = ApiKnowledge.For(compilation, options);
        Created = new(Apis);
        Calls = CallGraph.Of(compilation);
        Effects = EffectEngine.Of(Calls, Apis);
        Contexts = new(Calls, Apis);
        Paths = new(compilation, Apis);
        knowsQueries = new(() => !Apis.NamesOf(QueryRole).IsEmpty);
        linq = new(() => Apis.NamesOf(QueryRole).Except(Apis.NamesOf(CallRoles)));
    }

    public Compilation Compilation { get; }

    public ApiKnowledge Apis { get; }

    public CreatedTypes Created { get; }

    /// <summary>Who calls, and what is called.</summary>
    public CallGraph Calls { get; }

    /// <summary>What calls do, through all that they call.</summary>
    public EffectEngine Effects { get; }

    /// <summary>Which contexts of EF Core work in the process.</summary>
    public Contexts Contexts { get; }

    public RequestPath Paths { get; }

    /// <summary>The project of a compilation and of the options, whose additional files may change while the compilation stays.</summary>
    public static Project Of(Compilation compilation, AnalyzerOptions options) =>
        Known.GetValue(compilation, _ => new()).GetValue(options, o => new(compilation, o));

    /// <summary>What a method does when it is called.</summary>
    public Summary EffectsOf(IMethodSymbol method, CancellationToken cancellation) => Effects.Of(method, cancellation);

    /// <summary>True for a call that bears the name of a LINQ operator, and can be told to run in memory before it is bound.</summary>
    public bool IsLinqInMemory(ExpressionSyntax call, SemanticModel model) =>
        call is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: var name } }
        && linq.Value.Contains(name) && QueryHead.IsInMemory(call, model);

    /// <summary>True where queries of a database may occur at all.</summary>
    public bool KnowsQueries => knowsQueries.Value;

    /// <summary>The path on which the operation runs.</summary>
    public CodePath PathOf(IOperation operation, CancellationToken cancellation) =>
        Paths.Find(operation, ReachAt(operation.Syntax.SyntaxTree), cancellation);

    /// <summary>How many calls from a handler still count in the file.</summary>
    public int ReachAt(SyntaxTree tree) => int.Parse(PerfOption.HandlerReach.Read(OptionsOf(tree)));

    public string Read(PerfOption option, IOperation at) => Read(option, at.Syntax.SyntaxTree);

    public string Read(PerfOption option, SyntaxTree tree) => option.Read(OptionsOf(tree));

    /// <summary>True where the user has excluded the called API, or the code around the operation.</summary>
    public bool IsExcluded(IOperation at, ISymbol? called)
    {
        var excluded = ExcludedSymbols.For(OptionsOf(at.Syntax.SyntaxTree));
        return !excluded.IsEmpty && excluded.Contains(called, at.SemanticModel?.GetEnclosingSymbol(at.Syntax.SpanStart));
    }

    private AnalyzerConfigOptions OptionsOf(SyntaxTree tree) => options.AnalyzerConfigOptionsProvider.GetOptions(tree);
}
