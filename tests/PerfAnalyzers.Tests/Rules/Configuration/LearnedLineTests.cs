using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using PerfAnalyzers.Rules.Configuration;
using PerfAnalyzers.Tests.Harness;

namespace PerfAnalyzers.Tests.Rules.Configuration;

public class LearnedLineTests
{
    private const string Code = """
        namespace Shop;
        public interface IOrders { Task<string> Find(int id); Task<string> Elsewhere(int id); }
        public class Orders(HttpClient http) : IOrders
        {
            private string last;
            public async Task<string> Find(int id) => BODY;
            Task<string> IOrders.Elsewhere(int id) => throw new NotSupportedException();
        }
        """;

    [Theory]
    [InlineData("await http.GetStringAsync(\"/\" + id)", null)]
    [InlineData("await Task.FromResult(\"\")", "'Shop.IOrders::Find' no longer reads")]
    [InlineData("last ??= await http.GetStringAsync(\"/\" + id)", "'Shop.IOrders::Find' reads in some calls only")]
    public async Task A_promise_is_held_against_the_bodies(string body, string? problem)
    {
        var found = await Find(body, "read      Shop.IOrders::Find  # Orders.Find -> GetStringAsync");
        Assert.Equal(problem is null ? [] : [$"This line is out of date: {problem}; run 'perfanalyzers learn' again"], found);
    }

    [Theory]
    [InlineData("read?  Shop.IOrders::Find")]
    [InlineData("!read  Shop.IOrders::Find")]
    [InlineData("read   Elsewhere.IOrders::Find")]
    [InlineData("request  Shop.IOrders::Find")]
    [InlineData("raed   Shop.IOrders::Find")]
    public async Task What_bodies_here_cannot_contradict_is_silent(string line) => Assert.Empty(await Find("await Task.FromResult(\"\")", line));

    private static async Task<IEnumerable<string>> Find(string body, string line)
    {
        var project = TestProject.Document(Code.Replace("BODY", body), new Given()).Project
            .AddAdditionalDocument("perfanalyzers.learned.apis", SourceText.From(line), filePath: ConfigurationCheck.Learned).Project;
        return (await ConfigurationCheck.Diagnostics(new LearnedLine(), project)).Select(diagnostic => diagnostic.GetMessage());
    }
}
