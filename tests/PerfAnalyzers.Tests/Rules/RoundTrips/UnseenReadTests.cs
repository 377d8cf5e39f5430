using PerfAnalyzers.Host;
using PerfAnalyzers.Rules.RoundTrips;
using PerfAnalyzers.Tests.Harness;

namespace PerfAnalyzers.Tests.Rules.RoundTrips;

/// <summary>Reads through a contract whose implementation is in another assembly.</summary>
public class UnseenReadTests : RuleTest<ReadInOneRoundTrip, NoFix>
{
    private const string Get = "{|info:products.GetAsync(id)|}";

    private static string Loop(string body, string contract = "IProductStore", string member = "Task<Product> GetAsync(int id);", string more = "") => $$"""
        // a contract
        namespace Shop;

        public class Product { public int Id { get; set; } public string Name { get; set; } public Guid BrandId { get; set; } }
        public record struct ProductId(int Value);
        public interface {{contract}} { {{member}} }
        public interface IOther { Task TellAsync(object what); Task CommitAsync(); }
        {{more}}

        public class ShopController({{contract.Replace("<T>", "<Product>")}} products, IOther other) : ControllerBase
        {
            public async Task<List<object>> M(List<int> ids, List<Product> all, List<string> names)
            {
                var found = new List<object>();
                {{body}}
                return found;
            }
        }
        """;

    private static string PerId(string statement) => Loop($"foreach (var id in ids) {{ {statement} }}");

    private static string OfType(string contract, string call = Get) =>
        Loop($"foreach (var id in ids) found.Add(await {call});", contract);

    [Fact]
    public Task It_says_probably_and_how_to_correct_it() => Flags(PerId($"found.Add(await {Get});"), new(Message:
        "'GetAsync' probably waits for one round trip per item of 'ids'; give it a form that takes all of them "
        + "(if it makes none, say '!read Shop.IProductStore::GetAsync' in an .apis file)"));

    [Theory]
    [InlineData("Task<string> GetUrlByPathAsync(int id);", "GetUrlByPathAsync")]
    [InlineData("Task<string> GetLabelByCultureAsync(int id);", "GetLabelByCultureAsync")]
    public Task Something_is_converted(string member, string name) =>
        Unconcerned(Loop($"foreach (var id in ids) found.Add(await products.{name}(id));", "IProductTexts", member));

    [Theory]
    [InlineData("Task RemoveCacheAsync();")]
    [InlineData("string CacheKey { get; }")]
    public Task A_contract_that_keeps_a_cache(string more) =>
        Unconcerned(Loop("foreach (var id in ids) found.Add(await products.GetAsync(id));", member: "Task<Product> GetAsync(int id); " + more));

    [Fact]
    public Task A_contract_of_another_library() => Unconcerned(
        """
        public class Loader(Microsoft.AspNetCore.Identity.IUserClaimStore<string> unused, Amazon.S3.IAmazonS3 s3, Azure.Data.Tables.TableClient table)
        {
            public async Task<List<object>> M(List<string> ids)
            {
                var found = new List<object>();
                foreach (var id in ids) found.Add(await unused.GetClaimsAsync(id, default));
                return found;
            }
        }
        """);

    [Fact]
    public Task A_line_says_that_it_makes_none() =>
        Silent(PerId("found.Add(await products.GetAsync(id));"), new Given(Apis: "!read Shop.IProductStore::GetAsync"), Guard.SaidToMakeNone);

    [Fact]
    public Task A_line_holds_for_the_members_of_a_base_contract() => Silent(
        Loop("foreach (var id in ids) found.Add(await products.GetAsync(id));", "IProductStore : IStore", "", "public interface IStore { Task<Product> GetAsync(int id); }")
            .Replace("ShopController(IProductStore : IStore", "ShopController(IProductStore"),
        new Given(Apis: "!read Shop.IStore::GetAsync"), Guard.SaidToMakeNone);

    [Fact]
    public Task A_line_also_corrects_what_a_form_for_many_tells() => Silent(
        Loop("foreach (var id in ids) found.Add(await products.GetAsync(id));", member: "Task<Product> GetAsync(int id); Task<List<Product>> GetAsync(int[] ids);"),
        new Given(Apis: "!read Shop.IProductStore::GetAsync"), Guard.SaidToMakeNone);

