using Microsoft.EntityFrameworkCore;
using Shop.Data;

namespace Shop.Repositories;

public sealed class ProductRepository(ShopContext db)
{
    public async Task<Product?> FindAsync(int id, CancellationToken cancellationToken = default) =>
        await db.Products.FirstOrDefaultAsync(product => product.Id == id, cancellationToken);

    public async Task<List<Product>> GetManyAsync(IReadOnlyCollection<int> ids, CancellationToken cancellationToken)
    {
        var products = new List<Product>();
        foreach (var id in ids)
        {
            var product = await db.Products.FirstOrDefaultAsync(candidate => candidate.Id == id, cancellationToken);
            if (product is not null)
                products.Add(product);
        }

        return products;
    }

    public async Task<List<Product>> GetLowStockAsync(int threshold, CancellationToken cancellationToken) =>
        await db.Products.Where(product => product.Stock < threshold).OrderBy(product => product.Id).Take(10).ToListAsync(cancellationToken);
}
