using Microsoft.AspNetCore.Mvc;

namespace Shop;

[ApiController, Route("catalogue")]
public sealed class CatalogueController(ShopContext db) : ControllerBase
{
    [HttpGet("{id}/leaflet")]
    public async Task<string> Leaflet(int id)
    {
        await Task.Yield();
        // PERF0102
        return System.IO.File.ReadAllText($"{id}.txt");
    }

    [HttpGet("{id}/rate")]
    public async Task<string> Rate(int id, CancellationToken cancellation)
    {
        // PERF0201
        using var client = new HttpClient();
        return await client.GetStringAsync($"http://localhost/rates/{id}", cancellation);
    }

    [HttpGet("names")]
    public async Task<List<string>> Names([FromQuery] int[] ids, CancellationToken cancellation)
    {
        var names = new List<string>();
        foreach (var id in ids)
        {
            // PERF0301
            var product = await db.Products.FirstOrDefaultAsync(candidate => candidate.Id == id, cancellation);
            if (product is not null)
                names.Add(product.Name);
        }
        return names;
    }

    [HttpPost]
    public async Task Add(string[] names, CancellationToken cancellation)
    {
        foreach (var name in names)
        {
            db.Products.Add(new Product { Name = name });
            // PERF0302
            await db.SaveChangesAsync(cancellation);
        }
    }
}
