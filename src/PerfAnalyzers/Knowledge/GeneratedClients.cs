using PerfAnalyzers.Code;

namespace PerfAnalyzers.Knowledge;

/// <summary>
/// Answers what the calls of generated gRPC clients do. No line can name them: what they have in common is their base, and that a call
/// that blocks has a twin beside it.
/// </summary>
internal sealed class GeneratedClients(Compilation compilation)
{
    private const string Library = "Grpc.Core.Api";
    private const string Base = "Grpc.Core.ClientBase";
    private const string Suffix = "Async";

    private const string ReadAll = "add a call that takes all of the keys, or send the calls concurrently with a limit";
    private const string WriteAll = "add a call that takes all of the items or a stream, or send the calls concurrently with a limit";

    private static readonly string[] Reading = ["Get", "Find", "List", "Read", "Search", "Query", "Fetch", "Lookup", "Check"];

    private readonly Lazy<ImmutableHashSet<string>> names =
        new(() => Uses(compilation.SourceModule) ? NamesIn(compilation) : ImmutableHashSet<string>.Empty);

    /// <summary>The names of the calls, blocking and not, of every client in sight.</summary>
    public ImmutableHashSet<string> Names => names.Value;

    /// <summary>What a call of the member does in the role; null where it is none of a generated client, or does something else.</summary>
    public ApiFact? Find(ISymbol member, ApiRole role)
    {
        if (role is not (ApiRole.Blocking or ApiRole.Read or ApiRole.Write) || !Names.Contains(member.Name))
            return null;
        if (member is not IMethodSymbol method || !method.ContainingType.IsA(Base))
            return null;
        var api = new ApiName(method.ContainingType.FullMetadataName(), method.Name, default);
        if (role == ApiRole.Blocking)
            return Blocks(method) ? new(role, Excludes: false, api, new(api.Type, method.Name + Suffix, default)) : null;
        var isRead = Reading.Any(beginning => method.Name.StartsWith(beginning, StringComparison.Ordinal));
        if (isRead != (role == ApiRole.Read) || !(Blocks(method) || IsUnary(method)))
            return null;
        return new ApiFact(role, Excludes: false, api, Instead: null).With(isRead ? ReadAll : WriteAll, [ApiRole.Concurrent]);
    }

    private static ImmutableHashSet<string> NamesIn(Compilation compilation) => compilation.SourceModule.ReferencedAssemblySymbols
        .Where(assembly => assembly.Modules.Any(Uses) && !IsLibrary(assembly.Name)).Append(compilation.Assembly)
        .SelectMany(assembly => CallsIn(assembly.GlobalNamespace)).ToImmutableHashSet(StringComparer.Ordinal);

    private static bool Uses(IModuleSymbol module) => module.ReferencedAssemblies.Any(library => library.Name == Library);

    private static bool IsLibrary(string assembly) => assembly.StartsWith("Grpc.", StringComparison.Ordinal);

    private static IEnumerable<string> CallsIn(INamespaceOrTypeSymbol place) => place.GetMembers().OfType<INamespaceOrTypeSymbol>()
        .SelectMany(inner => inner is INamedTypeSymbol { BaseType.Name: "ClientBase" } client ? CallsOf(client) : CallsIn(inner));

    private static IEnumerable<string> CallsOf(INamedTypeSymbol client) =>
        client.GetMembers().OfType<IMethodSymbol>().Where(method => Blocks(method) || IsUnary(method)).Select(method => method.Name);

    private static bool Blocks(IMethodSymbol method) =>
        method is { MethodKind: MethodKind.Ordinary, DeclaredAccessibility: Accessibility.Public, ReturnsVoid: false }
        && method.ContainingType.GetMembers(method.Name + Suffix).OfType<IMethodSymbol>().Any(IsUnary);

    private static bool IsUnary(IMethodSymbol method) => method is { MethodKind: MethodKind.Ordinary, ReturnType.Name: "AsyncUnaryCall" };
}
