namespace PerfAnalyzers.Benchmarks.Generated.Parts;

/// <summary>An EF Core repository behind its interface.</summary>
internal static class RepositoryPart
{
    public static string Write(Feature it) => $$"""
        using Microsoft.EntityFrameworkCore;

        namespace {{it.Namespace}};

        public interface I{{it.Name}}Repository
        {
            Task<{{it.Name}}?> FindAsync(int id, CancellationToken cancellation);

            Task<{{it.Name}}?> FindByCodeAsync(string code, CancellationToken cancellation);

            Task<List<{{it.Name}}>> GetAsync(IReadOnlyCollection<int> ids, CancellationToken cancellation);

            Task<List<{{it.Name}}Summary>> SearchAsync({{it.Name}}Filter filter, CancellationToken cancellation);

            Task<decimal> TotalAsync({{it.Name}}Status status, CancellationToken cancellation);

            void Add({{it.Name}} entity);

            void Remove({{it.Name}} entity);

            Task SaveAsync(CancellationToken cancellation);
        }

        public sealed record {{it.Name}}Filter(string? Text, {{it.Name}}Status? Status, DateTime? Since, int Page = 0, int Size = 50);

        public sealed class {{it.Name}}Repository({{it.Context}} context) : I{{it.Name}}Repository
        {
            public Task<{{it.Name}}?> FindAsync(int id, CancellationToken cancellation) =>
                context.{{it.Name}}s.Include(entity => entity.Lines).FirstOrDefaultAsync(entity => entity.Id == id, cancellation);

            public Task<{{it.Name}}?> FindByCodeAsync(string code, CancellationToken cancellation) =>
                context.{{it.Name}}s.AsNoTracking().FirstOrDefaultAsync(entity => entity.Code == code, cancellation);

            public Task<List<{{it.Name}}>> GetAsync(IReadOnlyCollection<int> ids, CancellationToken cancellation) =>
                context.{{it.Name}}s.Where(entity => ids.Contains(entity.Id)).Include(entity => entity.Lines).ToListAsync(cancellation);

            public async Task<List<{{it.Name}}Summary>> SearchAsync({{it.Name}}Filter filter, CancellationToken cancellation)
            {
                var query = context.{{it.Name}}s.AsNoTracking();
                if (filter.Text is { Length: > 0 } text)
                    query = query.Where(entity => entity.Code.StartsWith(text));
                if (filter.Status is { } status)
                    query = query.Where(entity => entity.Status == status);
                if (filter.Since is { } since)
                    query = query.Where(entity => entity.CreatedAt >= since);

                return await query
                    .OrderByDescending(entity => entity.CreatedAt)
                    .Skip(filter.Page * filter.Size)
                    .Take(filter.Size)
                    .Select(entity => new {{it.Name}}Summary(entity.Id, entity.Code, entity.Status, entity.Amount))
                    .ToListAsync(cancellation);
            }

            public Task<decimal> TotalAsync({{it.Name}}Status status, CancellationToken cancellation) =>
                context.{{it.Name}}s.Where(entity => entity.Status == status).SumAsync(entity => entity.Amount, cancellation);

            public void Add({{it.Name}} entity) => context.{{it.Name}}s.Add(entity);

            public void Remove({{it.Name}} entity) => context.{{it.Name}}s.Remove(entity);

            public Task SaveAsync(CancellationToken cancellation) => context.SaveChangesAsync(cancellation);
        {{it.Maybe(0.1, SaveInLoop(it))}}
            public async Task<int> ArchiveAsync(DateTime before, CancellationToken cancellation)
            {
                var old = await context.{{it.Name}}s
                    .Where(entity => entity.Status == {{it.Name}}Status.Closed && entity.CreatedAt < before)
                    .OrderBy(entity => entity.Id)
                    .Take(500)
                    .ToListAsync(cancellation);
                foreach (var entity in old)
                    context.{{it.Name}}s.Remove(entity);
                await context.SaveChangesAsync(cancellation);
                return old.Count;
            }
        }
        """;

    // One of the few findings: a round trip per entity.
    private static string SaveInLoop(Feature it) => $$"""

            public async Task ReopenAsync(IReadOnlyCollection<int> ids, CancellationToken cancellation)
            {
                var entities = await context.{{it.Name}}s.Where(entity => ids.Contains(entity.Id)).ToListAsync(cancellation);
                foreach (var entity in entities)
                {
                    entity.Status = {{it.Name}}Status.Open;
                    await context.SaveChangesAsync(cancellation);
                }
            }

        """;
}
