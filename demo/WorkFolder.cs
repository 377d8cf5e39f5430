namespace PerfAnalyzers.Demo;

/// <summary>A folder outside the repository, so that nothing of the repository's build reaches the shop in it.</summary>
internal sealed class WorkFolder(bool keep) : IDisposable
{
    public string Root { get; } = Directory.CreateTempSubdirectory("perfanalyzers-demo-").FullName;

    public string Feed => Path.Combine(Root, "feed");

    public string Packages => Path.Combine(Root, "packages");

    public string Shop => Path.Combine(Root, "Shop");

    public string ShopBefore => Path.Combine(Root, "Shop.before");

    public string File(string name) => Path.Combine(Root, name);

    public void Dispose()
    {
        if (keep)
            return;

        // A process that has just ended may hold a file for a moment (Windows). What stays then is left to the system's cleaning of its temporary folder.
        for (var attempt = 1; attempt <= 5 && Directory.Exists(Root); attempt++)
        {
            try
            {
                Directory.Delete(Root, recursive: true);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                Thread.Sleep(200 * attempt);
            }
        }
    }
}
