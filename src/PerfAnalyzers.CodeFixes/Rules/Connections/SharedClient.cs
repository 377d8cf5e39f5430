using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PerfAnalyzers.Code;
using PerfAnalyzers.CodeFixes.Host;

namespace PerfAnalyzers.CodeFixes.Rules.Connections;

/// <summary>The creation of a client, rewritten for a long life: settings join the initializer, and a pool renews its connections for the sake of DNS.</summary>
internal static class SharedClient
{
    private const string Lifetime = "PooledConnectionLifetime = System.TimeSpan.FromMinutes(2)";

    private static readonly ImmutableHashSet<string> ClientSettings = ImmutableHashSet.Create("BaseAddress", "Timeout", "MaxResponseContentBufferSize", "DefaultRequestVersion", "DefaultVersionPolicy");

    /// <summary>Settings that mean the same on both handlers. State that belongs to one caller, such as cookies and credentials, is not shared.</summary>
    private static readonly ImmutableHashSet<string> HandlerSettings = ImmutableHashSet.Create(
        "AllowAutoRedirect", "AutomaticDecompression", "MaxAutomaticRedirections", "MaxConnectionsPerServer", "MaxResponseHeadersLength", "UseCookies", "UseProxy",
        "PooledConnectionIdleTimeout", "PooledConnectionLifetime", "ConnectTimeout", "EnableMultipleHttp2Connections", "KeepAlivePingDelay", "KeepAlivePingTimeout");

    public static string? Of(FixSite site, ClientHolder holder)
    {
        if (site.Model.GetTypeInfo(holder.Value, site.Cancellation).Type is not INamedTypeSymbol type)
            return null;
        if (!type.Is("System.Net.Http.HttpClient"))
            return holder.Settings.Count == 0 && !holder.Value.DescendantTrivia().Any(trivia => trivia.IsDirective) ? holder.Value.WithoutTrivia().ToString() : null;
        if (holder.Value is not BaseObjectCreationExpressionSyntax creation || HandlerOf(site, holder, creation) is not { } handler || SettingsOf(holder, creation) is not { } settings)
            return null;
        return $"new System.Net.Http.HttpClient({handler}){(settings.Length > 0 ? $" {{ {settings} }}" : "")}";
    }

    private static string? SettingsOf(ClientHolder holder, BaseObjectCreationExpressionSyntax creation)
    {
        var all = (creation.Initializer?.Expressions ?? []).Concat(holder.Settings.Select(setting => (ExpressionSyntax)WithoutReceiver((AssignmentExpressionSyntax)setting.Expression))).ToList();
        return all.All(setting => IsAmong(ClientSettings, setting)) ? string.Join(", ", all.Select(setting => setting.WithoutTrivia().ToString())) : null;
    }

    private static AssignmentExpressionSyntax WithoutReceiver(AssignmentExpressionSyntax setting) =>
        setting.WithLeft(((MemberAccessExpressionSyntax)setting.Left).Name.WithTriviaFrom(setting.Left));

    private static string? HandlerOf(FixSite site, ClientHolder holder, BaseObjectCreationExpressionSyntax creation)
    {
        if (creation.ArgumentList is not { Arguments.Count: > 0 } arguments)
            return $"new System.Net.Http.SocketsHttpHandler {{ {Lifetime} }}";
        var argument = arguments.Arguments[0].Expression;
        if (arguments.Arguments.Count > 1 || (argument is IdentifierNameSyntax local ? Absorb(site, holder, local) : argument) is not BaseObjectCreationExpressionSyntax handler
            || handler.ArgumentList is { Arguments.Count: > 0 }
            || site.Model.GetTypeInfo(handler, site.Cancellation).Type is not INamedTypeSymbol type
            || !(type.Is("System.Net.Http.SocketsHttpHandler") || type.Is("System.Net.Http.HttpClientHandler")))
            return null;

        var settings = handler.Initializer?.Expressions.ToList() ?? [];
        if (!settings.All(setting => IsAmong(HandlerSettings, setting)))
            return null;
        var texts = settings.Select(setting => setting.WithoutTrivia().ToString()).ToList();
        if (!texts.Any(text => text.StartsWith("PooledConnectionLifetime", StringComparison.Ordinal)))
            texts.Add(Lifetime);
        return $"new System.Net.Http.SocketsHttpHandler {{ {string.Join(", ", texts)} }}";
    }

    /// <summary>The creation of a handler that a local carries to the client and nowhere else; its declaration goes away.</summary>
    private static ExpressionSyntax? Absorb(FixSite site, ClientHolder holder, IdentifierNameSyntax use)
    {
        if (site.Model.GetSymbolInfo(use, site.Cancellation).Symbol is not ILocalSymbol { DeclaringSyntaxReferences: [var reference] } local
            || reference.GetSyntax(site.Cancellation) is not VariableDeclaratorSyntax { Initializer.Value: { } value, Parent: VariableDeclarationSyntax { Variables.Count: 1, Parent: LocalDeclarationStatementSyntax { Parent: BlockSyntax block } declaration } })
            return null;
        var uses = block.DescendantNodes().OfType<IdentifierNameSyntax>().Count(name =>
            name.Identifier.ValueText == local.Name && SymbolEqualityComparer.Default.Equals(site.Model.GetSymbolInfo(name, site.Cancellation).Symbol, local));
        if (uses != 1)
            return null;
        holder.Absorbed.Add(declaration);
        return value;
    }

    private static bool IsAmong(ImmutableHashSet<string> names, ExpressionSyntax setting) =>
        setting is AssignmentExpressionSyntax { Left: IdentifierNameSyntax name, Right: not InitializerExpressionSyntax } && names.Contains(name.Identifier.ValueText);
}
