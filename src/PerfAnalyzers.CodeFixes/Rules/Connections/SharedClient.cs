using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PerfAnalyzers.Code;
using PerfAnalyzers.CodeFixes.Host;

namespace PerfAnalyzers.CodeFixes.Rules.Connections;

/// <summary>The creation of a client for a long life: settings join the initializer, and the pool renews its connections for DNS.</summary>
/// <param name="Creation">The expression.</param>
/// <param name="Handler">The declaration of a handler that the expression contains now.</param>
internal sealed record SharedClient(string Creation, LocalDeclarationStatementSyntax? Handler)
{
    private const string Lifetime = "PooledConnectionLifetime";

    private static readonly ImmutableHashSet<string> ClientSettings = ImmutableHashSet.Create(
        "BaseAddress", "Timeout", "MaxResponseContentBufferSize", "DefaultRequestVersion", "DefaultVersionPolicy");

    /// <summary>
    /// Settings that mean the same on both handlers. State that belongs to one caller, such as cookies and credentials, is not shared.
    /// </summary>
    private static readonly ImmutableHashSet<string> HandlerSettings = ImmutableHashSet.Create(
        "AllowAutoRedirect", "AutomaticDecompression", "MaxAutomaticRedirections", "MaxConnectionsPerServer", "MaxResponseHeadersLength",
        "UseCookies", "UseProxy", "PooledConnectionIdleTimeout", Lifetime, "ConnectTimeout", "EnableMultipleHttp2Connections",
        "KeepAlivePingDelay", "KeepAlivePingTimeout");

    /// <summary>Null where a setting belongs to one call.</summary>
    public static SharedClient? Of(FixSite site, ClientHolder holder, INamedTypeSymbol type)
    {
        if (!type.Is("System.Net.Http.HttpClient"))
            return AsItIs(holder);
        if (holder.Value is not BaseObjectCreationExpressionSyntax creation || SettingsOf(holder, creation) is not { } settings)
            return null;
        var initializer = settings.Length > 0 ? $" {{ {settings} }}" : "";
        var (argument, declaration) = HandlerOf(site, creation);
        return argument is null ? null : new($"new System.Net.Http.HttpClient({argument}){initializer}", declaration);
    }

    private static SharedClient? AsItIs(ClientHolder holder) =>
        holder.Settings.Count == 0 && !holder.Value.ContainsDirectives ? new(holder.Value.WithoutTrivia().ToString(), Handler: null) : null;

    private static string? SettingsOf(ClientHolder holder, BaseObjectCreationExpressionSyntax creation)
    {
        var initial = creation.Initializer?.Expressions ?? [];
        List<ExpressionSyntax> all = [.. initial, .. holder.Settings.Select(WithoutReceiver)];
        return all.All(setting => IsAmong(ClientSettings, setting))
            ? string.Join(", ", all.Select(setting => setting.WithoutTrivia()))
            : null;
    }

    private static ExpressionSyntax WithoutReceiver(ExpressionStatementSyntax statement)
    {
        var setting = (AssignmentExpressionSyntax)statement.Expression;
        return setting.WithLeft(((MemberAccessExpressionSyntax)setting.Left).Name.WithTriviaFrom(setting.Left));
    }

    /// <summary>The handler, and the declaration that it is taken from; null where it cannot be shared.</summary>
    private static (string? Creation, LocalDeclarationStatementSyntax? Declaration) HandlerOf(
        FixSite site, BaseObjectCreationExpressionSyntax client)
    {
        var arguments = client.ArgumentList?.Arguments ?? default;
        if (arguments.Count == 0)
            return (SocketsHandler([]), null);
        if (arguments.Count > 1)
            return default;
        var given = arguments[0].Expression;
        var (value, declaration) = given is IdentifierNameSyntax local ? Carried(site, local) : (given, null);
        return value is BaseObjectCreationExpressionSyntax { ArgumentList: null or { Arguments.Count: 0 } } handler
            && IsKnownHandler(site, handler)
            ? (SocketsHandler(handler.Initializer?.Expressions ?? []), declaration)
            : default;
    }

    private static bool IsKnownHandler(FixSite site, ExpressionSyntax handler) =>
        site.Model.GetTypeInfo(handler, site.Cancellation).Type is INamedTypeSymbol type
        && (type.Is("System.Net.Http.SocketsHttpHandler") || type.Is("System.Net.Http.HttpClientHandler"));

    /// <summary>A handler with the settings; null where one of them cannot be shared.</summary>
    private static string? SocketsHandler(SeparatedSyntaxList<ExpressionSyntax> settings)
    {
        if (!settings.All(setting => IsAmong(HandlerSettings, setting)))
            return null;
        var texts = settings.Select(setting => setting.WithoutTrivia().ToString()).ToList();
        if (!texts.Any(text => text.StartsWith(Lifetime, StringComparison.Ordinal)))
            texts.Add(Lifetime + " = System.TimeSpan.FromMinutes(2)");
        return $"new System.Net.Http.SocketsHttpHandler {{ {string.Join(", ", texts)} }}";
    }

    /// <summary>The value that a local carries to the client and nowhere else, and its declaration, which goes away.</summary>
    private static (ExpressionSyntax? Value, LocalDeclarationStatementSyntax? Declaration) Carried(
        FixSite site, IdentifierNameSyntax use) =>
        site.Model.GetSymbolInfo(use, site.Cancellation).Symbol is ILocalSymbol { DeclaringSyntaxReferences: [var reference] } local
        && reference.GetSyntax(site.Cancellation) is VariableDeclaratorSyntax { Initializer.Value: { } value } declarator
        && declarator.Parent is VariableDeclarationSyntax { Variables.Count: 1, Parent: LocalDeclarationStatementSyntax declaration }
        && IsUsedOnce(local, declaration, site)
            ? (value, declaration)
            : default;

    private static bool IsUsedOnce(ILocalSymbol local, LocalDeclarationStatementSyntax declaration, FixSite site) =>
        declaration.Parent is BlockSyntax block && ClientHolder.UsesOf(local, block, site).Take(2).Count() == 1;

    private static bool IsAmong(ImmutableHashSet<string> names, ExpressionSyntax setting) =>
        setting is AssignmentExpressionSyntax { Left: IdentifierNameSyntax name, Right: not InitializerExpressionSyntax }
        && names.Contains(name.Identifier.ValueText);
}
