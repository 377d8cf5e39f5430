using System.IO.Compression;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;

namespace PerfAnalyzers.Package.Tests;

public class PackageContentTests(PackedFeed feed)
{
    /// <summary>
    /// What a host of Roslyn 4.8, the oldest that is supported, brings along.
    /// System.Composition, whose [Shared] fixes often carry, is left out: its version differs from host to host, and nothing needs it.
    /// </summary>
    private static readonly Dictionary<string, Version> Host = new()
    {
        ["Microsoft.CodeAnalysis"] = new(4, 8, 0, 0),
        ["Microsoft.CodeAnalysis.CSharp"] = new(4, 8, 0, 0),
        ["Microsoft.CodeAnalysis.CSharp.Workspaces"] = new(4, 8, 0, 0),
        ["Microsoft.CodeAnalysis.Workspaces"] = new(4, 8, 0, 0),
        ["netstandard"] = new(2, 0, 0, 0),
        ["System.Collections.Immutable"] = new(7, 0, 0, 0),
        ["System.Memory"] = new(4, 0, 1, 2),
    };

    public static TheoryData<string> RuntimePackages => new(PackedFeed.RuntimePackages);

    [Fact]
    public void The_analyzer_package_holds_two_assemblies_their_build_files_and_the_readme() => Assert.Equal(
        [
            "README.md", "analyzers/dotnet/cs/PerfAnalyzers.CodeFixes.dll", "analyzers/dotnet/cs/PerfAnalyzers.dll",
            "buildTransitive/PerfAnalyzers.props", "buildTransitive/PerfAnalyzers.targets",
            "presets/all.globalconfig", "presets/ci.globalconfig", "presets/recommended.globalconfig",
        ],
        Content("PerfAnalyzers"));

    [Theory, MemberData(nameof(RuntimePackages))]
    public void A_runtime_package_holds_its_library_for_both_frameworks(string id) => Assert.Equal(
        ["README.md", $"lib/net10.0/{id}.dll", $"lib/net10.0/{id}.xml", $"lib/net8.0/{id}.dll", $"lib/net8.0/{id}.xml"],
        Content(id));

    [Theory]
    [InlineData("PerfAnalyzers.Runtime")]
    [InlineData("PerfAnalyzers.Runtime.AspNetCore", "PerfAnalyzers.Runtime", "PerfAnalyzers.Runtime.Hosting", "PerfAnalyzers.Runtime.RateLimiting")]
    [InlineData("PerfAnalyzers.Runtime.Hosting",
        "Microsoft.Extensions.Caching.Abstractions", "Microsoft.Extensions.Hosting.Abstractions", "Microsoft.Extensions.Options.ConfigurationExtensions", "PerfAnalyzers.Runtime", "PerfAnalyzers.Runtime.Planning")]
    [InlineData("PerfAnalyzers.Runtime.OpenTelemetry", "OpenTelemetry", "PerfAnalyzers.Runtime")]
    [InlineData("PerfAnalyzers.Runtime.Planning", "PerfAnalyzers.Runtime")]
    [InlineData("PerfAnalyzers.Runtime.RateLimiting", "PerfAnalyzers.Runtime", "System.Threading.RateLimiting")]
    public void A_runtime_package_depends_on_what_its_name_says(string id, params string[] dependencies) => Assert.All(
        Specification(id).Descendants().Where(element => element.Name.LocalName == "group" && element.Parent!.Name.LocalName == "dependencies"),
        group => Assert.Equal(dependencies, group.Elements().Select(dependency => dependency.Attribute("id")!.Value).Order(StringComparer.Ordinal)));

    [Fact]
    public void The_analyzer_package_is_a_development_dependency_without_dependencies()
    {
        var metadata = Specification("PerfAnalyzers");
        Assert.Equal("true", Value(metadata, "developmentDependency"));
        Assert.DoesNotContain(metadata.Descendants(), element => element.Name.LocalName == "dependency");
    }

    [Theory, InlineData("PerfAnalyzers"), MemberData(nameof(RuntimePackages))]
    public void A_package_says_what_it_is(string id)
    {
        var metadata = Specification(id);
        Assert.Equal(id, Value(metadata, "id"));
        Assert.Equal("README.md", Value(metadata, "readme"));
        Assert.Equal("MIT", Value(metadata, "license"));
        Assert.NotEmpty(Value(metadata, "tags"));
        Assert.NotEqual("Package Description", Value(metadata, "description"));
    }

    [Theory]
    [InlineData("PerfAnalyzers", "Microsoft.CodeAnalysis.Workspaces")]
    [InlineData("PerfAnalyzers.CodeFixes", "")]
    public void The_assemblies_reference_nothing_that_the_oldest_host_lacks(string assembly, string notAtCommandLine)
    {
        using var package = Open("PerfAnalyzers");
        using var content = new MemoryStream();
        using (var entry = package.GetEntry($"analyzers/dotnet/cs/{assembly}.dll")!.Open())
            entry.CopyTo(content);
        content.Position = 0;
        using var image = new PEReader(content);
        var metadata = image.GetMetadataReader();

        var references = metadata.AssemblyReferences.Select(metadata.GetAssemblyReference).Select(reference => (Name: metadata.GetString(reference.Name), reference.Version));
        Assert.All(references.Where(reference => reference.Name != "PerfAnalyzers"), reference =>
            Assert.True(Host.TryGetValue(reference.Name, out var version) && reference.Version <= version, $"{reference.Name} {reference.Version}"));
        // The compiler runs analyzers without the workspaces of an IDE.
        Assert.DoesNotContain(references, reference => reference.Name == notAtCommandLine);
    }

    private string[] Content(string id)
    {
        using var package = Open(id);
        return
        [
            .. package.Entries.Select(entry => entry.FullName)
                .Where(name => !name.StartsWith("_rels/", StringComparison.Ordinal) && !name.StartsWith("package/", StringComparison.Ordinal)
                    && name != "[Content_Types].xml" && !name.EndsWith(".nuspec", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal),
        ];
    }

    private XDocument Specification(string id)
    {
        using var package = Open(id);
        using var entry = package.GetEntry(id + ".nuspec")!.Open();
        return XDocument.Load(entry);
    }

    private static string Value(XDocument metadata, string name) => metadata.Descendants().Single(element => element.Name.LocalName == name).Value;

    private ZipArchive Open(string id) => ZipFile.OpenRead(Path.Combine(feed.Feed, $"{id}.{feed.Version}.nupkg"));
}
