using Microsoft.EntityFrameworkCore;
using Shop.Data;

namespace Shop.Repositories;

public sealed class OrderRepository(ShopContext db)
{
    public Task<Order?> FindAsync(int id, CancellationToken cancellationToken = default) =>
        db.Orders.Include(order => order.Lines).FirstOrDefaultAsync(order => order.Id == id, cancellationToken);

    public async Task<List<OrderLine>> GetRecentLinesAsync(int customerId, int count, CancellationToken cancellationToken) =>
        await db.Orders.AsNoTracking()
            .Where(order => order.CustomerId == customerId && order.Id <= SeedData.Orders)
            .OrderByDescending(order => order.PlacedAt)
            .SelectMany(order => order.Lines)
            .Take(count)
            .ToListAsync(cancellationToken);

    public async Task SetStatusAsync(IReadOnlyCollection<int> orderIds, OrderStatus status, CancellationToken cancellationToken)
    {
        var orders = await db.Orders.Where(order => orderIds.Contains(order.Id)).ToListAsync(cancellationToken);
        foreach (var order in orders)
        {
            order.Status = status;
            await db.SaveChangesAsync(cancellationToken);
        }
    }
}
