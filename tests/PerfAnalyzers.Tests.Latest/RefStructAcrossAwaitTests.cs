using PerfAnalyzers.CodeFixes.Host;
using PerfAnalyzers.Tests.Harness;

namespace PerfAnalyzers.Tests.Latest;

/// <summary>The count agrees with what the compiler finds when it emits. Compilers before C# 13 find it without emitting.</summary>
public class RefStructAcrossAwaitTests
{
    [Theory]
    [InlineData(true, "Span<int> s = stackalloc int[1]; await T(); s[0]++;")]
    [InlineData(true, "Span<int> s = stackalloc int[1]; s[0] = await T();")]
    [InlineData(true, "Span<int> s = stackalloc int[1]; while (s[0] < 9) { s[0]++; await T(); }")]
    [InlineData(true, "foreach (var x in new int[3].AsSpan()) await T();")]
    [InlineData(true, "var a = new int[1]; ref var r = ref a[0]; await T(); r = 2;")]
    [InlineData(true, "while (true) { Span<int> s = stackalloc int[1]; for (var i = 0; i < 2; i++) { s[0]++; await T(); } }")]
    [InlineData(false, "Span<int> s = stackalloc int[1]; s[0]++; await T();")]
    [InlineData(false, "while (true) { await T(); Span<int> s = stackalloc int[1]; s[0]++; }")]
    [InlineData(false, "await T(); Span<int> s = stackalloc int[1]; s[0]++;")]
    [InlineData(false, "void Local() { Span<int> s = stackalloc int[1]; s[0]++; } await T(); Local();")]
    public async Task Agrees_with_the_emitting_compiler(bool crosses, string body)
    {
        var document = TestProject.Document($"public async Task M() {{ {body} }}\nprivate Task<int> T() => Task.FromResult(1);", new());
        var compilation = (await document.Project.GetCompilationAsync(TestContext.Current.CancellationToken))!;
        using var image = new MemoryStream();
        Assert.Equal(crosses, !compilation.Emit(image, cancellationToken: TestContext.Current.CancellationToken).Success);

        var root = (await document.GetSyntaxRootAsync(TestContext.Current.CancellationToken))!;
        Assert.Equal(crosses, RefStructAcrossAwait.Count(root, compilation.GetSemanticModel(root.SyntaxTree), TestContext.Current.CancellationToken) > 0);
    }
}
