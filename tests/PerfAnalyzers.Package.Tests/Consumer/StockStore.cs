namespace Shop;

public sealed class StockStore : IStockStore
{
    public async Task<int> CountAsync(int product)
    {
        await Task.Yield();
        return product;
    }
}
