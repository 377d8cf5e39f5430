using PerfAnalyzers.Code;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Effects;

/// <summary>
/// Answers whether a call whose code is in another assembly probably makes a round trip, by what its type and its method are called, and
/// by what it is given. A guess, and reported as one.
/// </summary>
internal static class UnseenTrips
{
    private static readonly ImmutableArray<string> Stores =
        ImmutableArray.Create("Repository", "Store", "Storage", "Api", "Client", "Resolver");

    /// <summary>What keeps, makes or computes things in the process.</summary>
    private static readonly ImmutableArray<string> InMemory = ImmutableArray.Create("Cache", "Factory", "Registry", "Helper");

    private static readonly ImmutableHashSet<string> ReadingVerbs = ImmutableHashSet.Create(
        "Get", "Find", "Load", "Fetch", "Read", "Query", "Search", "List", "Lookup", "Look", "Resolve", "Retrieve", "Select", "Single",
        "First", "Exists", "Exist", "Has", "Is", "Any", "Count", "Check", "Contains", "Describe", "Download", "Try");

    private static readonly ImmutableHashSet<string> WritingVerbs = ImmutableHashSet.Create(
        "Add", "Create", "Insert", "Update", "Delete", "Remove", "Save", "Set", "Upsert", "Replace", "Put", "Store", "Write", "Append",
        "Patch", "Persist", "Upload");

    /// <summary>What tells one thing from the others; <c>ByPath</c> only says what is converted.</summary>
    private static readonly ImmutableHashSet<string> Keys = ImmutableHashSet.Create(
        "Id", "Ids", "Guid", "Uuid", "Key", "Name", "Email", "Mail", "Code", "Number", "Slug", "Login", "User", "Token", "Hash", "Sku");

    /// <param name="call">A call of which neither a table nor the code of the project says what it does.</param>
    /// <param name="role">A read or a write.</param>
    /// <param name="loop">The loop that repeats it.</param>
    public static bool Suggest(IInvocationOperation call, ApiRole role, LoopCode loop) =>
        IsContract(call) && call.IsAwaitedInPlace() && CanBeChanged(call) && (role == ApiRole.Read ? IsLookUp(call, loop) : IsChange(call));

    /// <summary>Whoever reads the finding is to give the contract another form: that of another library he cannot.</summary>
    private static bool CanBeChanged(IInvocationOperation call) =>
        call.SemanticModel is { Compilation.Assembly: var project } && call.TargetMethod.IsOwnOf(project);

    private static bool IsLookUp(IInvocationOperation call, LoopCode loop) =>
        IsNamedAsLookUp(call) && call.IsResultUsed()
        && call.Arguments.Any(argument => argument.MayBeKey() && loop.UsesItem(argument.Value));

    private static bool IsNamedAsLookUp(IInvocationOperation call) =>
        ReadingVerbs.Contains(Verb(call)) && (IsStore(call) || AsksByKey(call.TargetMethod.Name));

    /// <summary>A generic repository mostly only tells its unit of work.</summary>
    private static bool IsChange(IInvocationOperation call) =>
        IsStore(call) && WritingVerbs.Contains(Verb(call)) && TypesOf(call).All(type => type.Arity == 0);

    /// <summary>True for a method of an object, whose type is neither of the framework nor said to work in memory.</summary>
    private static bool IsContract(IInvocationOperation call) =>
        call is { Instance: not null, TargetMethod.MethodKind: MethodKind.Ordinary }
        && !IsOfFramework(call.TargetMethod.ContainingAssembly?.Name ?? "")
        && !Caches.AreAsked(call)
        && !TypesOf(call).Any(type => InMemory.Any(name => type.Name.Contains(name)) || Caches.AreKeptBy(type));

    private static bool IsOfFramework(string assembly) =>
        assembly is "System" or "mscorlib" or "netstandard"
        || assembly.StartsWith("System.", StringComparison.Ordinal) || assembly.StartsWith("Microsoft.", StringComparison.Ordinal);

    private static bool IsStore(IInvocationOperation call) =>
        TypesOf(call).Any(type => Stores.Any(ending => type.Name.EndsWith(ending, StringComparison.Ordinal)));

    /// <summary>The type that declares the method, and the one that the code knows the object by.</summary>
    private static IEnumerable<INamedTypeSymbol> TypesOf(IInvocationOperation call)
    {
        yield return call.TargetMethod.ContainingType;
        if (call.Instance?.Type is INamedTypeSymbol own)
            yield return own;
    }

    private static string Verb(IInvocationOperation call) => NameWords.Of(call.TargetMethod.Name).First();

    /// <summary>True for <c>GetByEmail</c> and <c>FindUserByName</c>, and not for <c>GetUrlByPath</c>.</summary>
    private static bool AsksByKey(string method) =>
        NameWords.Of(method).SkipWhile(word => word != "By").Skip(1).Any(Keys.Contains);
}
