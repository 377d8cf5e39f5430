namespace PerfAnalyzers.Runtime.Caching;

/// <summary>How a cache answered a get.</summary>
public enum CacheOutcome
{
    /// <summary>The value was there.</summary>
    Hit,

    /// <summary>The value was not there, and this caller's load ran, well or not.</summary>
    Miss,

    /// <summary>The value was not there, and the caller was given the result of another caller's load.</summary>
    Waited,

    /// <summary>The cache threw, or the caller gave up, and no load had begun: neither hit nor miss.</summary>
    Failed,
}
