using Microsoft.AspNetCore.Mvc;

namespace Shop;

[ApiController, Route("stock")]
public sealed class StockController(IStockStore store) : ControllerBase
{
    [HttpGet("{id}")]
    public async Task<string> Get(int id)
    {
        await Task.Yield();
        // PERF0103
        Thread.Sleep(10);
        return id.ToString();
    }

    [HttpGet("{id}/count")]
    public async Task<int> Count(int id)
    {
        await Task.Yield();
        // PERF0101
        return store.CountAsync(id).Result;
    }
}

public interface IStockStore
{
    Task<int> CountAsync(int product);
}
