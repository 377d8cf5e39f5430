namespace PerfAnalyzers.Benchmarks.Generated.Parts;

/// <summary>What travels over the wire, and the code that copies it to and from the entity.</summary>
internal static class MapperPart
{
    public static string Write(Feature it) => $$"""
        using System.Globalization;

        namespace {{it.Namespace}};

        public sealed record {{it.Name}}LineDto(int Number, string Sku, int Quantity, decimal UnitPrice);

        public sealed class {{it.Name}}Dto
        {
            public int Id { get; init; }

            public string Code { get; init; } = "";

            public string Status { get; init; } = "";

            public decimal Amount { get; init; }

            public DateTime CreatedAt { get; init; }

        {{it.Each(property => $"    public {property.Type} {property.Name} {{ get; init; }}{property.Initializer}\n")}}
            public List<{{it.Name}}LineDto> Lines { get; init; } = [];
        }

        public sealed record {{it.Name}}Summary(int Id, string Code, {{it.Name}}Status Status, decimal Amount);

        public static class {{it.Name}}Mapper
        {
            public static {{it.Name}}Dto ToDto(this {{it.Name}} source) => new()
            {
                Id = source.Id,
                Code = source.Code,
                Status = source.Status.ToString(),
                Amount = source.Amount,
                CreatedAt = source.CreatedAt,
        {{it.Each(property => $"        {property.Name} = source.{property.Name},")}}
                Lines = [.. source.Lines.Select(line => line.ToDto())],
            };

            public static {{it.Name}}LineDto ToDto(this {{it.Name}}Line line) => new(line.Number, line.Sku, line.Quantity, line.UnitPrice);

            public static {{it.Name}}Summary ToSummary(this {{it.Name}} source) =>
                new(source.Id, source.Code, source.Status, source.Amount);

            public static {{it.Name}} ToEntity(this {{it.Name}}Dto source)
            {
                var entity = new {{it.Name}}
                {
                    Code = source.Code.Trim().ToUpperInvariant(),
                    Status = Enum.TryParse<{{it.Name}}Status>(source.Status, ignoreCase: true, out var status) ? status : default,
                    CreatedAt = source.CreatedAt,
                };
                source.CopyTo(entity);
                foreach (var line in source.Lines)
                    entity.Add(line.Sku, line.Quantity, line.UnitPrice);
                return entity;
            }

            public static void CopyTo(this {{it.Name}}Dto source, {{it.Name}} target)
            {
                target.Amount = source.Amount;
        {{it.Each(property => $"        target.{property.Name} = source.{property.Name};")}}
            }

            public static Dictionary<string, string> ToFields(this {{it.Name}} source)
            {
                var fields = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
                {
                    ["code"] = source.Code,
                    ["status"] = source.Status.ToString(),
                    ["amount"] = source.Amount.ToString(CultureInfo.InvariantCulture),
                };
        {{it.Each(Field)}}
                return fields;
            }
        }
        """;

    private static string Field(Property property) =>
        $"        fields[\"{property.Name}\"] = Convert.ToString(source.{property.Name}, CultureInfo.InvariantCulture) ?? \"\";";
}
