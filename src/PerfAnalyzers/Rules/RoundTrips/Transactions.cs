using PerfAnalyzers.Code;

namespace PerfAnalyzers.Rules.RoundTrips;

/// <summary>Answers whether writes happen inside a transaction that the code begins or is given.</summary>
internal static class Transactions
{
    private static readonly string[] Types =
    [
        "System.Data.IDbTransaction", "System.Transactions.TransactionScope", "System.Transactions.CommittableTransaction",
        "Microsoft.EntityFrameworkCore.Storage.IDbContextTransaction", "MongoDB.Driver.IClientSessionHandle",
    ];

    /// <summary>True where the function around the operation handles a transaction.</summary>
    public static bool SurroundFunctionOf(IOperation operation) => operation.Function().DescendantsAndSelf().Any(HandlesTransaction);

    /// <summary>What begins a transaction in the operation: one per iteration, for the body of a loop; null where nothing does.</summary>
    public static IOperation? BeginIn(IOperation operation) => operation.Descendants().FirstOrDefault(part => part switch
    {
        IInvocationOperation call => call.TargetMethod.Name
            is "BeginTransaction" or "BeginTransactionAsync" or "StartTransaction" or "StartSession" or "StartSessionAsync",
        IObjectCreationOperation { Type: { } type } => IsTransaction(type),
        _ => false,
    });

    private static bool HandlesTransaction(IOperation operation) => operation switch
    {
        IInvocationOperation call => call.TargetMethod.Name
            is "BeginTransaction" or "BeginTransactionAsync" or "UseTransaction" or "UseTransactionAsync" or "StartTransaction",
        IVariableDeclaratorOperation { Symbol.Type: var type } => IsTransaction(type),
        IMemberReferenceOperation or IParameterReferenceOperation or ILocalReferenceOperation or IObjectCreationOperation =>
            operation.Type is { } type && IsTransaction(type)
                && operation.Parent is not ISimpleAssignmentOperation { Value.ConstantValue: { HasValue: true, Value: null } },
        _ => false,
    };

    private static bool IsTransaction(ITypeSymbol type) =>
        type is INamedTypeSymbol named && named.SelfBasesAndInterfaces().Any(candidate => Types.Any(candidate.Is));
}
