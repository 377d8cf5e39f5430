using Layers.Application;
using Microsoft.AspNetCore.Mvc;

namespace Layers.Web;

public class QuotesController(Quotes quotes) : ControllerBase
{
    public async Task<List<string>> Each([FromQuery] List<int> products)
    {
        var found = new List<string>();
        foreach (var product in products)
            found.Add(await quotes.QuoteAsync(product));
        return found;
    }

    public Task<List<string>> All([FromQuery] List<int> products) => quotes.QuoteAllAsync(products);

    public string Now(int product) => quotes.QuoteNow(product);
}
