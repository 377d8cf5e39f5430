using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.CodeFixes;
using PerfAnalyzers.Code;
using PerfAnalyzers.CodeFixes.Host;
using PerfAnalyzers.CodeFixes.Writing;
using PerfAnalyzers.Rules.Connections;

namespace PerfAnalyzers.CodeFixes.Rules.Connections;

[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class ShareTheClientFix() : PerfFix(new ShareTheClient())
{
    private protected override Task<ImmutableArray<Proposal>> Propose(FixSite site) => Task.FromResult(site.Offer(
        site.Properties.ContainsKey(ShareTheClient.Shareable) && site.Node.FirstAncestorOrSelf<ExpressionSyntax>() is { } creation
            ? FromFactory(site, creation) ?? Injected(site, creation) ?? FromField(site, creation)
            : null));

    /// <summary>A client from the factory may be configured and disposed of as before, so nothing but the creation changes.</summary>
    private static Rewriting? FromFactory(FixSite site, ExpressionSyntax creation) =>
        ClientFactory.Replace(site, creation) is { } root ? new(root, "Get the client from IHttpClientFactory", NeedsReview: true) : null;

    /// <summary>
    /// The instance of another library's client that the type was given. An HttpClient at hand is no substitute: its headers may belong to
    /// another service.
    /// </summary>
    private static Rewriting? Injected(FixSite site, ExpressionSyntax creation)
    {
        if (TypeOf(site, creation) is not { } type || type.Is("System.Net.Http.HttpClient")
            || ClientHolder.Of(site, creation) is not { } holder || InScope.Client(site, holder.Value, type) is not { } existing)
            return null;
        return ClientReplacement.ByInstance(site, holder, existing) is { } root ? new(root, $"Use '{existing}'", NeedsReview: true) : null;
    }

    private static Rewriting? FromField(FixSite site, ExpressionSyntax creation)
    {
        if (ClientHolder.Of(site, creation) is not { } holder || holder.Value != creation || ClientField.For(site, holder) is not { } field)
            return null;
        return ClientReplacement.ByField(site, holder, field) is { } root
            ? new(root, $"Share one {TypeOf(site, creation)!.Name} in a static field", NeedsReview: true)
            : null;
    }

    private static INamedTypeSymbol? TypeOf(FixSite site, ExpressionSyntax creation) =>
        site.Model.GetTypeInfo(creation, site.Cancellation).Type as INamedTypeSymbol;
}
