using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Simplification;
using PerfAnalyzers.Rules.Blocking;

namespace PerfAnalyzers.CodeFixes.Rules.Blocking;

[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class DelayInsteadOfSleepingFix() : PerfFix(DelayInsteadOfSleeping.Id)
{
    private protected override Task<Rewriting?> Rewrite(FixSite site)
    {
        if (site.Node.FirstAncestorOrSelf<InvocationExpressionSyntax>() is not { } call)
            return Task.FromResult<Rewriting?>(null);

        var delay = SyntaxFactory.ParseExpression("System.Threading.Tasks.Task.Delay").WithAdditionalAnnotations(Simplifier.Annotation);
        var rewritten = SyntaxFactory.AwaitExpression(call.WithExpression(delay).WithoutTrivia())
            .WithTriviaFrom(call).WithAdditionalAnnotations(Formatter.Annotation);
        return Task.FromResult<Rewriting?>(new(site.Root.ReplaceNode(call, rewritten), "Await Task.Delay"));
    }
}
