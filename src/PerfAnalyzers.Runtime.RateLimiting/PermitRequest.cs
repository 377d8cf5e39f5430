using System.Threading.RateLimiting;

namespace PerfAnalyzers.Runtime.RateLimiting;

/// <summary>A call that waits for permits.</summary>
internal sealed class PermitRequest(int permits)
{
    private readonly TaskCompletionSource<RateLimitLease> _lease = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int Permits => permits;

    public Task<RateLimitLease> Lease => _lease.Task;

    public void Answer(RateLimitLease lease) => _lease.SetResult(lease);

    public void Cancel(CancellationToken cancellationToken) => _lease.SetCanceled(cancellationToken);
}
