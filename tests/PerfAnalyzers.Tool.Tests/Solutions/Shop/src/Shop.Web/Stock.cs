namespace Shop.Web;

public interface IStock
{
    Task<int> Count(string sku);

    Task<IReadOnlyDictionary<string, int>> CountMany(IReadOnlyCollection<string> skus);
}
