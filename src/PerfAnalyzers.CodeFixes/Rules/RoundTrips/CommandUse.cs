using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Code;

namespace PerfAnalyzers.CodeFixes.Rules.RoundTrips;

/// <summary>A command that is a local variable: how it is made, and everything that is done with it.</summary>
/// <param name="Command">The variable.</param>
/// <param name="Declarator">Its declaration.</param>
/// <param name="Creation">The constructor, or the factory method.</param>
/// <param name="Uses">Every mention of it.</param>
internal sealed record CommandUse(
    ILocalSymbol Command, IVariableDeclaratorOperation Declarator, IOperation Creation, IReadOnlyList<ILocalReferenceOperation> Uses)
{
    /// <summary>What the command runs on: the connection, or the data source.</summary>
    public IOperation? Source => (Creation switch
    {
        IInvocationOperation { TargetMethod.Name: "CreateCommand", Instance: { } instance } => instance,
        IObjectCreationOperation creation => Argument(creation, "connection"),
        _ => null,
    })?.WithoutConversions();

    public static CommandUse? Of(IOperation? receiver)
    {
        if (receiver is not ILocalReferenceOperation { Local: var command })
            return null;
        var declarator = Values.DeclaratorOf(command, receiver);
        return declarator?.GetVariableInitializer()?.Value.WithoutConversions() is { } creation
            ? new(command, declarator, creation, [.. Variables.ReferencesTo(command, receiver)])
            : null;
    }

    /// <summary>The value of the parameter; null where the constructor has no such one.</summary>
    public static IOperation? Argument(IObjectCreationOperation creation, string parameter) =>
        creation.Arguments.FirstOrDefault(argument => argument.Parameter?.Name == parameter)?.Value;

    public bool IsMadeIn(SyntaxNode node) => node.Span.Contains(Declarator.Syntax.Span);
}