    [Theory]
    [InlineData("IProductRepository")]
    [InlineData("IRepository<T>")]
    [InlineData("IBlobStorage")]
    [InlineData("ICatalogApi")]
    [InlineData("ICatalogClient")]
    [InlineData("ITenantResolver")]
    public Task Types_that_are_named_as_stores(string contract) => Flags(OfType(contract));

    [Theory]
    [InlineData("ICatalogService")]
    [InlineData("IProductCacheStore")]
    [InlineData("IStoreFactory")]
    [InlineData("IClientRegistry")]
    [InlineData("ApiHelper")]
    public Task Other_types(string contract) => Unconcerned(OfType(contract, "products.GetAsync(id)"));

    [Fact]
    public Task A_class_of_another_project() => Flags(
        "// a class\npublic class ShopController(ProductStore products) : ControllerBase { public async Task M(List<int> ids) { foreach (var id in ids) Console.Write(await {|info:products.GetAsync(id)|}); } }",
        new() { Below = [new("Lower", "// below\npublic class ProductStore { public virtual Task<string> GetAsync(int id) => null; }")] });

    [Theory]
    [InlineData("GetByIdAsync")]
    [InlineData("FindUserByEmail")]
    [InlineData("GetByName")]
    [InlineData("LoadAllBySlugAsync")]
    public Task Methods_that_ask_by_a_key(string method) => Flags(Loop(
        $"foreach (var name in names) found.Add(await {{|info:products.{method}(name)|}});", "IProducts", $"Task<Product> {method}(string key);"));

    [Theory]
    [InlineData("DeleteByIdAsync")]
    [InlineData("GetStandByAsync")]
    [InlineData("GetAsync")]
    public Task Methods_that_do_not(string method) => Unconcerned(Loop(
        $"foreach (var name in names) found.Add(await products.{method}(name));", "IProducts", $"Task<Product> {method}(string key);"));

    [Theory]
    [InlineData("int id", "p.Id")]
    [InlineData("long? id", "(long?)p.Id")]
    [InlineData("Guid brand", "p.BrandId")]
    [InlineData("ProductId id", "new ProductId(p.Id)")]
    [InlineData("CancellationToken ct, object key", "default, p.Name")]
    [InlineData("string path", "$\"/products/{p.Id}\"")]
    public Task Keys(string parameters, string arguments) => Flags(Loop(
        $"foreach (var p in all) found.Add(await {{|info:products.GetAsync({arguments})|}});", member: $"Task<Product> GetAsync({parameters});"));

    [Theory]
    [InlineData("Product product", "p")]
    [InlineData("DateTime day", "DateTime.Today.AddDays(p.Id)")]
    [InlineData("ProductId product", "new ProductId(p.Id)")]
    public Task No_keys(string parameters, string arguments) => Unconcerned(Loop(
        $"foreach (var p in all) found.Add(await products.GetAsync({arguments}));", member: $"Task<Product> GetAsync({parameters});"));

    [Theory]
    [InlineData("found.Add(await {|info:products.GetAsync(id)|}.ConfigureAwait(false));")]
    [InlineData("found.Add(await products?{|info:.GetAsync(id)|});")]
    [InlineData("found.Add((await {|info:products.GetAsync(id)|})?.Name);")]
    [InlineData("var p = await {|info:products.GetAsync(id)|}; if (p is null) continue; found.Add(p);")]
    [InlineData("Func<Task<int>> count = async () => { foreach (var id in ids) found.Add(await {|info:products.GetAsync(id)|}); return 1; };", true)]
    [InlineData("async Task All() { foreach (var id in ids) found.Add(await {|info:products.GetAsync(id)|}); } await All();", true)]
    [InlineData("foreach (var p in all) { if (p.Id > 0) foreach (var id in ids) found.Add((p, await {|info:products.GetAsync(id)|})); }", true)]
    public Task Awkward_forms(string code, bool isWhole = false) => Flags(isWhole ? Loop(code) : PerId(code));

    [Theory]
    [InlineData("await products.GetAsync(id);")]
    [InlineData("_ = await products.GetAsync(id);")]
    [InlineData("found.Add(products.GetAsync(id).Result);")]
    [InlineData("found.Add(products.GetAsync(id));")]
    public Task Results_that_nobody_awaits_or_uses(string statement) => Unconcerned(PerId(statement));

