using System.Collections.Concurrent;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PerfAnalyzers.Code;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Host;

/// <summary>
/// Answers which created types no table names but their base: <c>AmazonS3Client</c> is a client because <c>AmazonServiceClient</c> is one.
/// Only the name of the type is bound, once in a project; the creation itself is judged like any other.
/// </summary>
internal sealed class CreatedTypes(ApiKnowledge apis)
{
    private readonly ConcurrentDictionary<(string Type, ApiRole Role), bool> known = new();

    /// <summary>The positions in a file at which a type with the role is created although no table names it, or may be.</summary>
    public IEnumerable<int> In(Places places, SemanticModel model, SyntaxNode root, ApiRole role, ImmutableHashSet<string> named) =>
        from creation in places.Created
        where !named.Contains(creation.Key)
        where creation.Key == Places.UnnamedCreation || Has(role, creation.Key, creation.Value, model, root)
        from position in places.Of(creation.Key)
        select position;

    private bool Has(ApiRole role, string type, int position, SemanticModel model, SyntaxNode root) =>
        known.TryGetValue((type, role), out var has) ? has : known.GetOrAdd((type, role), Find(role, type, position, model, root));

    private bool Find(ApiRole role, string type, int position, SemanticModel model, SyntaxNode root)
    {
        var creation = Places.UseAt(root, position) as ObjectCreationExpressionSyntax;
        var written = creation?.Type ?? SyntaxFactory.ParseTypeName(type);
        var bound = model.GetSpeculativeSymbolInfo(position, written, SpeculativeBindingOption.BindAsTypeOrNamespace);
        if ((bound.Symbol ?? bound.CandidateSymbols.FirstOrDefault()) is INamedTypeSymbol created)
            return created.InstanceConstructors.Any(constructor => apis.Find(constructor, role) is not null);
        // The simple name alone, of a declaration that qualifies it, means nothing here: the creation itself must tell.
        return creation is null;
    }
}
