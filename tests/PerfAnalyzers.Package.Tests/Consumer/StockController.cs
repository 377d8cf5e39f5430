using Microsoft.AspNetCore.Mvc;

namespace Shop;

[ApiController, Route("stock")]
public sealed class StockController : ControllerBase
{
    [HttpGet("{id}")]
    public async Task<string> Get(int id)
    {
        await Task.Yield();
        // PERF0103
        Thread.Sleep(10);
        return id.ToString();
    }
}
