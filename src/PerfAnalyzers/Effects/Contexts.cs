using PerfAnalyzers.Code;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Effects;

/// <summary>
/// Answers which contexts of EF Core work in the process, by how the project sets them up:
/// <c>AddDbContext&lt;IShop, Shop&gt;(options => options.UseSqlite(..))</c>, or <c>OnConfiguring</c>. One per project; thread-safe.
/// </summary>
internal sealed class Contexts
{
    private readonly ApiKnowledge apis;
    private readonly Lazy<ILookup<ISymbol?, bool>> setUp;

    public Contexts(CallGraph calls, ApiKnowledge apis)
    {
        this.apis = apis;
        setUp = new(() => SetUp(calls).ToLookup(one => (ISymbol?)one.Context, one => one.IsLocal, SymbolEqualityComparer.Default));
    }

    /// <summary>True for a query, or a call of a context, that no database outside of the process answers.</summary>
    public bool AreInProcess(IOperation? query)
    {
        if (apis.HasOnlyLocalProviders)
            return true;
        if (!apis.HasLocalProvider || ContextOf(query) is not { } context)
            return false;
        var providers = setUp.Value[context].Concat(setUp.Value[null]).ToList();
        return providers.Count > 0 && providers.All(isLocal => isLocal);
    }

    /// <summary>The type by which the code knows the object at the head of the chain that is a context; null where none is seen.</summary>
    private ITypeSymbol? ContextOf(IOperation? query)
    {
        for (var part = query?.WithoutConversions(); part is not null; part = Before(part))
            if (part.Type is { } type && setUp.Value.Contains(type))
                return type;
        return null;
    }

    private static IOperation? Before(IOperation part) => part switch
    {
        IInvocationOperation call => call.Receiver()?.WithoutConversions(),
        IPropertyReferenceOperation property => property.Instance?.WithoutConversions(),
        ILocalReferenceOperation local => local.InitialValue()?.WithoutConversions(),
        _ => null,
    };

    /// <summary>Each call that chooses a provider, with the context that it is for; null where that is not seen.</summary>
    private IEnumerable<(ITypeSymbol? Context, bool IsLocal)> SetUp(CallGraph calls)
    {
        foreach (var place in calls.CallsNamed(MayChoose, CancellationToken.None))
            if (calls.Bound(place, CancellationToken.None) is { TargetMethod.ContainingAssembly.Name: var library } choice
                && apis.IsLocalProvider(library) is { } isLocal)
                foreach (var context in ContextsOf(choice))
                    yield return (context, isLocal);
    }

    private static bool MayChoose(string name) => name.StartsWith("Use", StringComparison.Ordinal);

    private static IEnumerable<ITypeSymbol?> ContextsOf(IInvocationOperation choice)
    {
        if (choice.EnclosingLambda()?.TakingCall() is { TargetMethod.TypeArguments: { IsEmpty: false } registered })
            return registered;
        return choice.EnclosingFunction() is { Name: "OnConfiguring", ContainingType: { } own } ? [own] : [null];
    }
}
