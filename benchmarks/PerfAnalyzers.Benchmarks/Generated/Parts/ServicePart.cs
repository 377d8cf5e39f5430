namespace PerfAnalyzers.Benchmarks.Generated.Parts;

/// <summary>A service behind its interface: what controllers and workers call.</summary>
internal static class ServicePart
{
    public static string Write(Feature it) => $$"""
        namespace {{it.Namespace}};

        public interface I{{it.Name}}Service
        {
            Task<{{it.Name}}Dto?> GetAsync(int id, CancellationToken cancellation);

            Task<IReadOnlyList<{{it.Name}}Dto>> GetManyAsync(IReadOnlyCollection<int> ids, CancellationToken cancellation);

            Task<IReadOnlyList<{{it.Name}}Summary>> SearchAsync({{it.Name}}Filter filter, CancellationToken cancellation);

            Task<{{it.Name}}Dto> CreateAsync({{it.Name}}Dto request, CancellationToken cancellation);

            Task<bool> UpdateAsync(int id, {{it.Name}}Dto request, CancellationToken cancellation);

            Task<bool> ApproveAsync(int id, string by, CancellationToken cancellation);

            Task<bool> CancelAsync(int id, string reason, CancellationToken cancellation);

            Task<decimal> QuoteAsync(IReadOnlyCollection<int> ids, CancellationToken cancellation);
        }

        public sealed class {{it.Name}}Service(
            I{{it.Name}}Repository repository,
            I{{it.Name}}Client partner,
            {{it.Name}}Validator validator,
            {{it.Name}}Calculator calculator,
            TimeProvider clock,
            ILogger<{{it.Name}}Service> log) : I{{it.Name}}Service
        {
            public async Task<{{it.Name}}Dto?> GetAsync(int id, CancellationToken cancellation)
            {
                var entity = await repository.FindAsync(id, cancellation);
                return entity?.ToDto();
            }

            public async Task<IReadOnlyList<{{it.Name}}Dto>> GetManyAsync(IReadOnlyCollection<int> ids, CancellationToken cancellation)
            {
                if (ids.Count == 0)
                    return [];
                var found = await repository.GetAsync(ids, cancellation);
                var byId = found.ToDictionary(entity => entity.Id);
                var results = new List<{{it.Name}}Dto>(ids.Count);
                foreach (var id in ids)
                {
                    if (byId.TryGetValue(id, out var entity))
                        results.Add(entity.ToDto());
                }

                return results;
            }

            public async Task<IReadOnlyList<{{it.Name}}Summary>> SearchAsync({{it.Name}}Filter filter, CancellationToken cancellation) =>
                await repository.SearchAsync(filter with { Size = Math.Clamp(filter.Size, 1, 200) }, cancellation);

            public async Task<{{it.Name}}Dto> CreateAsync({{it.Name}}Dto request, CancellationToken cancellation)
            {
                var entity = request.ToEntity();
                entity.CreatedAt = clock.GetUtcNow().UtcDateTime;
                var problems = validator.Validate(entity).ToList();
                if (problems.Count > 0)
                    throw new ArgumentException(string.Join("; ", problems), nameof(request));

                entity.Amount = calculator.Total(entity);
                repository.Add(entity);
                await repository.SaveAsync(cancellation);
                log.LogInformation("Created {Code} with {Lines} lines", entity.Code, entity.Lines.Count);
                return entity.ToDto();
            }

            public async Task<bool> UpdateAsync(int id, {{it.Name}}Dto request, CancellationToken cancellation)
            {
                var entity = await repository.FindAsync(id, cancellation);
                if (entity is null || entity.IsFinal)
                    return false;
                request.CopyTo(entity);
                foreach (var line in request.Lines.Where(line => line.Quantity > 0))
                    entity.Add(line.Sku, line.Quantity, line.UnitPrice);
                entity.Amount = calculator.Total(entity);
                await repository.SaveAsync(cancellation);
                return true;
            }

            public async Task<bool> ApproveAsync(int id, string by, CancellationToken cancellation)
            {
                var entity = await repository.FindAsync(id, cancellation);
                if (entity is null)
                    return false;
                try
                {
                    entity.Approve(by);
                }
                catch (InvalidOperationException refused)
                {
                    log.LogWarning(refused, "{Code} cannot be approved", entity.Code);
                    return false;
                }

                await repository.SaveAsync(cancellation);
                await partner.NotifyAsync(entity.Code, entity.Status, cancellation);
                return true;
            }

            public async Task<bool> CancelAsync(int id, string reason, CancellationToken cancellation)
            {
                var entity = await repository.FindAsync(id, cancellation);
                if (entity is not { IsFinal: false })
                    return false;
                entity.Cancel(reason);
                await repository.SaveAsync(cancellation);
                return true;
            }

            public async Task<decimal> QuoteAsync(IReadOnlyCollection<int> ids, CancellationToken cancellation)
            {
                var entities = await repository.GetAsync(ids, cancellation);
                var rate = partner.GetRateAsync("EUR", cancellation);
                var limit = partner.GetLimitAsync(entities.Count, cancellation);
                await Task.WhenAll(rate, limit);
                var total = entities.Sum(calculator.Total) * rate.Result;
                return Math.Min(total, limit.Result);
            }
        {{it.Maybe(0.12, ReadInLoop(it))}}}
        """;

    // One of the few findings: a round trip per key.
    private static string ReadInLoop(Feature it) => $$"""

            public async Task<List<string>> CodesAsync(IReadOnlyCollection<int> ids, {{it.Context}} context, CancellationToken cancellation)
            {
                var codes = new List<string>();
                foreach (var id in ids)
                {
                    var entity = await context.{{it.Name}}s.FindAsync([id], cancellation);
                    if (entity is not null)
                        codes.Add(entity.Code);
                }

                return codes;
            }

        """;
}
