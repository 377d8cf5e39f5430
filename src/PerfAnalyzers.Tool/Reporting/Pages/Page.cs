namespace PerfAnalyzers.Tool.Reporting.Pages;

/// <summary>One page that needs nothing but itself.</summary>
internal static class Page
{
    public static string Of(string title, string circumstances, string body) => $"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{Html.Text(title)}</title>
        <style>
        {StyleSheet()}
        </style>
        </head>
        <body>
        <main>
        <h1>{Html.Text(title)}</h1>
        <p class="soft">{Html.Text(circumstances)}</p>
        {body}
        </main>
        </body>
        </html>

        """;

    private static string StyleSheet()
    {
        using var stream = typeof(Page).Assembly.GetManifestResourceStream("page.css")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
