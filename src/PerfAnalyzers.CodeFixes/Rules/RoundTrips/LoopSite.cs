using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Code;
using PerfAnalyzers.CodeFixes.Host;
using PerfAnalyzers.CodeFixes.Writing;
using PerfAnalyzers.Effects;
using PerfAnalyzers.Knowledge;
using PerfAnalyzers.Rules.RoundTrips;

namespace PerfAnalyzers.CodeFixes.Rules.RoundTrips;

/// <summary>A write in a loop as its rewriting sees it: the call as a whole statement, and what may follow it.</summary>
internal sealed class LoopSite
{
    private readonly AwaitedCall written;

    private LoopSite(FixSite site, RepeatedWrite write, ExpressionStatementSyntax statement, bool isOnlyWrite)
    {
        (Site, Write, Statement, IsOnlyWrite) = (site, write, statement, isOnlyWrite);
        written = AwaitedCall.Of(Call);
    }

    public FixSite Site { get; }

    public RepeatedWrite Write { get; }

    /// <summary>The statement that consists of the call, awaited or not.</summary>
    public ExpressionStatementSyntax Statement { get; }

    /// <summary>False where other writes of the loop would all come before this one, when it is put off until after the loop.</summary>
    public bool IsOnlyWrite { get; }

    public InvocationExpressionSyntax Call => (InvocationExpressionSyntax)Write.Call.Syntax;

    public StatementSyntax Loop => (StatementSyntax)Write.Loop.Loop.Syntax;

    public bool IsAwaited => written.IsAwaited;

    /// <summary>The <c>await</c> of the call, or nothing.</summary>
    public string Await => written.IsAwaited ? "await " : "";

    /// <summary><c>.ConfigureAwait(false)</c> as the user wrote it, or nothing.</summary>
    public string ConfigureAwait => written.Configured;

    /// <summary>The cancellation token that the call is given, or nothing.</summary>
    public string Token => GivenToken.Of(Write.Call)?.ToString() ?? "";

    /// <summary>True where the loop throws: what was put off until after it would not happen for the items before.</summary>
    public bool Throws => Write.Loop.OwnCode.Any(operation => operation is IThrowOperation);

    /// <summary>Null where the call's result is used, or the loop can be left so that nothing after it runs.</summary>
    public static LoopSite? Find(FixSite site)
    {
        var effects = EffectEngine.OfTables(ApiKnowledge.For(site.Model.Compilation, site.Document.Project.AnalyzerOptions));
        if (site.Node.FirstAncestorOrSelf<InvocationExpressionSyntax>() is not { } syntax
            || site.Model.GetOperation(syntax, site.Cancellation) is not IInvocationOperation call
            || RepeatedWrite.Find(call, effects, site.Cancellation)
                is not { Use: ResultUse.None, WhyApart: null, ReadsItsRows: false, IsAnnounced: false, Loop.Runner: null } write)
            return null;
        if (write.Loop.OwnCode.Any(Leaves) || OwnRemedy.HasFailedBefore(syntax, call.TargetMethod.Name, write.Fact.Instead?.Member))
            return null;
        return syntax.FirstAncestorOrSelf<StatementSyntax>() is ExpressionStatementSyntax { ContainsDirectives: false } statement
            ? new(site, write, statement, write.Trips.Writes.All(other => other.Call.Syntax == syntax))
            : null;
    }

    /// <summary>True where nothing of an iteration runs after the statement.</summary>
    public bool IsLastOfIteration => Statement.AncestorsAndSelf().TakeWhile(node => node != Loop).All(IsLastIn);

    /// <summary>
    /// True where an object is handed over that the loop did not make: changed for the next item, it would change for this one too.
    /// </summary>
    public bool IsReused(IOperation value) => ValueFlow.RootVariable(value) is { } root
        && !Write.Loop.IsDeclaredInside(root) && !Write.Loop.Items.Contains(root, SymbolEqualityComparer.Default);

    public string Fresh(string name) => FreshNames.OfLocals(Site.Model, Loop).Take(name);

    /// <summary>The type's name as short as the imports allow.</summary>
    public string Name(ITypeSymbol type) => type.ToMinimalDisplayString(Site.Model, Loop.SpanStart);

    public string Name(string metadataName) => Type(metadataName) is { } type ? Name(type) : metadataName;

    /// <summary>The creation of an empty list.</summary>
    public string NewList(string element) => $"new {Name("System.Collections.Generic.List`1").Replace("<T>", "")}<{element}>()";

    public INamedTypeSymbol? Type(string metadataName) => Site.Model.Compilation.GetTypeByMetadataName(metadataName);

    public Rewriting? Around(StatementSyntax rewritten, IReadOnlyList<string> before, IReadOnlyList<string> after, string title) =>
        StatementsAround.Write(Site.Root, Loop, rewritten, before, after) is { } root && !OwnRemedy.IsCalledBy(root, Site)
            ? new(root, title, NeedsReview: true)
            : null;

    /// <summary>A statement that takes another's place and keeps the comments around it.</summary>
    public static ExpressionStatementSyntax InPlaceOf(ExpressionStatementSyntax statement, string expression) =>
        SyntaxFactory.ExpressionStatement(SyntaxFactory.ParseExpression(expression)).WithTriviaFrom(statement);

    private static bool IsLastIn(SyntaxNode node) => node.Parent switch
    {
        BlockSyntax block => block.Statements.Last() == node,
        IfStatementSyntax or ElseClauseSyntax or CommonForEachStatementSyntax or ForStatementSyntax => true,
        _ => false,
    };

    private static bool Leaves(IOperation operation) => operation switch
    {
        IReturnOperation { IsImplicit: false } => true,
        IBranchOperation { BranchKind: BranchKind.GoTo } => true,
        _ => false,
    };
}
