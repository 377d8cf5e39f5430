using System.Runtime.InteropServices;

namespace PerfAnalyzers.Runtime.Benchmarks.Candidates;

/// <summary>A field that shares its cache line with nothing.</summary>
[StructLayout(LayoutKind.Explicit, Size = 384)]
internal sealed class Padded
{
    [FieldOffset(192)]
    public long Value;
}
