using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PerfAnalyzers.CodeFixes.Host;
using PerfAnalyzers.Rules.Connections;

namespace PerfAnalyzers.CodeFixes.Rules.Connections;

[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class RegisterTheClientOnceFix() : PerfFix(new RegisterTheClientOnce())
{
    private protected override Task<ImmutableArray<Proposal>> Propose(FixSite site)
    {
        if (site.Node.FirstAncestorOrSelf<SimpleNameSyntax>() is not { } name
            || !site.Properties.TryGetValue(RegisterTheClientOnce.Instead, out var once))
            return FixSite.None;
        var renamed = name.WithIdentifier(SyntaxFactory.Identifier(name.Identifier.LeadingTrivia, once!, name.Identifier.TrailingTrivia));
        var root = site.Root.ReplaceNode(name, renamed);
        return Task.FromResult(site.Offer(new Rewriting(root, $"Register one for all by '{once}'", NeedsReview: true)));
    }
}
