using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using PerfAnalyzers.Host;

namespace PerfAnalyzers.Tests.Host;

public class ProjectKindTests
{
    [Theory]
    [InlineData(true, "Microsoft.AspNetCore.Hosting")]
    [InlineData(true)]
    [InlineData(false, "xunit.core")]
    [InlineData(false, "Microsoft.AspNetCore.Components.WebAssembly")]
    [InlineData(true, "Microsoft.AspNetCore.Components.WebAssembly", "Microsoft.AspNetCore.Hosting")]
    public void Server_code_is_told_by_its_references(bool expected, params string[] references) => Assert.Equal(
        expected,
        ProjectKind.IsServerCode(CSharpCompilation.Create("App", references: references.Select(name => CSharpCompilation.Create(name).ToMetadataReference()))));
}
