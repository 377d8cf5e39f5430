using PerfAnalyzers.Code;

namespace PerfAnalyzers.Effects;

/// <summary>Answers what is a cache: something that is asked first, and spares most calls what fills it.</summary>
internal static class Caches
{
    /// <summary>True in the lambda that fills an entry of a cache: it runs once for many calls.</summary>
    public static bool AreFilledBy(IOperation operation) => operation.EnclosingLambda()?.TakingCall() is { } call && AreAsked(call);

    public static bool AreAsked(IInvocationOperation call) =>
        call.TargetMethod.Name.StartsWith("GetOr", StringComparison.Ordinal)
        || IsCache(call.Receiver()?.Type) || IsCache(call.TargetMethod.ContainingType);

    /// <summary>True for a contract that has members about its own cache, such as <c>RemoveCacheAsync</c>: it answers from that.</summary>
    public static bool AreKeptBy(INamedTypeSymbol contract) => contract.SelfBasesAndInterfaces().Any(declaring =>
        declaring.GetMembers().Any(member => member.Name.IndexOf("Cache", StringComparison.Ordinal) >= 0));

    private static bool IsCache(ITypeSymbol? type) => type?.Name.IndexOf("Cache", StringComparison.Ordinal) >= 0;
}
