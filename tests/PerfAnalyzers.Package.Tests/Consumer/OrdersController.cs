using Microsoft.AspNetCore.Mvc;

namespace Shop;

[ApiController, Route("orders")]
public sealed class OrdersController : ControllerBase
{
    [HttpGet("{id}")]
    public async Task<string> Get(int id)
    {
        // PERF0103
        Thread.Sleep(10);
        await Task.Yield();
        return id.ToString();
    }

    [HttpPost("{id}/retry")]
    public async Task<string> Retry(int id)
    {
        for (var attempt = 0; attempt < 3; attempt++)
        {
            await Task.Yield();
            // PERF0103
            Thread.Sleep(TimeSpan.FromMilliseconds(10));
        }
        return id.ToString();
    }

    [HttpGet("{id}/history")]
    public async Task<string> History(int id)
    {
        await Task.Yield();
        // PERF0101
        return System.IO.File.ReadAllTextAsync($"{id}.txt").GetAwaiter().GetResult();
    }
}
