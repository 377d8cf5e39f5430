using System.Collections.Concurrent;
using System.Threading.Channels;
using StackExchange.Redis;

namespace QuietCode;

public sealed class ProductCache(IConnectionMultiplexer redis)
{
    private readonly ConcurrentDictionary<int, string> names = new();
    private readonly Channel<int> misses = Channel.CreateBounded<int>(new BoundedChannelOptions(1000) { FullMode = BoundedChannelFullMode.DropOldest });

    public string NameOf(int product)
    {
        if (names.TryGetValue(product, out var name))
            return name;
        misses.Writer.TryWrite(product);
        return "";
    }

    /// <summary>All keys in one round trip.</summary>
    public async Task<string?[]> GetAsync(IReadOnlyCollection<int> products)
    {
        var values = await redis.GetDatabase().StringGetAsync([.. products.Select(product => (RedisKey)$"product:{product}")]);
        return [.. values.Select(value => (string?)value)];
    }

    /// <summary>All writes on their way before the first answer is awaited.</summary>
    public async Task SetAsync(IReadOnlyDictionary<int, string> products)
    {
        var database = redis.GetDatabase();
        await Task.WhenAll(products.Select(product => database.StringSetAsync($"product:{product.Key}", product.Value, TimeSpan.FromHours(1))));
        foreach (var (id, name) in products)
            names[id] = name;
    }
}
