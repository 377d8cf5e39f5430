using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PerfAnalyzers.Code;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace PerfAnalyzers.CodeFixes.Writing;

/// <summary>How System.Threading.Tasks.Task is named at a place: in full where another type is called Task.</summary>
internal sealed class TaskType(SemanticModel model, int position)
{
    private const string Namespace = "System.Threading.Tasks";

    private readonly bool isTaken =
        model.LookupNamespacesAndTypes(position, name: "Task").Any(candidate => !(candidate as ITypeSymbol).IsTask());

    /// <summary>The namespace to import, or null.</summary>
    public string? Import => isTaken ? null : Namespace;

    public NameSyntax Name => Named(IdentifierName("Task"));

    /// <summary>In full also where a property or a variable is called Task.</summary>
    public ExpressionSyntax Member(string name) => MemberAccessExpression(
        SyntaxKind.SimpleMemberAccessExpression, isTaken || IsHidden ? ParseExpression(Namespace + ".Task") : Name, IdentifierName(name));

    public NameSyntax Of(TypeSyntax result) =>
        Named(GenericName(Identifier("Task"), TypeArgumentList(SingletonSeparatedList(result.WithoutTrivia()))));

    private bool IsHidden => model
        .GetSpeculativeSymbolInfo(position, IdentifierName("Task"), SpeculativeBindingOption.BindAsExpression)
        .Symbol is not (null or ITypeSymbol);

    private NameSyntax Named(SimpleNameSyntax name) => isTaken ? InFull(name) : name;

    private static NameSyntax InFull(SimpleNameSyntax name) => QualifiedName(ParseName(Namespace), name);
}
