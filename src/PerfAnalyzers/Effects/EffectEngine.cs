using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using PerfAnalyzers.Code;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Effects;

/// <summary>
/// Answers what a call really does, through methods, layers and the functions that it is given. On demand; an answer is kept for a
/// method and a depth, so that cycles end and no answer depends on what was asked before. Thread-safe.
/// </summary>
internal sealed class EffectEngine
{
    /// <summary>How many calls are followed.</summary>
    private const int Depth = 5;

    /// <summary>A method that does more kinds of things than this is not told apart further.</summary>
    private const int MostEffects = 8;

    private static readonly ImmutableArray<ApiRole> RoundTripRoles = ImmutableArray.Create(ApiRole.Read, ApiRole.Write, ApiRole.Query);

    private readonly CallGraph? calls;
    private readonly SiteReader sites;
    private readonly Lazy<HashSet<string>> reach;
    private readonly ConcurrentDictionary<(ISymbol Method, int Depth), Summary> known = new();
    private readonly ConditionalWeakTable<IInvocationOperation, SiteEffects> knownSites = new();

    private EffectEngine(CallGraph? calls, ApiKnowledge apis)
    {
        this.calls = calls;
        Tables = new(apis);
        sites = new(this, calls);
        reach = new(() => calls!.ReachOf(apis.NamesOf(RoundTripRoles)));
    }

    public TableTrips Tables { get; }

    /// <summary>The calls of the project; null where only the tables are asked.</summary>
    public CallGraph? Calls => calls;

    /// <summary>What the code of the project does.</summary>
    public static EffectEngine Of(CallGraph calls, ApiKnowledge apis) => new(calls, apis);

    /// <summary>What the tables know, and nothing else: for a fix, which rewrites only APIs that it knows.</summary>
    public static EffectEngine OfTables(ApiKnowledge apis) => new(calls: null, apis);

    /// <summary>True for a simple name through which a round trip can be reached; nothing behind another name need be bound.</summary>
    public bool MayReach(string name) => reach.Value.Contains(name);

    /// <summary>What a method does when it is called.</summary>
    public Summary Of(IMethodSymbol method, CancellationToken cancellation) => Of(method, Depth, cancellation);

    /// <summary>What a call does.</summary>
    public SiteEffects At(IInvocationOperation call, CancellationToken cancellation)
    {
        if (knownSites.TryGetValue(call, out var found))
            return found;
        var site = sites.Read(call, Depth, cancellation);
        return knownSites.GetValue(call, _ => site);
    }

    internal Summary Of(IMethodSymbol method, int depth, CancellationToken cancellation)
    {
        method = (method.ReducedFrom ?? method).OriginalDefinition;
        if (depth == 0 || calls is null || !calls.Owns(method))
            return Summary.Unknown;
        var key = ((ISymbol)method, depth);
        return known.TryGetValue(key, out var summary) ? summary : known.GetOrAdd(key, Find(method, depth, cancellation));
    }

    private Summary Find(IMethodSymbol method, int depth, CancellationToken cancellation) =>
        calls!.MentionedBy(method, cancellation).Any(MayReach) || method.Parameters.Any(TakesFunction)
            ? Summarize(method, depth, cancellation)
            : Summary.Nothing(new(() => Summarize(method, depth, CancellationToken.None).IsComplete));

    private static bool TakesFunction(IParameterSymbol parameter) => parameter.Type.TypeKind == TypeKind.Delegate;

    private Summary Summarize(IMethodSymbol method, int depth, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (calls!.BodyOf(method, cancellation) is not { } body)
            return Summary.Unknown;
        var found = sites.ReadAll(body, depth, cancellation);
        var flow = new Lazy<ValueFlow>(() => FlowGraph.In(body, intoFunctions: true).OfEach(method.Parameters));
        var effects = found.Effects.Length == 0 ? [] : Together(found.Effects, body).Select(effect => OfMethod(effect, method, flow.Value));
        var runs = found.Runs.Where(run => run.Parameter.ContainingSymbol.Same(method)).Select(OfMethod);
        return new(Distinct(effects), runs.ToImmutableArray(), new(() => new Completeness(this, calls).Of(found, body, depth)));
    }

    private static ParameterRun OfMethod(SiteRun run) =>
        run.Choices is [var choice, ..]
            ? new(run.Parameter.Ordinal, When.Sometimes, choice.At.Syntax)
            : new(run.Parameter.Ordinal, run.When, run.Unless);

    /// <summary>The effects of a place as those of the method around it.</summary>
    private static Effect OfMethod(SiteEffect found, IMethodSymbol method, ValueFlow flow) => found.Effect with
    {
        DependsOn = found.Inputs.Aggregate(0UL, (origins, input) => origins | flow.OriginsOf(input)),
        Statement = found.Statement?.WithoutConversions() is IParameterReferenceOperation { Parameter: var parameter }
            && parameter.ContainingSymbol.Same(method) ? parameter.Ordinal : null,
    };

    /// <summary>What happens in one branch or in the other happens always; what is kept for later calls, only in the first.</summary>
    private static IEnumerable<SiteEffect> Together(ImmutableArray<SiteEffect> effects, IBlockOperation body)
    {
        var graph = new Lazy<FlowGraph>(() => FlowGraph.In(body));
        foreach (var found in effects)
            if (!found.Choices.IsEmpty && !effects.Any(other => IsInOtherBranch(found, other)))
                yield return found with { Effect = found.Effect with { When = When.Sometimes, Unless = found.Choices[0].At.Syntax } };
            else if (found.Effect is { What: ApiRole.Read, When: When.Always } && Kept(found, body, graph) is { } kept)
                yield return found with { Effect = found.Effect with { When = When.Sometimes, Unless = kept.Syntax } };
            else
                yield return found;
    }

    private static bool IsInOtherBranch(SiteEffect one, SiteEffect other) =>
        one.Effect.What == other.Effect.What
        && one.Choices is [{ At: IConditionalOperation } choice] && other.Choices is [var opposite] && IsOpposite(choice, opposite);

    private static bool IsOpposite(Choice one, Choice other) => ReferenceEquals(one.At, other.At) && one.Branch != other.Branch;

    /// <summary>The assignment that keeps what was read in the object, for other calls; null where there is none.</summary>
    private static IOperation? Kept(SiteEffect found, IBlockOperation body, Lazy<FlowGraph> graph)
    {
        var stores = LoopCode.WithoutOtherFunctions(body).OfType<IAssignmentOperation>()
            .Where(assignment => IsOwnMember(assignment.Target)).ToList();
        if (stores.Count == 0)
            return null;
        var result = graph.Value.From(found.Call, throughCalls: false);
        return stores.FirstOrDefault(store => result.Reaches(store.Value));
    }

    private static bool IsOwnMember(IOperation target) =>
        target is IMemberReferenceOperation && ValueFlow.Variable(target) is IFieldSymbol or IPropertySymbol;

    /// <summary>One effect for each API: the most certain, with all that any of them depends on.</summary>
    private static ImmutableArray<Effect> Distinct(IEnumerable<Effect> effects) =>
        effects.GroupBy(effect => (effect.What, effect.Api))
            .Select(same => same.OrderBy(effect => effect.When).First() with
            {
                DependsOn = same.Aggregate(0UL, (origins, effect) => origins | effect.DependsOn),
            })
            .OrderBy(effect => effect.When).Take(MostEffects).ToImmutableArray();
}
