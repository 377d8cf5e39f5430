using System.Security.Cryptography;
using System.Text;

namespace PerfAnalyzers.Runtime.AspNetCore.Dashboard;

/// <summary>
/// The page, put together once from its files. Style and script are in it, so it asks for nothing but its data, and its
/// content security policy lets it: no other style, script or address is allowed. Images may be data,
/// as the empty icon is, without which a browser would ask for one.
/// </summary>
internal sealed class DashboardPage
{
    public DashboardPage()
    {
        var style = Resource("dashboard.css");
        var script = Resource("format.js") + Resource("chart.js") + Resource("dashboard.js");
        var page = Resource("dashboard.html").Replace("/*style*/", style, StringComparison.Ordinal);
        Html = Encoding.UTF8.GetBytes(page.Replace("/*script*/", script, StringComparison.Ordinal));
        ContentSecurityPolicy =
            $"default-src 'none'; style-src '{Hash(style)}'; script-src '{Hash(script)}'; connect-src 'self'; img-src data:; "
            + "base-uri 'none'; form-action 'none'; frame-ancestors 'self'";
    }

    public byte[] Html { get; }

    public string ContentSecurityPolicy { get; }

    // A browser sees every line end as one character, whatever the file was checked out with.
    private static string Resource(string name)
    {
        using var stream = typeof(DashboardPage).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The assembly lacks its resource {name}.");
        return new StreamReader(stream).ReadToEnd().ReplaceLineEndings("\n");
    }

    private static string Hash(string text) => $"sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}";
}
