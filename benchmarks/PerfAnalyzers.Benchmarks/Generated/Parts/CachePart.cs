namespace PerfAnalyzers.Benchmarks.Generated.Parts;

/// <summary>A cache in Redis.</summary>
internal static class CachePart
{
    public static string Write(Feature it) => $$"""
        using System.Text.Json;
        using StackExchange.Redis;

        namespace {{it.Namespace}};

        public sealed class {{it.Name}}Cache(IConnectionMultiplexer redis)
        {
            private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes({{5 + (it.Index % 25)}});

            public async Task<{{it.Name}}Dto?> GetAsync(int id)
            {
                var value = await redis.GetDatabase().StringGetAsync(Key(id));
                return value.IsNullOrEmpty ? null : JsonSerializer.Deserialize<{{it.Name}}Dto>((string)value!);
            }

            public async Task<IReadOnlyList<{{it.Name}}Dto>> GetManyAsync(IReadOnlyCollection<int> ids)
            {
                var keys = ids.Select(id => (RedisKey)Key(id)).ToArray();
                var values = await redis.GetDatabase().StringGetAsync(keys);
                var found = new List<{{it.Name}}Dto>();
                foreach (var value in values)
                {
                    if (value.HasValue && JsonSerializer.Deserialize<{{it.Name}}Dto>((string)value!) is { } dto)
                        found.Add(dto);
                }

                return found;
            }

            public Task SetAsync(int id, {{it.Name}}Dto value) =>
                redis.GetDatabase().StringSetAsync(Key(id), JsonSerializer.Serialize(value), Lifetime);

            public Task<bool> RemoveAsync(int id) => redis.GetDatabase().KeyDeleteAsync(Key(id));

            private static string Key(int id) => $"{{it.Name}}:{id}";
        }
        """;
}
