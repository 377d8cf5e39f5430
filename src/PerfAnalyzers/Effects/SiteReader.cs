using PerfAnalyzers.Code;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Effects;

/// <summary>Reads what the calls of a piece of code do, and the functions that they are given.</summary>
internal sealed class SiteReader(EffectEngine engine, CallGraph? calls)
{
    private static readonly Lazy<bool> Yes = new(() => true);
    private static readonly Lazy<bool> No = new(() => false);

    /// <summary>What one call does.</summary>
    public SiteEffects Read(IInvocationOperation call, int depth, CancellationToken cancellation)
    {
        if (engine.Tables.Know(call))
            return new(OfTables(call).ToImmutableArray(), ImmutableArray<SiteRun>.Empty, engine.Tables.State(call), Yes);
        if (calls is null)
            return new(ImmutableArray<SiteEffect>.Empty, ImmutableArray<SiteRun>.Empty, isDirect: false, No);
        var reading = new Reading(this, engine, calls!, depth, cancellation);
        reading.Add(call, ImmutableArray<Choice>.Empty);
        return reading.End(new(() => new Completeness(engine, calls).Of(call, depth)));
    }

    /// <summary>What the calls of a function do together.</summary>
    public SiteEffects ReadAll(IOperation function, int depth, CancellationToken cancellation)
    {
        var reading = new Reading(this, engine, calls!, depth, cancellation);
        reading.AddAll(function, ImmutableArray<Choice>.Empty);
        return reading.End(No);
    }

    private IEnumerable<SiteEffect> OfTables(IInvocationOperation call)
    {
        foreach (var role in (ApiRole[])[ApiRole.Read, ApiRole.Write])
            if (engine.Tables.Find(call, role) is { } fact)
            {
                var when = fact.IsSometimes ? When.Sometimes : When.Always;
                var effect = new Effect(role, when, fact, DependsOn: 0, PathOf(call, fact));
                yield return new(call, effect, ImmutableArray.Create<IOperation>(call), ImmutableArray<Choice>.Empty)
                {
                    Statement = SqlText.Of(call),
                };
            }
    }

    /// <summary>The call; of what was learned of another project also the calls behind it, which are out of sight here.</summary>
    private static ImmutableArray<Step> PathOf(IInvocationOperation call, ApiFact fact)
    {
        var member = call.TargetMethod;
        if (!fact.IsLearned)
            return ImmutableArray.Create(new Step(member.Name, call.Syntax.GetLocation()));
        var behind = fact.Comment.Split([Step.Arrow], StringSplitOptions.RemoveEmptyEntries);
        return behind.Select(name => new Step(name, Location.None))
            .Prepend(new($"{member.DeclaringType()!.Name}.{member.Name}", call.Syntax.GetLocation())).ToImmutableArray();
    }

    /// <summary>One pass over a piece of code.</summary>
    private sealed class Reading(SiteReader reader, EffectEngine engine, CallGraph calls, int depth, CancellationToken cancellation)
    {
        private readonly ImmutableArray<SiteEffect>.Builder effects = ImmutableArray.CreateBuilder<SiteEffect>();
        private readonly ImmutableArray<SiteRun>.Builder runs = ImmutableArray.CreateBuilder<SiteRun>();
        private readonly HashSet<IOperation> entered = [];

        public SiteEffects End(Lazy<bool> isComplete) => new(effects.ToImmutable(), runs.ToImmutable(), isDirect: false, isComplete);

        /// <summary>Adds what the calls of a function do, once.</summary>
        public void AddAll(IOperation function, ImmutableArray<Choice> around)
        {
            if (!entered.Add(function))
                return;
            foreach (var call in LoopCode.WithoutOtherFunctions(function).OfType<IInvocationOperation>())
                if (MayDoSomething(call))
                    Add(call, around.AddRange(Occurrence.ChoicesOf(call, function)));
        }

        /// <summary>False for most calls: no round trip can be reached through the name, and no function is run.</summary>
        private bool MayDoSomething(IInvocationOperation call) =>
            call.TargetMethod.MethodKind is MethodKind.DelegateInvoke or MethodKind.LocalFunction
            || engine.MayReach(call.TargetMethod.Name) || call.Arguments.Any(IsFunction);

        private static bool IsFunction(IArgumentOperation argument) => argument.Parameter?.Type.TypeKind == TypeKind.Delegate;

        public void Add(IInvocationOperation call, ImmutableArray<Choice> choices)
        {
            cancellation.ThrowIfCancellationRequested();
            if (engine.Tables.Know(call))
            {
                // A cache in another process is asked instead of the store behind it.
                if (!Caches.AreAsked(call))
                    effects.AddRange(reader.OfTables(call).Select(effect => effect with { Choices = choices }));
            }
            else if (call.TargetMethod.MethodKind == MethodKind.DelegateInvoke)
                AddFunction(call.Instance, call, choices);
            else if (call.TargetMethod.MethodKind == MethodKind.LocalFunction)
                AddLocal(call.TargetMethod, call, choices);
            else
                AddTargets(call, choices);
        }

