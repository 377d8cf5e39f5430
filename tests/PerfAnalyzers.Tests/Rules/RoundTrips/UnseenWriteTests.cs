using PerfAnalyzers.Host;
using PerfAnalyzers.Rules.RoundTrips;
using PerfAnalyzers.Tests.Harness;

namespace PerfAnalyzers.Tests.Rules.RoundTrips;

/// <summary>Writes through a contract whose implementation is in another assembly.</summary>
public class UnseenWriteTests : RuleTest<WriteInOneBatch, NoFix>
{
    private static string Loop(string body, string contract = "IProductStore", string member = "Task SaveAsync(Product product);") => $$"""
        // a contract
        namespace Shop;

        public class Product { public int Id { get; set; } public string Name { get; set; } }
        public interface {{contract}} { {{member}} }
        public interface IOther { Task TellAsync(object what); Task CommitAsync(); }

        public class ShopController({{contract.Replace("<T>", "<Product>")}} products, IOther other) : ControllerBase
        {
            public async Task M(List<Product> all)
            {
                {{body}}
            }
        }
        """;

    private static string PerItem(string statement) => Loop($"foreach (var p in all) {{ {statement} }}");

    [Fact]
    public Task It_says_probably_and_how_to_correct_it() => Flags(PerItem("await {|info:products.SaveAsync(p)|};"), new(Message:
        "'IProductStore.SaveAsync' probably makes a round trip for every item of the loop; give it a form that takes all of them "
        + "(if it makes none, say '!write Shop.IProductStore::SaveAsync' in an .apis file)"));

    [Fact]
    public Task A_line_says_that_it_makes_none() =>
        Silent(PerItem("await products.SaveAsync(p);"), new Given(Apis: "!write Shop.IProductStore::SaveAsync"), Guard.SaidToMakeNone);

    [Theory]
    [InlineData("await {|info:products.SaveAsync(p)|}.ConfigureAwait(false);")]
    [InlineData("_ = await {|info:products.DeleteAsync(p.Id)|};")]
    [InlineData("p.Name = p.Name.Trim(); if (p.Id > 0) await {|info:products.SaveAsync(p)|};")]
    public Task Awkward_forms(string statement) => Flags(Loop(
        $"foreach (var p in all) {{ {statement} }}", member: "Task SaveAsync(Product product); Task<bool> DeleteAsync(int id);"));

    [Theory]
    [InlineData("IRepository<T>", "Task SaveAsync(T item);")]
    [InlineData("IProducts", "Task SaveAsync(Product product);")]
    [InlineData("IProductCacheStore", "Task SaveAsync(Product product);")]
    [InlineData("IMessageClient", "Task SaveAsync(Product product);", "SendAsync")]
    public Task Other_types_and_methods(string contract, string member, string method = "SaveAsync") => Unconcerned(
        Loop($"foreach (var p in all) await products.{method}(p);", contract, member.Replace("SaveAsync", method)));

    [Fact]
    public Task Tasks_that_are_not_awaited_in_place() =>
        Unconcerned(Loop("var tasks = new List<Task>(); foreach (var p in all) tasks.Add(products.SaveAsync(p)); await Task.WhenAll(tasks);"));

    [Fact]
    public Task Results_that_are_used() => Silent(
        Loop("foreach (var p in all) Console.WriteLine(await products.SaveAsync(p));", member: "Task<int> SaveAsync(Product product);"), Guard.ResultIsUsed);

    [Theory]
    [InlineData("await products.SaveAsync(p); await other.TellAsync(p);")]
    [InlineData("foreach (var q in all) await other.TellAsync(q); await products.SaveAsync(p);")]
    public Task Any_step_beside_it(string statements) => Silent(PerItem(statements), Guard.UnseenAmongSteps);

    [Fact]
    public Task Units_of_work() => Silent(Loop("foreach (var p in all) await products.SaveAsync(p); await other.CommitAsync();"), Guard.UnseenInUnitOfWork);

    [Fact]
    public Task A_form_for_many_is_named() => Flags(
        Loop("foreach (var p in all) await {|info:products.SaveAsync(p)|};", member: "Task SaveAsync(Product product); Task SaveManyAsync(List<Product> products);"),
        new(Message: "'IProductStore.SaveAsync' makes a round trip for every item of the loop; collect the items for 'SaveManyAsync'"));
}
