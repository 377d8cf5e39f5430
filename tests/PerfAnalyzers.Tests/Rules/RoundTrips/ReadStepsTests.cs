using Microsoft.CodeAnalysis.Text;
using PerfAnalyzers.Rules.RoundTrips;
using PerfAnalyzers.Tests.Harness;

namespace PerfAnalyzers.Tests.Rules.RoundTrips;

/// <summary>The calls that lead from a loop to a read, as locations of the finding, and the last of them in its message.</summary>
public class ReadStepsTests : RuleTest<ReadInOneRoundTrip, NoFix>
{
    private const string Shop = """
        // a shop
        public class Product { public int Id { get; set; } }
        public class Shop : DbContext { public DbSet<Product> Products { get; set; } }

        """;

    private static string Loop(string parameter, string call, string members = "") => Shop + $$"""
        public class ShopController({{parameter}}) : ControllerBase
        {
            public async Task<List<Product>> M(List<int> ids)
            {
                var found = new List<Product>();
                foreach (var id in ids) found.Add(await {{call}});
                return found;
            }
            {{members}}
        }

        """;

    private static Given Saying(string name, string through) => new(Message:
        $"'{name}' waits for one round trip per item of 'ids'; give it a form that takes all of them ({through})");

    [Fact]
    public async Task A_call_of_the_loop_itself_needs_no_steps()
    {
        var document = TestProject.Document(Loop("Shop db", "db.Products.FirstAsync(p => p.Id == id)"), new());

        var found = Assert.Single(await Findings.Of(new ReadInOneRoundTrip(), document.Project));

        Assert.Empty(Findings.StepsOf(found));
        Assert.DoesNotContain("through", found.GetMessage());
    }

    [Fact]
    public Task Through_a_private_helper() => Flags(
        Loop("Shop db", "{|info:{|#0:Find(id)|}|}", "private Task<Product> Find(int id) => {|#1:db.Products.FirstAsync(p => p.Id == id)|};"),
        Saying("Find", "through ShopController.Find -> FirstAsync"));

    [Fact]
    public Task The_message_names_the_last_steps_of_many() => Flags(
        Loop("Shop db", "{|info:{|#0:Find(id)|}|}", """
            private Task<Product> Find(int id) => {|#1:Known(id)|};
            private Task<Product> Known(int id) => {|#2:Stored(id)|};
            private Task<Product> Stored(int id) => {|#3:db.Products.FirstAsync(p => p.Id == id)|};
            """),
        Saying("Find", "through ... -> ShopController.Known -> ShopController.Stored -> FirstAsync"));

    [Fact]
    public Task Through_a_delegate_that_a_base_repository_runs() => Flags(
        Loop("Products products", "{|info:{|#0:products.Get(id)|}|}") + """
            public abstract class Repository(Shop db)
            {
                protected Task<T> With<T>(Func<Shop, Task<T>> run) => run(db);
            }
            public class Products(Shop db) : Repository(db)
            {
                public Task<Product> Get(int id) => {|#1:With(own => {|#2:own.Products.FirstAsync(p => p.Id == id)|})|};
            }
            """,
        Saying("Get", "through Products.Get -> Repository.With -> FirstAsync"));

    [Fact]
    public async Task Through_an_interface_to_an_implementation_in_another_file()
    {
        const string Implementation = "public class Products(Shop db) : IProducts { public Task<Product> Get(int id) => db.Products.FirstAsync(p => p.Id == id); }";
        var document = TestProject.Document(Loop("IProducts products", "products.Get(id)") + "public interface IProducts { Task<Product> Get(int id); }", new());
        var project = document.Project.AddDocument("Products.cs", SourceText.From(Implementation), filePath: "/src/Products.cs").Project;

        var found = Assert.Single(await Findings.Of(new ReadInOneRoundTrip(), project));

        Assert.Equal(
            ["/src/Test.cs: products.Get(id)", "/src/Products.cs: db.Products.FirstAsync(p => p.Id == id)"], Findings.StepsOf(found));
        Assert.EndsWith(" (through Products.Get -> FirstAsync)", found.GetMessage());
    }
}
