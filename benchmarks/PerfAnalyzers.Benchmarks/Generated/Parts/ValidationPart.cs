namespace PerfAnalyzers.Benchmarks.Generated.Parts;

/// <summary>Conditions over an entity, and the transitions that it may make.</summary>
internal static class ValidationPart
{
    public static string Write(Feature it) => $$"""
        namespace {{it.Namespace}};

        public sealed class {{it.Name}}Validator
        {
            private static readonly HashSet<char> Allowed = [.. "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-"];

            public IEnumerable<string> Validate({{it.Name}} entity)
            {
                if (string.IsNullOrWhiteSpace(entity.Code))
                    yield return "The code is missing.";
                else if (entity.Code.Any(letter => !Allowed.Contains(char.ToUpperInvariant(letter))))
                    yield return $"The code {entity.Code} has letters that it may not have.";

                if (entity.Amount < 0)
                    yield return "The amount is negative.";
        {{it.Each(Check)}}
                var skus = new HashSet<string>();
                foreach (var line in entity.Lines)
                {
                    if (line.Quantity <= 0)
                        yield return $"Line {line.Number} has no quantity.";
                    if (!skus.Add(line.Sku))
                        yield return $"{line.Sku} is there twice.";
                }
            }

            public bool CanMove({{it.Name}}Status from, {{it.Name}}Status to) => (from, to) switch
            {
                ({{it.Name}}Status.Draft, {{it.Name}}Status.Open) => true,
                ({{it.Name}}Status.Open, {{it.Name}}Status.Approved) => true,
                ({{it.Name}}Status.Approved, {{it.Name}}Status.Closed) => true,
                (not {{it.Name}}Status.Closed, {{it.Name}}Status.Cancelled) => true,
                _ => false,
            };

            public IReadOnlyList<{{it.Name}}Status> Path({{it.Name}}Status from, {{it.Name}}Status to)
            {
                var path = new List<{{it.Name}}Status> { from };
                var current = from;
                while (current != to)
                {
                    var next = Enum.GetValues<{{it.Name}}Status>()
                        .FirstOrDefault(status => status > current && CanMove(current, status), current);
                    if (next == current)
                        return [];
                    path.Add(next);
                    current = next;
                }

                return path;
            }
        }
        """;

    private static string Check(Property property)
    {
        var name = property.Name;
        var (condition, problem) = property.Type switch
        {
            "string" => ($"entity.{name}.Length > 200", "is too long"),
            "int" or "double" or "decimal" => ($"entity.{name} < 0", "is negative"),
            "DateTime?" => ($"entity.{name} is {{ }} at{name} && at{name} < entity.CreatedAt", "is before the beginning"),
            _ => ($"!Equals(entity.{name}, default({property.Type})) && entity.IsFinal", "is set too late"),
        };
        return $"        if ({condition})\n            yield return \"{name} {problem}.\";";
    }
}
