using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using PerfAnalyzers.Rules.Configuration;
using PerfAnalyzers.Tests.Harness;

namespace PerfAnalyzers.Tests.Rules.Configuration;

public class KnowledgeTableLineTests
{
    [Theory]
    [InlineData("read  Shop.Order::Load")]
    [InlineData("!sleep  System.Threading.Thread::Sleep  # ours are short")]
    [InlineData("!read  Shop.Order")]
    [InlineData("client  System.Net.Http.HttpClient::.ctor()")]
    [InlineData("read  System.Collections.Generic.List`1::Add")]
    [InlineData("read  System.Collections.Generic.List`1+Enumerator::MoveNext")]
    [InlineData("blocking  System.IO.MemoryStream::Read  System.IO.Stream::ReadAsync")]
    [InlineData("read  Shop.Order::Load  -  \"ask the archive for all of them\"  # \"one\" by one")]
    [InlineData("costs  Shop.Order  \"it opens #1\"  \"share it\"  pooled")]
    [InlineData("costs  Shop  \"it opens a door\"  \"share it\"")]
    [InlineData("writeall  Shop.Order::Load  \"load all\"")]
    [InlineData("local  Microsoft.EntityFrameworkCore.Sqlite")]
    [InlineData("message  Shop.Order::*")]
    [InlineData("!request  Shop.Order::.ctor")]
    [InlineData("startup  Shop.Order::Load")]
    [InlineData("")]
    public async Task A_line_about_an_api_that_exists_is_silent(string line) => Assert.Empty(await Messages(line));

    [Theory]
    [InlineData("[|raed  Shop.Order::Load|]", "'raed' is not a role; write one of wait, blocking, query")]
    [InlineData("[|read|]", "the API is missing")]
    [InlineData("[|read  Shop.Order::Load  Load  Load|]", "one word too many")]
    [InlineData("[|read  Shop.Order:Load|]", "'Shop.Order:Load' is not an API")]
    [InlineData("[|read  Shop.Order|]", "names no member; write 'Shop.Order::Member'")]
    [InlineData("[|read  Shop.Ordr::Load|]", "no type 'Shop.Ordr' in this project or its references; check the spelling")]
    [InlineData("[|read  Shop.Order::Laod|]", "type 'Shop.Order' has no member 'Laod'")]
    [InlineData("[|blocking  Shop.Order::Load  LoadAsync|]", "type 'Shop.Order' has no member 'LoadAsync'")]
    [InlineData("[|read  Shop.Order::Load  -  \"ask for all|]", "a quote is open; write \"text\" with a quote at each end")]
    [InlineData("[|\"load all\"|]", "the role is missing")]
    [InlineData("[|costs  Shop.Order  \"it opens a door\"|]", "a text is missing; write 'costs  Shop.Order  \"what a new one costs\"")]
    [InlineData("[|costs  Shop.Order  \"a\"  \"b\"  shared|]", "'shared' is one word too many")]
    [InlineData("[|readall  Shop.Order|]", "the text is missing; write 'readall  Shop.Order")]
    [InlineData("[|sleep  Shop.Order::Load  \"wait\"|]", "\"wait\" is one text too many for 'sleep'")]
    [InlineData("[|sleep  Shop.Order::Load  -|]", "'-' says that there is no form for many")]
    [InlineData("[|read  Shop.Order::*|]", "names no member; write a line for each member")]
    [InlineData("[|!sql  Shop.Order|]", "'!sql' excludes nothing")]
    [InlineData("[|sql  Shopp.Order|]", "no type 'Shopp.Order'")]
    [InlineData("[|message  Shop.Order::Handle|]", "type 'Shop.Order' has no member 'Handle'")]
    [InlineData("[|message  Shop.Order::Load  LoadAsync|]", "'LoadAsync' is one word too many; write 'message  api'")]
    [InlineData("[|clock  Shop.Order::Load|]", "no rule asks for the role 'clock'")]
    [InlineData("read  Shop.Order::Load\n[|nonsense|]\n\n# comment\n[|more nonsense|]", "'nonsense' is not a role")]
    public async Task A_line_without_effect_is_reported_with_its_remedy(string table, string message) =>
        Assert.Contains("This line has no effect: ", Assert.Single(await Messages(table), text => text.Contains(message)));

    [Fact]
    public async Task A_shared_table_may_name_what_one_of_its_projects_does_not_see()
    {
        var project = TestProject.Document("class C;", new()).Project
            .AddAnalyzerConfigDocument(".globalconfig", SourceText.From("is_global = true\nbuild_property.projectdir = /src/\n"), filePath: "/.globalconfig").Project
            .AddAdditionalDocument("shared.apis", SourceText.From("read  Elsewhere.Order::Load\nnonsense\n"), filePath: "/shared.apis").Project
            .AddAdditionalDocument("own.apis", SourceText.From("read  Nowhere.Order::Load\n"), filePath: "/src/own.apis").Project;

        var found = await ConfigurationCheck.Diagnostics(new KnowledgeTableLine(), project);

        Assert.Equal(["/shared.apis(2,1)", "/src/own.apis(1,1)"], found.Select(Place).Order());
    }

    private static string Place(Diagnostic diagnostic)
    {
        var line = diagnostic.Location.GetLineSpan();
        return $"{line.Path}({line.StartLinePosition.Line + 1},{line.StartLinePosition.Character + 1})";
    }

    private static Task<string[]> Messages(string table) => ConfigurationCheck.Run(new KnowledgeTableLine(), ConfigurationCheck.Table, table);
}
