using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Code;
using PerfAnalyzers.Rules.RoundTrips;

namespace PerfAnalyzers.CodeFixes.Rules.RoundTrips;

/// <summary>A command that is a local variable: how it is made, and everything that is done with it.</summary>
internal sealed class CommandUse
{
    private CommandUse(ILocalSymbol command, IVariableDeclaratorOperation declarator, IOperation creation, IReadOnlyList<ILocalReferenceOperation> uses) =>
        (Command, Declarator, Creation, Uses) = (command, declarator, creation, uses);

    public ILocalSymbol Command { get; }

    public IVariableDeclaratorOperation Declarator { get; }

    /// <summary>The constructor, or the factory method.</summary>
    public IOperation Creation { get; }

    public IReadOnlyList<ILocalReferenceOperation> Uses { get; }

    /// <summary>What the command runs on: the connection, or the data source.</summary>
    public IOperation? Source => (Creation switch
    {
        IInvocationOperation { TargetMethod.Name: "CreateCommand", Instance: { } instance } => instance,
        IObjectCreationOperation creation => creation.Arguments.FirstOrDefault(argument => argument.Parameter?.Name == "connection")?.Value,
        _ => null,
    })?.WithoutConversions();

    public static CommandUse? Of(IOperation? receiver)
    {
        if (receiver is not ILocalReferenceOperation { Local: var command })
            return null;
        var code = receiver.Function().DescendantsAndSelf().ToList();
        return code.OfType<IVariableDeclaratorOperation>().FirstOrDefault(candidate => SymbolEqualityComparer.Default.Equals(candidate.Symbol, command)) is { } declarator
            && declarator.GetVariableInitializer()?.Value.WithoutConversions() is { } creation
                ? new(command, declarator, creation, [.. code.OfType<ILocalReferenceOperation>().Where(use => SymbolEqualityComparer.Default.Equals(use.Local, command))])
                : null;
    }

    public bool IsMadeIn(SyntaxNode node) => node.Span.Contains(Declarator.Syntax.Span);
}
