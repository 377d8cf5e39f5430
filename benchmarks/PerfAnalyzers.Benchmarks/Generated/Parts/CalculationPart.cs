namespace PerfAnalyzers.Benchmarks.Generated.Parts;

/// <summary>Arithmetic over lists in memory.</summary>
internal static class CalculationPart
{
    public static string Write(Feature it) => $$"""
        namespace {{it.Namespace}};

        public readonly record struct {{it.Name}}Share(string Sku, decimal Amount, decimal Percent);

        public sealed class {{it.Name}}Calculator
        {
            private static readonly (int From, decimal Discount)[] Steps = [(0, 0m), (10, 0.02m), (50, 0.05m), (200, 0.08m)];

            private readonly Dictionary<string, decimal> _taxRates = new(StringComparer.OrdinalIgnoreCase)
            {
                ["DE"] = 0.19m,
                ["FR"] = 0.20m,
                ["IT"] = 0.22m,
                ["LU"] = 0.17m,
            };

            public decimal Total({{it.Name}} entity)
            {
                var total = 0m;
                foreach (var line in entity.Lines)
                    total += line.Total * (1 - DiscountFor(line.Quantity));
                return Math.Round(total, 2, MidpointRounding.ToEven);
            }

            public decimal Tax({{it.Name}} entity, string country) =>
                _taxRates.TryGetValue(country, out var rate) ? Total(entity) * rate : 0m;

            public IReadOnlyList<{{it.Name}}Share> Shares({{it.Name}} entity)
            {
                var total = entity.Subtotal;
                if (total == 0m)
                    return [];
                return entity.Lines
                    .GroupBy(line => line.Sku)
                    .Select(lines => (Sku: lines.Key, Amount: lines.Sum(line => line.Total)))
                    .OrderByDescending(share => share.Amount)
                    .Select(share => new {{it.Name}}Share(share.Sku, share.Amount, share.Amount / total))
                    .ToList();
            }

            public decimal[] Instalments(decimal amount, int count)
            {
                ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
                var parts = new decimal[count];
                var rest = amount;
                for (var index = 0; index < count; index++)
                {
                    parts[index] = Math.Round(rest / (count - index), 2);
                    rest -= parts[index];
                }

                return parts;
            }

            public double Median(IEnumerable<double> values)
            {
                var sorted = values.ToArray();
                Array.Sort(sorted);
                if (sorted.Length == 0)
                    return double.NaN;
                var middle = sorted.Length / 2;
                return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
            }

            public IEnumerable<(DateTime Month, decimal Amount)> ByMonth(IEnumerable<{{it.Name}}> entities) =>
                from entity in entities
                where entity.Status != {{it.Name}}Status.Cancelled
                group entity by new DateTime(entity.CreatedAt.Year, entity.CreatedAt.Month, 1) into month
                orderby month.Key
                select (month.Key, month.Sum(entity => entity.Amount));

            private static decimal DiscountFor(int quantity)
            {
                var discount = 0m;
                foreach (var (from, step) in Steps)
                {
                    if (quantity >= from)
                        discount = step;
                }

                return discount;
            }
        }
        """;
}
