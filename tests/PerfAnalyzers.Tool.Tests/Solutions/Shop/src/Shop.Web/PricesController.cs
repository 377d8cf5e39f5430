using Microsoft.AspNetCore.Mvc;
using Shop.Data;

namespace Shop.Web;

[ApiController, Route("prices")]
public class PricesController(PriceStore prices, IStock stock) : ControllerBase
{
    [HttpGet("{id}")]
    public string Price(int id) => prices.Find(id).Result;

    [HttpGet("stock")]
    public async Task<int> InStock([FromQuery] string[] skus)
    {
        var sum = 0;
        foreach (var sku in skus)
            sum += await stock.Count(sku);
        return sum;
    }

    [HttpGet("slow/<{id}>")]
    public string Slow(int id)
    {
        Thread.Sleep(100);
        using var client = new HttpClient();
        return id + "&" + client.BaseAddress;
    }
}
