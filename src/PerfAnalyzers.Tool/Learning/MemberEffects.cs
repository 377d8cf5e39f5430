using PerfAnalyzers.Code;
using PerfAnalyzers.Effects;
using PerfAnalyzers.Knowledge;
using PerfAnalyzers.Rules.RoundTrips;
using AnalyzedProject = PerfAnalyzers.Host.Project;

namespace PerfAnalyzers.Tool.Learning;

/// <summary>What the bodies behind a member do, as far as they have been seen.</summary>
internal sealed class MemberEffects
{
    private static readonly ImmutableArray<ApiRole> Roles = [ApiRole.Read, ApiRole.Write];

    private readonly SortedDictionary<string, (string Name, Summary Summary)> bodies = new(StringComparer.Ordinal);

    /// <summary>The methods of a project that other projects reach through the members.</summary>
    public static IEnumerable<(IMethodSymbol Method, string Member)> In(Compilation compilation, IReadOnlySet<string> members)
    {
        foreach (var method in MethodsOf(compilation.Assembly.GlobalNamespace))
            foreach (var member in Contract.MembersOf(method).OfType<IMethodSymbol>())
                if (LearnedLine.NameOf(member) is var name && members.Contains(name))
                    yield return (method, name);
    }

    public void Add(IMethodSymbol method, AnalyzedProject project, CancellationToken cancellation) =>
        bodies[$"{method.ContainingAssembly.Name}: {method.ToDisplayString()}"] =
            ($"{method.ContainingType.Name}.{Contract.SimpleName(method)}", project.EffectsOf(method, cancellation));

    /// <summary>The lines: a role that every body has, whatever it is called with, or one that only some calls come by.</summary>
    public IEnumerable<LearnedLine> Lines(string member)
    {
        foreach (var role in Roles)
        {
            var found = bodies.Values.Select(body => (body.Name, Effect: EffectOf(body.Summary, role))).ToList();
            if (found.FirstOrDefault(body => body.Effect is { Api.IsOnDisk: false }) is not { Effect: { } effect } first)
                continue;
            var isCertain = found.All(body => body.Effect?.When == When.Always) && bodies.Values.All(body => body.Summary.IsComplete);
            var path = string.Join(Step.Arrow, effect.Via.Select(step => step.Name).Prepend(first.Name));
            yield return new(role.Word() + (isCertain ? "" : "?"), member, StandsAlone(role, effect.Api) ? "-" : "", path);
        }
    }

    private static Effect? EffectOf(Summary body, ApiRole role) => body.Effects.FirstOrDefault(effect => effect.What == role);

    private static bool StandsAlone(ApiRole role, ApiFact api) => role == ApiRole.Write ? !BatchForm.HasForm(api) : api.StandsAlone;

    private static IEnumerable<IMethodSymbol> MethodsOf(INamespaceOrTypeSymbol container)
    {
        foreach (var member in container.GetMembers())
            if (member is INamespaceOrTypeSymbol inner)
                foreach (var method in MethodsOf(inner))
                    yield return method;
            else if (member is IMethodSymbol { MethodKind: MethodKind.Ordinary, IsAbstract: false } method)
                yield return method;
            else if (member is IMethodSymbol { MethodKind: MethodKind.ExplicitInterfaceImplementation } explicitly)
                yield return explicitly;
    }
}
