using System.Collections.Concurrent;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PerfAnalyzers.Code;
using PerfAnalyzers.Knowledge;
using PerfAnalyzers.Rules.RoundTrips;

namespace PerfAnalyzers.Effects;

/// <summary>
/// Answers whether a method of this project does nothing but read from a store, or nothing but write to one, so that a call of it is a round trip.
/// Of an interface every implementation in the project must do so.
/// </summary>
internal sealed class StoreMethods
{
    private const int Depth = 3;
    private const int MostStatements = 12;

    private readonly Compilation compilation;
    private readonly ApiKnowledge apis;
    private readonly ConcurrentDictionary<(ISymbol Method, ApiRole Role, int Depth), bool> known = new();
    private readonly Lazy<ILookup<ISymbol, INamedTypeSymbol>> implementations;

    public StoreMethods(Compilation compilation, ApiKnowledge apis)
    {
        this.compilation = compilation;
        this.apis = apis;
        implementations = new(() => Types(compilation.Assembly.GlobalNamespace).Where(type => type is { TypeKind: TypeKind.Class, IsAbstract: false })
            .SelectMany(type => type.AllInterfaces.Select(contract => (Contract: (ISymbol)contract.OriginalDefinition, Type: type)))
            .ToLookup(pair => pair.Contract, pair => pair.Type, (IEqualityComparer<ISymbol>)SymbolEqualityComparer.Default));
    }

    /// <summary>True for a method of the project under analysis.</summary>
    public bool Owns(IMethodSymbol method) => SymbolEqualityComparer.Default.Equals(method.ContainingAssembly, compilation.Assembly);

    public bool Does(ApiRole role, IMethodSymbol method) => Does(role, method, Depth);

    private bool Does(ApiRole role, IMethodSymbol method, int depth)
    {
        method = (method.ReducedFrom ?? method).OriginalDefinition;
        if (depth == 0 || !Owns(method) || (role == ApiRole.Read && method.ReturnType.AwaitedType() is null or { SpecialType: SpecialType.System_Void }))
            return false;
        return known.TryGetValue((method, role, depth), out var does) ? does : known.GetOrAdd((method, role, depth), Find(role, method, depth));
    }

    private bool Find(ApiRole role, IMethodSymbol method, int depth)
    {
        if (!method.IsAbstract)
            return BodyDoes(role, method, depth);
        var bodies = implementations.Value[method.ContainingType]
            .Select(type => type.FindImplementationForInterfaceMember(InterfaceMember(type, method))).OfType<IMethodSymbol>().ToList();
        return bodies.Count > 0 && bodies.All(body => BodyDoes(role, body.OriginalDefinition, depth));
    }

    /// <summary>The member as the type implements it: of a generic interface with the type's own arguments.</summary>
    private static ISymbol InterfaceMember(INamedTypeSymbol type, IMethodSymbol method) =>
        type.AllInterfaces.Where(contract => SymbolEqualityComparer.Default.Equals(contract.OriginalDefinition, method.ContainingType))
            .SelectMany(contract => contract.GetMembers(method.Name)).FirstOrDefault(member => SymbolEqualityComparer.Default.Equals(member.OriginalDefinition, method)) ?? method;

    private bool BodyDoes(ApiRole role, IMethodSymbol method, int depth)
    {
        if (method.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is not MethodDeclarationSyntax declaration || !IsShort(declaration))
            return false;
#pragma warning disable RS1030 // The method is in another file than the loop; only methods that a loop over data awaits get here.
        var body = compilation.GetSemanticModel(declaration.SyntaxTree).GetOperation(declaration) as IMethodBodyOperation;
#pragma warning restore RS1030
        if ((body?.BlockBody ?? body?.ExpressionBody) is not { } block)
            return false;

        var code = LoopCode.WithoutOtherFunctions(block).ToList();
        if (code.Any(operation => operation is ILoopOperation || Remembers(operation)))
            return false;
        var calls = code.OfType<IInvocationOperation>().ToList();
        var reads = calls.Where(call => Reads(call, depth)).ToList();
        var writes = calls.Where(call => Writes(call, depth)).ToList();
        if (role == ApiRole.Read ? reads.Count == 0 || writes.Count > 0 : writes.Count == 0 || reads.Count > 0)
            return false;

        var results = reads.Concat(writes).Select(call => (Call: call, Flow: ValueFlow.From(call, block, throughCalls: true))).ToList();
        var steps = code.OfType<IAwaitOperation>().Select(await => await.AwaitedCall())
            .Concat(code.OfType<IExpressionStatementOperation>().Select(statement => statement.Operation).OfType<IInvocationOperation>());
        return steps.All(step => step is not null && (IsHarmless(step) || results.Any(result => BelongsTo(result.Call, result.Flow, step))))
            && (role == ApiRole.Write || code.OfType<IReturnOperation>().Any(returned => results.Any(result => result.Flow.Reaches(returned))));
    }

