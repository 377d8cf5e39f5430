namespace PerfAnalyzers.Benchmarks.Generated.Parts;

/// <summary>Queries in SQL, by Dapper and by ADO.NET.</summary>
internal static class ReportPart
{
    public static string Write(Feature it) => $$"""
        using Dapper;
        using Microsoft.Data.SqlClient;

        namespace {{it.Namespace}};

        public sealed record {{it.Name}}Total(string Status, int Count, decimal Amount);

        public interface I{{it.Name}}Reports
        {
            Task<IReadOnlyList<{{it.Name}}Total>> TotalsAsync(DateTime since, CancellationToken cancellation);

            Task<decimal> RevenueAsync(int year, CancellationToken cancellation);

            Task<IReadOnlyList<string>> CodesAsync(CancellationToken cancellation);
        }

        public sealed class {{it.Name}}Reports(IConfiguration configuration, ILogger<{{it.Name}}Reports> log) : I{{it.Name}}Reports
        {
            private readonly string _connectionString = configuration.GetConnectionString("{{it.Module}}") ?? "";

            public async Task<IReadOnlyList<{{it.Name}}Total>> TotalsAsync(DateTime since, CancellationToken cancellation)
            {
                await using var connection = new SqlConnection(_connectionString);
                var totals = await connection.QueryAsync<{{it.Name}}Total>(
                    "select Status, count(*) as Count, sum(Amount) as Amount from {{it.Name}}s where CreatedAt >= @since group by Status",
                    new { since });
                var found = totals.AsList();
                log.LogInformation("{Count} totals since {Since}", found.Count, since);
                return found;
            }

            public async Task<decimal> RevenueAsync(int year, CancellationToken cancellation)
            {
                await using var connection = new SqlConnection(_connectionString);
                await connection.OpenAsync(cancellation);
                return await connection.ExecuteScalarAsync<decimal>(
                    "select sum(Amount) from {{it.Name}}s where year(CreatedAt) = @year", new { year });
            }

            public async Task<IReadOnlyList<string>> CodesAsync(CancellationToken cancellation)
            {
                await using var connection = new SqlConnection(_connectionString);
                await connection.OpenAsync(cancellation);
                await using var command = connection.CreateCommand();
                command.CommandText = "select Code from {{it.Name}}s where Status <> @status order by Code";
                command.Parameters.AddWithValue("@status", (int){{it.Name}}Status.Cancelled);
                var codes = new List<string>();
                await using var reader = await command.ExecuteReaderAsync(cancellation);
                while (await reader.ReadAsync(cancellation))
                    codes.Add(reader.GetString(0));
                return codes;
            }
        }
        """;
}
