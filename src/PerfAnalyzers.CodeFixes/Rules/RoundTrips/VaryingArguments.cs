using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PerfAnalyzers.Code;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.CodeFixes.Rules.RoundTrips;

/// <summary>The one argument that differs per item, where an overload takes an array of them.</summary>
/// <param name="Selector">How it is computed from an item.</param>
/// <param name="Cast">The type of the array's elements, where the argument has another.</param>
internal sealed record ManyArgument(ItemSelector Selector, string? Cast);

/// <summary>The arguments of a call in a loop, as they can be written before the loop.</summary>
internal sealed class VaryingArguments
{
    private readonly IReadOnlyList<string> texts;
    private readonly int varying;

    private VaryingArguments(IReadOnlyList<string> texts, int varying, string parameter, ManyArgument? many) =>
        (this.texts, this.varying, Parameter, Many) = (texts, varying, parameter, many);

    /// <summary>What the arguments call the item.</summary>
    public string Parameter { get; }

    public ManyArgument? Many { get; }

    /// <summary>The arguments for one item.</summary>
    public string Each => string.Join(", ", texts);

    /// <summary>Null where an argument cannot be computed before the loop, or none depends on the item.</summary>
    public static VaryingArguments? Of(LoopRead read, LoopItems items)
    {
        var arguments = read.Syntax.ArgumentList.Arguments;
        var selectors = arguments.Select(argument => items.Select(argument.Expression)).ToList();
        if (selectors.Contains(null) || arguments.Any(argument => argument.RefKindKeyword.RawKind != 0))
            return null;
        var varying = Enumerable.Range(0, arguments.Count).Where(index => UsesItem(read, arguments[index])).ToList();
        if (varying.Count == 0)
            return null;
        var texts = arguments.Select((argument, index) => varying.Contains(index)
            ? $"{argument.NameColon?.WithoutTrivia()} {selectors[index]!.Body}".TrimStart()
            : argument.WithoutTrivia().ToString());
        var first = selectors[varying[0]]!;
        return new([.. texts], varying[0], first.Parameter, varying.Count == 1 ? ManyOf(read, varying[0], first) : null);
    }

    /// <summary>The arguments for many items, given the one that holds them.</summary>
    public string With(string many) => string.Join(", ", texts.Select((text, index) => index == varying ? many : text));

    private static bool UsesItem(LoopRead read, ArgumentSyntax argument) =>
        read.Site.Model.GetOperation(argument.Expression) is { } operation && read.Loop.UsesItem(operation);

    private static ManyArgument? ManyOf(LoopRead read, int index, ItemSelector selector)
    {
        if (ElementOfMany(read, index) is not { } element)
            return null;
        var given = read.Site.Model.GetTypeInfo(read.Syntax.ArgumentList.Arguments[index].Expression).Type;
        return new(selector, SymbolEqualityComparer.Default.Equals(given, element) ? null : element.Name);
    }

    /// <summary>The type of a key or field in the overload that takes many and answers each; null where the tables know none.</summary>
    private static ITypeSymbol? ElementOfMany(LoopRead read, int index)
    {
        var apis = ApiKnowledge.For(read.Site.Model.Compilation, read.Site.Document.Project.AnalyzerOptions);
        if (apis.Find(read.Call, ApiRole.Read)?.Instead is not { NamesOverload: true } instead
            || index >= instead.Parameters.Length || !instead.Parameters[index].EndsWith("[]", StringComparison.Ordinal))
            return null;
        var method = read.Call.TargetMethod;
        return method.ContainingType.GetMembers(method.Name).OfType<IMethodSymbol>()
            .Where(many => instead.HasMember(many) && AnswersEach(many, method))
            .Select(many => (many.Parameters[index].Type as IArrayTypeSymbol)?.ElementType).FirstOrDefault(type => type is not null);
    }

    private static bool AnswersEach(IMethodSymbol many, IMethodSymbol one) =>
        ResultOf(many) is IArrayTypeSymbol answers && SymbolEqualityComparer.Default.Equals(answers.ElementType, ResultOf(one));

    private static ITypeSymbol ResultOf(IMethodSymbol method) => method.ReturnType.OnceAwaited();
}
