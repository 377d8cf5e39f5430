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

    /// <summary>A client from the factory is cheap and may be configured and disposed as before, so nothing but the creation changes.</summary>
    private static Rewriting? FromFactory(FixSite site, ExpressionSyntax creation) =>
        ClientFactory.Replace(site, creation) is { } root ? new(root, "Get the client from IHttpClientFactory", NeedsReview: true) : null;

    /// <summary>The instance of another library's client that the type was given. An HttpClient at hand is no substitute: its headers may belong to another service.</summary>
    private static Rewriting? Injected(FixSite site, ExpressionSyntax creation)
    {
        if (site.Model.GetTypeInfo(creation, site.Cancellation).Type is not INamedTypeSymbol type || type.Is("System.Net.Http.HttpClient")
            || ClientHolder.Of(site, creation) is not { } holder || InScope.Client(site, holder.Value, type) is not { } existing)
            return null;
        return holder.ReplaceBy(existing) is { } root ? new(root, $"Use '{existing}'", NeedsReview: true) : null;
    }

    private static Rewriting? FromField(FixSite site, ExpressionSyntax creation)
    {
        if (ClientHolder.Of(site, creation) is not { } holder || holder.Value != creation || SharedField.For(site, holder) is not { } field)
            return null;
        return holder.ReplaceBy(field.Access, field.AddTo) is { } root
            ? new(root, $"Share one {site.Model.GetTypeInfo(creation, site.Cancellation).Type!.Name} in a static field", NeedsReview: true)
            : null;
    }
}