        private void AddTargets(IInvocationOperation call, ImmutableArray<Choice> choices)
        {
            var targets = calls.TargetsOf(call);
            var summaries = targets.Where(calls.Owns)
                .Select(target => (Target: target, Summary: engine.Of(target, depth - 1, cancellation))).ToList();
            foreach (var (target, summary) in summaries)
                foreach (var effect in summary.Effects)
                    effects.Add(OfCall(call, target, effect, choices, EveryTarget(effect.What)));

            if (Caches.AreAsked(call))
                AddGiven(call, choices.Add(new(call, 0)), _ => true);
            else if (summaries.Count == 0)
                AddGiven(call, Runners.IsLoop(call) ? choices.Add(new(call, 0)) : choices, _ => Runners.Run(call));
            foreach (var (_, summary) in summaries)
                foreach (var run in summary.Runs)
                    AddGiven(
                        call, run.When == When.Always ? choices : choices.Add(new(call, 0)),
                        argument => argument.Parameter?.Ordinal == run.Ordinal);

            SyntaxNode? EveryTarget(ApiRole role) => targets.Length == summaries.Count
                ? summaries.Where(one => !one.Summary.Effects.Any(effect => effect.What == role))
                    .Select(one => DeclarationOf(one.Target)).FirstOrDefault()
                : call.Syntax;
        }

        private static SyntaxNode? DeclarationOf(IMethodSymbol target) => target.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax();

        /// <summary>An effect of the called method, seen from the call.</summary>
        private static SiteEffect OfCall(
            IInvocationOperation call, IMethodSymbol target, Effect effect, ImmutableArray<Choice> choices, SyntaxNode? missingIn)
        {
            var inputs = call.Arguments.Where(IsInput).Select(argument => argument.Value);
            var step = new Step($"{target.DeclaringType()!.Name}.{target.Name}", call.Syntax.GetLocation());
            var seen = effect with { Via = effect.Via.Insert(0, step) };
            if (missingIn is not null)
                seen = seen with { When = When.Sometimes, Unless = missingIn };
            return new(call, seen, (call.Instance is { } receiver ? inputs.Prepend(receiver) : inputs).ToImmutableArray(), choices)
            {
                Statement = call.Arguments.FirstOrDefault(argument => effect.Statement is { } ordinal
                    && argument.Parameter?.Ordinal == ordinal)?.Value,
            };

            bool IsInput(IArgumentOperation argument) =>
                argument.Parameter is { } parameter && (FlowGraph.BitOf(parameter) & effect.DependsOn) != 0;
        }

        private void AddGiven(IInvocationOperation call, ImmutableArray<Choice> choices, Func<IArgumentOperation, bool> isRun)
        {
            foreach (var argument in call.Arguments)
                if (IsFunction(argument) && isRun(argument))
                    Through(call, () => AddFunction(argument.Value, call, choices));
        }

        /// <summary>What a function does that a call is given, the path shows behind that call.</summary>
        private void Through(IInvocationOperation call, Action add)
        {
            var before = effects.Count;
            add();
            var step = new Step($"{call.TargetMethod.DeclaringType()!.Name}.{call.TargetMethod.Name}", call.Syntax.GetLocation());
            for (var index = before; index < effects.Count; index++)
            {
                var effect = effects[index].Effect;
                effects[index] = effects[index] with { Effect = effect with { Via = effect.Via.Insert(0, step) } };
            }
        }

        /// <summary>Adds what a function does that is run here: a lambda, a method, a local that holds one, a parameter.</summary>
        private void AddFunction(IOperation? function, IInvocationOperation call, ImmutableArray<Choice> choices)
        {
            switch (function?.WithoutDelegate())
            {
                case IAnonymousFunctionOperation lambda:
                    AddAll(lambda.Body, choices);
                    break;
                case IMethodReferenceOperation { Method: { MethodKind: MethodKind.LocalFunction } local }:
                    AddLocal(local, call, choices);
                    break;
                case IMethodReferenceOperation method when calls.Owns(method.Method):
                    foreach (var effect in engine.Of(method.Method, depth - 1, cancellation).Effects)
                        effects.Add(new(call, effect, call.Arguments.Select(argument => argument.Value).ToImmutableArray(), choices));
                    break;
                case IParameterReferenceOperation parameter:
                    runs.Add(new(parameter.Parameter, When.Always, Unless: null, choices));
                    break;
                case ILocalReferenceOperation local when entered.Add(local) && local.InitialValue() is { } value:
                    AddFunction(value, call, choices);
                    break;
            }
        }

        /// <summary>A local function runs as part of the code around it.</summary>
        private void AddLocal(IMethodSymbol local, IInvocationOperation call, ImmutableArray<Choice> choices)
        {
            if (call.Member().Descendants().OfType<ILocalFunctionOperation>()
                .FirstOrDefault(declared => declared.Symbol.Same(local.OriginalDefinition)) is { Body: { } body })
                AddAll(body, choices);
        }
    }
}
