using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Simplification;
using PerfAnalyzers.CodeFixes.Host;
using PerfAnalyzers.CodeFixes.Rules.Connections;

namespace PerfAnalyzers.CodeFixes.Writing;

/// <summary>A static field for a client that depends on nothing but constants and other static members.</summary>
internal sealed class SharedField
{
    private readonly string name;
    private readonly string type;
    private readonly string value;
    private readonly bool exists;

    private SharedField(string name, string type, string value, bool exists, string access) =>
        (this.name, this.type, this.value, this.exists, Access) = (name, type, value, exists, access);

    /// <summary>The expression that yields the client.</summary>
    public string Access { get; }

    public static SharedField? For(FixSite site, ClientHolder holder)
    {
        if (holder.Value.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } container || container is InterfaceDeclarationSyntax || container.OpenBraceToken.RawKind == 0
            || site.Model.GetDeclaredSymbol(container, site.Cancellation) is not { } owner || IsGeneric(owner) || holder.IsConfigured
            || site.Model.GetTypeInfo(holder.Value, site.Cancellation).Type is not INamedTypeSymbol client
            || SharedClient.Of(site, holder) is not { } initializer || !IsIndependent(site, holder, owner, container))
            return null;

        var display = client.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat).Replace("global::", "");
        var connects = client.Name == "ConnectionMultiplexer";
        var type = connects ? $"System.Lazy<{display}>" : display;
        var value = connects ? $"new System.Lazy<{display}>(() => {initializer})" : initializer;
        var known = container.Members.OfType<FieldDeclarationSyntax>().FirstOrDefault(field => field.HasAnnotation(Mark(value))) ?? SameField(container, value);
        var name = known?.Declaration.Variables[0].Identifier.ValueText ?? FreeName(site, container, Preferred(client));
        return new(name, type, value, known is not null, connects ? name + ".Value" : name);
    }

    public SyntaxNode AddTo(SyntaxNode root, SyntaxNode container)
    {
        var declaration = (TypeDeclarationSyntax)container;
        if (exists)
            return root;
        var field = ((FieldDeclarationSyntax)SyntaxFactory.ParseMemberDeclaration($"private static readonly {type} {name} = {value};")!)
            .WithAdditionalAnnotations(Formatter.Annotation, Simplifier.Annotation, Mark(value));
        var after = declaration.Members.ToList().FindLastIndex(member => member is FieldDeclarationSyntax earlier && earlier.Modifiers.Any(IsStatic));
        var endOfLine = root.DescendantTrivia().FirstOrDefault(trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia)) is { RawKind: not 0 } found ? found : SyntaxFactory.LineFeed;
        field = field.WithTrailingTrivia(endOfLine);
        if (after >= 0)
            return root.ReplaceNode(declaration, declaration.WithMembers(declaration.Members.Insert(after + 1, Indented(field, declaration))));
        var members = declaration.Members;
        if (members.Count > 0 && !members[0].GetLeadingTrivia().FirstOrDefault().IsKind(SyntaxKind.EndOfLineTrivia))
            members = members.Replace(members[0], members[0].WithLeadingTrivia(members[0].GetLeadingTrivia().Insert(0, endOfLine)));
        return root.ReplaceNode(declaration, declaration.WithMembers(members.Insert(0, Indented(field, declaration))));
    }

    private static FieldDeclarationSyntax Indented(FieldDeclarationSyntax field, TypeDeclarationSyntax container) =>
        field.WithLeadingTrivia(container.Members.FirstOrDefault()?.GetLeadingTrivia().LastOrDefault(trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia)) is { RawKind: not 0 } indentation
            ? SyntaxFactory.TriviaList(indentation) : default);

    private static SyntaxAnnotation Mark(string value) => new("shared client", value);

    private static bool IsStatic(SyntaxToken modifier) => modifier.IsKind(SyntaxKind.StaticKeyword) || modifier.IsKind(SyntaxKind.ConstKeyword);

    /// <summary>A field with the same initializer, whatever its names are written like.</summary>
    private static FieldDeclarationSyntax? SameField(TypeDeclarationSyntax container, string value) =>
        container.Members.OfType<FieldDeclarationSyntax>().FirstOrDefault(field =>
            field.Modifiers.Any(SyntaxKind.StaticKeyword) && field.Modifiers.Any(SyntaxKind.ReadOnlyKeyword) && field.Declaration.Variables.Count == 1
            && field.Declaration.Variables[0].Initializer?.Value is { } existing && Bare(existing) == Bare(SyntaxFactory.ParseExpression(value)));

    private static string Bare(ExpressionSyntax expression)
    {
        var names = expression.DescendantNodesAndSelf().OfType<QualifiedNameSyntax>().Where(name => name.Parent is not QualifiedNameSyntax);
        var text = expression.ReplaceNodes(names, (name, _) => name.Right).NormalizeWhitespace().ToString();
        return text.Replace("System.", "").Replace("Net.Http.", "");
    }

    private static bool IsGeneric(INamedTypeSymbol type) => type.IsGenericType || (type.ContainingType is { } outer && IsGeneric(outer));

    /// <summary>True where nothing that moves depends on the call or on an instance, or on static state that is set only later.</summary>
    private static bool IsIndependent(FixSite site, ClientHolder holder, INamedTypeSymbol owner, TypeDeclarationSyntax container) =>
        holder.Settings.Select(setting => ((AssignmentExpressionSyntax)setting.Expression).Right).Concat(holder.Absorbed.Cast<SyntaxNode>()).Append(holder.Value)
            .SelectMany(part => part.DescendantNodesAndSelf())
            .All(node => node switch
            {
                ThisExpressionSyntax or BaseExpressionSyntax or AwaitExpressionSyntax or AnonymousFunctionExpressionSyntax => false,
                SimpleNameSyntax name => site.Model.GetSymbolInfo(name, site.Cancellation).Symbol switch
                {
                    ILocalSymbol local => local.IsConst is false && holder.Absorbed.Any(statement => local.DeclaringSyntaxReferences.Any(reference => statement.FullSpan.Contains(reference.Span))),
                    IFieldSymbol { IsConst: true } => true,
                    IFieldSymbol { IsStatic: true } field => field.IsReadOnly && (container.Modifiers.All(modifier => !modifier.IsKind(SyntaxKind.PartialKeyword)) || !SymbolEqualityComparer.Default.Equals(field.ContainingType, owner)),
                    IPropertySymbol { IsStatic: true } property => property.SetMethod is null,
                    IPropertySymbol => node.Parent is AssignmentExpressionSyntax { Parent: InitializerExpressionSyntax } || IsMemberOfValue(name),
                    IMethodSymbol method => method.IsStatic || method.MethodKind == MethodKind.Constructor || IsMemberOfValue(name),
                    ITypeSymbol or INamespaceSymbol => true,
                    _ => false,
                },
                _ => true,
            });

    private static bool IsMemberOfValue(SimpleNameSyntax name) => name.Parent is MemberAccessExpressionSyntax access && access.Name == name;

    private static string Preferred(INamedTypeSymbol client) => client.Name switch
    {
        "HttpClient" => "Http",
        "ConnectionMultiplexer" => "Redis",
        "GrpcChannel" => "Channel",
        "NpgsqlDataSource" or "MySqlDataSource" => "DataSource",
        "CosmosClient" => "Cosmos",
        _ => "Shared" + (client.TypeKind == TypeKind.Interface ? client.Name.Substring(1) : client.Name),
    };

    private static string FreeName(FixSite site, TypeDeclarationSyntax container, string name)
    {
        var taken = container.DescendantTokens().Where(token => token.IsKind(SyntaxKind.IdentifierToken)).Select(token => token.ValueText).ToImmutableHashSet();
        for (var number = 1; ; number++)
        {
            var candidate = number == 1 ? name : name + number;
            if (!taken.Contains(candidate) && site.Model.LookupSymbols(container.OpenBraceToken.Span.End, name: candidate).IsEmpty)
                return candidate;
        }
    }
}
