using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PerfAnalyzers.Code;
using PerfAnalyzers.CodeFixes.Host;
using PerfAnalyzers.CodeFixes.Writing;
using PerfAnalyzers.Rules.Connections;

namespace PerfAnalyzers.CodeFixes.Rules.Connections;

/// <summary>Offers every way that the code allows: what it has in hand first, else a field.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class ShareTheClientFix() : PerfFix(new ShareTheClient())
{
    private protected override Task<ImmutableArray<Proposal>> Propose(FixSite site) =>
        site.Properties.ContainsKey(ShareTheClient.Shareable)
        && site.Node.FirstAncestorOrSelf<ExpressionSyntax>() is { } creation
        && site.Model.GetTypeInfo(creation, site.Cancellation).Type is { } type
            ? Task.FromResult(site.Offer(FromFactory(site, creation), Injected(site, creation, type), FromField(site, creation, type)))
            : FixSite.None;

    /// <summary>A client from the factory may be configured and disposed of as before, so nothing but the creation changes.</summary>
    private static Rewriting? FromFactory(FixSite site, ExpressionSyntax creation) =>
        ClientFactory.Replace(site, creation) is { } root
            ? new(root, "Get the client from IHttpClientFactory", NeedsReview: true) { Key = "factory" }
            : null;

    /// <summary>
    /// The instance of another library's client that the type was given. An HttpClient at hand is no substitute: its headers may be meant
    /// for another service.
    /// </summary>
    private static Rewriting? Injected(FixSite site, ExpressionSyntax creation, ITypeSymbol type)
    {
        if (type is INamedTypeSymbol named && named.Is("System.Net.Http.HttpClient"))
            return null;
        if (ClientHolder.Of(site, creation) is not { } holder || InScope.Client(site, holder.Value, type) is not { } existing)
            return null;
        return ClientReplacement.ByInstance(site, holder, existing) is { } root
            ? new(root, $"Use '{existing}'", NeedsReview: true) { Key = "injected" }
            : null;
    }

    private static Rewriting? FromField(FixSite site, ExpressionSyntax creation, ITypeSymbol type)
    {
        if (ClientHolder.Of(site, creation) is not { } holder || holder.Value != creation || ClientField.For(site, holder) is not { } field)
            return null;
        return ClientReplacement.ByField(site, holder, field) is { } root
            ? new(root, $"Share one {type.Name} in a static field", NeedsReview: true) { Key = "field" }
            : null;
    }
}
