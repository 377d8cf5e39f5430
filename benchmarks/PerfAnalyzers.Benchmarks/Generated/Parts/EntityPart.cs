namespace PerfAnalyzers.Benchmarks.Generated.Parts;

/// <summary>The entity with its lines and its states: plain classes.</summary>
internal static class EntityPart
{
    public static string Write(Feature it) => $$"""
        namespace {{it.Namespace}};

        public enum {{it.Name}}Status
        {
            Draft,
            Open,
            Approved,
            Closed,
            Cancelled,
        }

        public sealed class {{it.Name}}Line
        {
            public int Id { get; set; }

            public int {{it.Name}}Id { get; set; }

            public int Number { get; set; }

            public string Sku { get; set; } = "";

            public int Quantity { get; set; }

            public decimal UnitPrice { get; set; }

            public decimal Total => Quantity * UnitPrice;
        }

        /// <summary>What the module keeps of it.</summary>
        public sealed class {{it.Name}}
        {
            private readonly List<string> _events = [];

            public int Id { get; set; }

            public string Code { get; set; } = "";

            public {{it.Name}}Status Status { get; set; }

            public decimal Amount { get; set; }

            public DateTime CreatedAt { get; set; }

        {{it.Each(property => $"    public {property.Type} {property.Name} {{ get; set; }}{property.Initializer}\n")}}
            public List<{{it.Name}}Line> Lines { get; } = [];

            public IReadOnlyList<string> Events => _events;

            public bool IsFinal => Status is {{it.Name}}Status.Closed or {{it.Name}}Status.Cancelled;

            public decimal Subtotal => Lines.Sum(line => line.Total);

            public {{it.Name}}Line Add(string sku, int quantity, decimal unitPrice)
            {
                ArgumentException.ThrowIfNullOrEmpty(sku);
                ArgumentOutOfRangeException.ThrowIfNegativeOrZero(quantity);
                var line = Lines.Find(candidate => candidate.Sku == sku && candidate.UnitPrice == unitPrice);
                if (line is null)
                {
                    line = new {{it.Name}}Line { Number = Lines.Count + 1, Sku = sku, UnitPrice = unitPrice };
                    Lines.Add(line);
                }

                line.Quantity += quantity;
                _events.Add($"Added {quantity} of {sku}");
                return line;
            }

            public bool Remove(string sku)
            {
                var removed = Lines.RemoveAll(line => line.Sku == sku);
                for (var index = 0; index < Lines.Count; index++)
                    Lines[index].Number = index + 1;
                if (removed > 0)
                    _events.Add($"Removed {sku}");
                return removed > 0;
            }

            public void Open()
            {
                Require({{it.Name}}Status.Draft);
                if (Lines.Count == 0)
                    throw new InvalidOperationException($"{Code} has no lines.");
                MoveTo({{it.Name}}Status.Open);
            }

            public void Approve(string by)
            {
                Require({{it.Name}}Status.Open);
                MoveTo({{it.Name}}Status.Approved);
                _events.Add($"Approved by {by}");
            }

            public void Close()
            {
                Require({{it.Name}}Status.Approved);
                Amount = Subtotal;
                MoveTo({{it.Name}}Status.Closed);
            }

            public void Cancel(string reason)
            {
                if (IsFinal)
                    throw new InvalidOperationException($"{Code} is {Status}.");
                MoveTo({{it.Name}}Status.Cancelled);
                _events.Add($"Cancelled: {reason}");
            }

            public override string ToString() => $"{Code} ({Status}), {Lines.Count} lines, {Amount}";

            private void Require({{it.Name}}Status status)
            {
                if (Status != status)
                    throw new InvalidOperationException($"{Code} is {Status}, not {status}.");
            }

            private void MoveTo({{it.Name}}Status status)
            {
                _events.Add($"{Status} to {status}");
                Status = status;
            }
        }
        """;
}
