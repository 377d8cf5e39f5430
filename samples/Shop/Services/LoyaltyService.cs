using Microsoft.EntityFrameworkCore;
using Shop.Data;

namespace Shop.Services;

public sealed record PointsAward(int CustomerId, int Points);

public sealed class LoyaltyService(ShopContext db)
{
    public async Task<int> AwardAsync(IReadOnlyCollection<PointsAward> awards, CancellationToken cancellationToken)
    {
        var points = awards.GroupBy(award => award.CustomerId).ToDictionary(group => group.Key, group => group.Sum(award => award.Points));
        var customers = await db.Customers.Where(customer => points.Keys.Contains(customer.Id)).ToListAsync(cancellationToken);
        foreach (var customer in customers)
        {
            customer.Points += points[customer.Id];
            await db.SaveChangesAsync(cancellationToken);
        }

        return customers.Count;
    }
}
