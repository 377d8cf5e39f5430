using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PerfAnalyzers.CodeFixes.Host;
using PerfAnalyzers.CodeFixes.Writing;

namespace PerfAnalyzers.CodeFixes.Rules.Connections;

/// <summary>A static field for a client that depends on nothing but constants and other static members.</summary>
/// <param name="Field">The field.</param>
/// <param name="Owner">The type that gets it.</param>
/// <param name="Access">The expression that yields the client.</param>
/// <param name="Handler">The declaration of a handler that moves along with its client.</param>
internal sealed record ClientField(SharedField Field, TypeDeclarationSyntax Owner, string Access, LocalDeclarationStatementSyntax? Handler)
{
    /// <summary>Null where the client cannot live in a static field.</summary>
    public static ClientField? For(FixSite site, ClientHolder holder)
    {
        if (OwnerOf(holder.Value) is not { } owner
            || site.Model.GetDeclaredSymbol(owner, site.Cancellation) is not { } type || IsGeneric(type))
            return null;
        if (site.Model.GetTypeInfo(holder.Value, site.Cancellation).Type is not INamedTypeSymbol client || holder.IsConfigured)
            return null;
        if (SharedClient.Of(site, holder, client) is not { } shared || !IsFixed(site, holder, shared, owner))
            return null;

        var name = client.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat).Replace("global::", "");
        return client.Name == "ConnectionMultiplexer"
            ? With(Field($"System.Lazy<{name}>", $"new System.Lazy<{name}>(() => {shared.Creation})", "Redis"), ".Value")
            : With(Field(name, shared.Creation, Preferred(client)), "");

        SharedField Field(string typeName, string value, string preferred) => SharedField.Of(site.Model, owner, typeName, value, preferred);
        ClientField With(SharedField field, string member) => new(field, owner, field.Name + member, shared.Handler);
    }

    /// <summary>The type around the client, where it has a body and may have static fields.</summary>
    private static TypeDeclarationSyntax? OwnerOf(SyntaxNode client) =>
        client.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { OpenBraceToken.RawKind: not 0 } type and not InterfaceDeclarationSyntax
            ? type
            : null;

    /// <summary>True where each construction has static fields of its own.</summary>
    private static bool IsGeneric(INamedTypeSymbol type) => type.IsGenericType || (type.ContainingType is { } outer && IsGeneric(outer));

    private static bool IsFixed(FixSite site, ClientHolder holder, SharedClient shared, TypeDeclarationSyntax owner)
    {
        var settings = holder.Settings.Select(setting => ((AssignmentExpressionSyntax)setting.Expression).Right);
        List<SyntaxNode> moved = [.. settings, holder.Value];
        if (shared.Handler is { } handler)
            moved.Add(handler);
        return new FixedValue(site, owner, shared.Handler).Holds(moved);
    }

    private static string Preferred(INamedTypeSymbol client) => client.Name switch
    {
        "HttpClient" => "Http",
        "GrpcChannel" => "Channel",
        "NpgsqlDataSource" or "MySqlDataSource" => "DataSource",
        "CosmosClient" => "Cosmos",
        _ => "Shared" + (client.TypeKind == TypeKind.Interface ? client.Name.Substring(1) : client.Name),
    };
}