    [Fact]
    public Task Synchronous_calls() => Unconcerned(Loop(
        "foreach (var id in ids) found.Add(products.Get(id)); await Task.Yield();", member: "Product Get(int id);"));

    [Fact]
    public Task The_framework_is_in_tables_or_unknown() => Unconcerned("""
        // the framework
        using Microsoft.AspNetCore.Authentication.Cookies;
        using Microsoft.AspNetCore.Mvc;

        public class ShopController(ITicketStore tickets) : ControllerBase
        {
            public async Task M(List<string> keys) { foreach (var key in keys) Console.WriteLine(await tickets.RetrieveAsync(key)); }
        }
        """);

    [Theory]
    [InlineData("public class InMemory : IProductStore { public Task<Product> GetAsync(int id) => Task.FromResult(new Product { Id = id }); }")]
    [InlineData("public class InMemory : IProductStore { Task<Product> IProductStore.GetAsync(int id) => Task.FromResult(new Product { Id = id }); }")]
    [InlineData("public class InMemory(IProductStore inner) : IProductStore { public Task<Product> GetAsync(int id) => inner.GetAsync(id); }")]
    public Task Code_that_is_in_sight_decides(string implementation) =>
        Unconcerned(Loop("foreach (var id in ids) found.Add(await products.GetAsync(id));", more: implementation));

    [Fact]
    public Task A_line_makes_it_certain() => Flags(
        PerId("found.Add(await [|products.GetAsync(id)|]);"), new Given(Apis: "read Shop.IProductStore::GetAsync"));

    [Theory]
    [InlineData("if (await products.GetAsync(id) is { } p) { found.Add(p); break; }")]
    [InlineData("if (await products.GetAsync(id) is null) return null;")]
    [InlineData("found.Add(await products.GetAsync(id) ?? throw new KeyNotFoundException());")]
    [InlineData("var p = await products.GetAsync(id); if (p == null) throw new KeyNotFoundException(); found.Add(p);")]
    [InlineData("try { found.Add(await products.GetAsync(id)); } catch (Exception e) { Console.WriteLine(e); }")]
    public Task Checks_of_each_item(string statement) => Silent(PerId(statement), Guard.UnseenDecides);

    [Fact]
    public Task Two_steps_beside_it() => Flags(PerId($"found.Add(await {Get}); await other.TellAsync(1); await other.TellAsync(2);"));

    [Fact]
    public Task What_a_loop_inside_waits_for_is_its_own() => Flags(PerId(
        $"found.Add(await {Get}); foreach (var p in all) {{ await other.TellAsync(1); await other.TellAsync(2); await other.TellAsync(3); }}"));

    [Fact]
    public Task Three_steps_beside_it() => Silent(
        PerId("found.Add(await products.GetAsync(id)); await other.TellAsync(1); await other.TellAsync(2); await other.TellAsync(3);"), Guard.UnseenAmongSteps);

    [Theory]
    [InlineData("foreach (var id in ids) found.Add(await products.GetAsync(id)); await other.CommitAsync();")]
    [InlineData("foreach (var id in ids) found.Add(await products.GetAsync(id)); await HttpContext.RequestServices.GetRequiredService<DbContext>().SaveChangesAsync();")]
    public Task Units_of_work(string body) => Silent(Loop(body), Guard.UnseenInUnitOfWork);

    [Fact]
    public Task Find_or_create_by_a_service_elsewhere() => Flags(Loop(
        "foreach (var name in names.Distinct()) { var p = await {|info:products.GetByNameAsync(name)|}; if (p == null) p = await products.CreateAsync(new Product { Name = name }); found.Add(p); }",
        "IProductService", "Task<Product> GetByNameAsync(string name); Task<Product> CreateAsync(Product product);"));

    [Fact]
    public Task A_command_about_the_same_key() => Flags(Loop(
        "foreach (var id in ids) if ((await {|info:products.GetAsync(id)|}).Name == null) await products.DeleteAsync(id);", member: "Task<Product> GetAsync(int id); Task DeleteAsync(int id);"));

    [Fact]
    public Task A_command_of_the_same_store_may_be_seen() => Silent(Loop(
        "foreach (var id in ids) { found.Add(await products.GetAsync(id)); await products.TouchAsync(); }", member: "Task<Product> GetAsync(int id); Task TouchAsync();"),
        Guard.SeesWrites);
}