    /// <summary>True for the read or write itself, for what prepares it in the same library or on the same connection, and for what a library does with its result.</summary>
    private bool BelongsTo(IInvocationOperation trip, ValueFlow result, IInvocationOperation step) =>
        ReferenceEquals(trip, step)
        || (!Owns(step.TargetMethod) && (result.Reaches(step) || SymbolEqualityComparer.Default.Equals(step.TargetMethod.ContainingAssembly, trip.TargetMethod.ContainingAssembly)))
        || (ValueFlow.RootVariable(step.Receiver()) is { } root && SymbolEqualityComparer.Default.Equals(root, ValueFlow.RootVariable(trip.Receiver())));

    /// <summary>A method that only reads or writes is short; a long one need not be bound to see that it is none.</summary>
    private static bool IsShort(SyntaxNode declaration) => declaration.DescendantNodes().OfType<StatementSyntax>().Take(MostStatements + 1).Count() <= MostStatements;

    private bool Reads(IInvocationOperation call, int depth) =>
        RunsAnySql(call) ? false
        : apis.Find(call, ApiRole.Read) is { } read ? BatchedRead.IsBatchable(call, read)
        : apis.Find(call, ApiRole.Query) is not null ? call.Receiver().OriginOfQuery() != QueryOrigin.Other
        : Does(ApiRole.Read, call.TargetMethod, depth - 1);

    private bool Writes(IInvocationOperation call, int depth) =>
        !RunsAnySql(call) && apis.Find(call, ApiRole.Write) is not null || Does(ApiRole.Write, call.TargetMethod, depth - 1);

    /// <summary>A guard or a line in a log.</summary>
    private static bool IsHarmless(IInvocationOperation call) =>
        (call.TargetMethod.IsStatic && !call.TargetMethod.IsExtensionMethod && call.TargetMethod.ReturnsVoid)
        || call.Receiver()?.Type?.Name.IndexOf("Logger", StringComparison.Ordinal) >= 0;

    /// <summary>A method that is given its SQL runs another statement each time.</summary>
    private static bool RunsAnySql(IInvocationOperation call) => SqlText.Of(call)?.WithoutConversions() is IParameterReferenceOperation { Type.SpecialType: SpecialType.System_String };

    /// <summary>True where the method keeps what it read, or looks first whether it has it: most calls make no round trip.</summary>
    private static bool Remembers(IOperation operation) => operation switch
    {
        ICoalesceAssignmentOperation => true,
        ISimpleAssignmentOperation { Target: IMemberReferenceOperation { Instance: null or IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance } } } => true,
        IInvocationOperation call => call.TargetMethod.Name is "TryGetValue" or "ContainsKey" || AsksCache(call),
        _ => false,
    };

    /// <summary>True in the lambda that fills an entry of a cache: it runs once for many calls.</summary>
    public static bool FillsCache(IOperation operation) => operation.EnclosingLambda()?.TakingCall() is { } call && AsksCache(call);

    private static bool AsksCache(IInvocationOperation call) =>
        call.TargetMethod.Name.StartsWith("GetOr", StringComparison.Ordinal) || IsCache(call.Receiver()?.Type) || IsCache(call.TargetMethod.ContainingType);

    private static bool IsCache(ITypeSymbol? type) => type?.Name.IndexOf("Cache", StringComparison.Ordinal) >= 0;

    private static IEnumerable<INamedTypeSymbol> Types(INamespaceOrTypeSymbol container)
    {
        foreach (var member in container.GetMembers())
            if (member is INamespaceOrTypeSymbol inner)
            {
                if (member is INamedTypeSymbol type)
                    yield return type;
                foreach (var nested in Types(inner))
                    yield return nested;
            }
    }
}
