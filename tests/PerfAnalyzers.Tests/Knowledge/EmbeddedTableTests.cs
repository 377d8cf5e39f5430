using Microsoft.CodeAnalysis.Text;
using PerfAnalyzers.Knowledge;
using PerfAnalyzers.Tests.Harness;

namespace PerfAnalyzers.Tests.Knowledge;

public class EmbeddedTableTests
{
    public static TheoryData<string> Tables =>
        new(Directory.GetFiles(Repository.Path("src/PerfAnalyzers/Knowledge/Tables"), "*.apis").Select(path => Path.GetFileName(path)).Order());

    [Theory, MemberData(nameof(Tables))]
    public void Every_line_can_be_read(string table)
    {
        using var stream = typeof(ApiTable).Assembly.GetManifestResourceStream(table);
        Assert.NotNull(stream);
        var read = ApiTable.Read(SourceText.From(stream));
        Assert.NotEmpty(read.Lines);
        Assert.Empty(read.Problems.Select(problem => problem.Message));
    }
}
