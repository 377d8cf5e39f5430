using Microsoft.CodeAnalysis.Text;
using PerfAnalyzers.Rules.RoundTrips;
using PerfAnalyzers.Tests.Harness;

namespace PerfAnalyzers.Tests.Rules.RoundTrips;

/// <summary>The calls that lead from a loop to a write, as locations of the finding, and the last of them in its message.</summary>
public class WriteStepsTests : RuleTest<WriteInOneBatch, NoFix>
{
    private const string Shop = """
        // a shop
        public class Product { public int Id { get; set; } }
        public class Shop : DbContext { public DbSet<Product> Products { get; set; } }

        """;

    private static string Loop(string parameter, string call, string members = "") => Shop + $$"""
        public class ShopController({{parameter}}) : ControllerBase
        {
            public async Task M(List<Product> all)
            {
                foreach (var p in all) await {{call}};
            }
            {{members}}
        }

        """;

    private static Given Saying(string name, string through) => new(Message:
        $"'{name}' makes a round trip for every item of the loop; give it a form that takes all of them ({through})");

    [Fact]
    public Task Through_a_private_helper() => Flags(
        Loop("Shop db", "{|info:{|#0:Save(p)|}|}", "private async Task Save(Product p) { db.Update(p); await {|#1:db.SaveChangesAsync()|}; }"),
        Saying("ShopController.Save", "through ShopController.Save -> SaveChangesAsync"));

    [Fact]
    public Task Through_a_delegate_that_a_base_repository_runs() => Flags(
        Loop("Products products", "{|info:{|#0:products.Save(p)|}|}") + """
            public abstract class Repository(Shop db)
            {
                protected Task With(Func<Shop, Task> run) => run(db);
            }
            public class Products(Shop db) : Repository(db)
            {
                public Task Save(Product p) => {|#1:With(async own => { own.Update(p); await {|#2:own.SaveChangesAsync()|}; })|};
            }
            """,
        Saying("Products.Save", "through Products.Save -> Repository.With -> SaveChangesAsync"));

    [Fact]
    public async Task Through_an_interface_to_an_implementation_in_another_file()
    {
        const string Implementation = "public class Products(Shop db) : IProducts { public async Task Save(Product p) { db.Update(p); await db.SaveChangesAsync(); } }";
        var document = TestProject.Document(Loop("IProducts products", "products.Save(p)") + "public interface IProducts { Task Save(Product p); }", new());
        var project = document.Project.AddDocument("Products.cs", SourceText.From(Implementation), filePath: "/src/Products.cs").Project;

        var found = Assert.Single(await Findings.Of(new WriteInOneBatch(), project));

        Assert.Equal(["/src/Test.cs: products.Save(p)", "/src/Products.cs: db.SaveChangesAsync()"], Findings.StepsOf(found));
        Assert.EndsWith(" (through Products.Save -> SaveChangesAsync)", found.GetMessage());
    }
}
