namespace PerfAnalyzers.Demo;

/// <param name="Keep">Whether the work folder stays for a closer look.</param>
internal sealed record DemoOptions(bool Keep)
{
    public const string Usage = """
        Finds the performance anti-patterns of samples/Shop, fixes them, and measures the shop before and after.

        dotnet run --project demo [-- --keep]

          --keep   keep the work folder: the shop before and after, the package, the measurements
        """;

    /// <returns>Null for an argument that means nothing here.</returns>
    public static DemoOptions? Parse(string[] arguments) => arguments switch
    {
        [] => new DemoOptions(Keep: false),
        ["--keep"] => new DemoOptions(Keep: true),
        _ => null,
    };
}
