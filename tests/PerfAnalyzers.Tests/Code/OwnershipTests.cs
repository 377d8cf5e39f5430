using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using PerfAnalyzers.Code;

namespace PerfAnalyzers.Tests.Code;

public class OwnershipTests
{
    private const string Contract = "public interface IPrices { int Get(); }";

    // Any key will do: the compiler writes it without signing.
    private static readonly ImmutableArray<byte> Key = [.. typeof(Compilation).Assembly.GetName().GetPublicKey()!];

    [Theory]
    [InlineData("Shop.Domain", "Shop.Web", true)]
    [InlineData("Shop", "Shop.Web", true)]
    [InlineData("Shop.Domain", "Shop", true)]
    [InlineData("Shopping.Domain", "Shop.Web", false)]
    [InlineData("Library", "Shop.Web", false)]
    [InlineData("Microsoft.Library", "Microsoft.Shop", false)]
    [InlineData("System.Library", "System.Shop", false)]
    public void An_assembly_is_told_by_the_first_part_of_its_name(string library, string project, bool isOwn) =>
        Assert.Equal(isOwn, IsOwn(Assembly(library, Contract), project));

    [Fact]
    public void A_project_in_sight_is_own_whatever_its_name() =>
        Assert.True(IsOwn(Compile("Library", Contract).ToMetadataReference(), "Shop.Web"));

    [Fact]
    public void An_assembly_that_shows_its_internals_has_the_same_owner() => Assert.True(IsOwn(
        Assembly("Library", $"[assembly: System.Runtime.CompilerServices.InternalsVisibleTo(\"Shop.Web\")] {Contract}"), "Shop.Web"));

    [Fact]
    public void A_guest_does_not_have_the_key_of_a_library() =>
        Assert.False(IsOwn(Assembly("Serilog", Contract, Key), "Serilog.Sinks.Mine"));

    [Fact]
    public void Who_signs_with_the_same_key_is_the_same_owner() => Assert.True(IsOwn(Assembly("Shop.Domain", Contract, Key), "Shop.Web", Key));

    [Fact]
    public void What_is_declared_nowhere_is_foreign()
    {
        var compilation = Compile("Shop.Web", "");
        Assert.False(compilation.CreateArrayTypeSymbol(compilation.GetSpecialType(SpecialType.System_Int32)).IsOwnOf(compilation.Assembly));
    }

    private static bool IsOwn(MetadataReference library, string project, ImmutableArray<byte> key = default)
    {
        var compilation = Compile(project, "", key).AddReferences(library);
        return compilation.GetTypeByMetadataName("IPrices")!.GetMembers("Get").Single().IsOwnOf(compilation.Assembly);
    }

    private static MetadataReference Assembly(string name, string code, ImmutableArray<byte> key = default)
    {
        using var stream = new MemoryStream();
        var result = Compile(name, code, key).Emit(stream, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Empty(result.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        return MetadataReference.CreateFromImage(stream.ToArray());
    }

    private static CSharpCompilation Compile(string name, string code, ImmutableArray<byte> key = default) => CSharpCompilation.Create(
        name, [CSharpSyntaxTree.ParseText(code)], [MetadataReference.CreateFromFile(typeof(object).Assembly.Location)],
        new(OutputKind.DynamicallyLinkedLibrary, cryptoPublicKey: key, publicSign: !key.IsDefault));
}
