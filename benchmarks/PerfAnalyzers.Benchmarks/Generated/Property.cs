namespace PerfAnalyzers.Benchmarks.Generated;

/// <summary>A property of a generated entity.</summary>
internal sealed record Property(string Type, string Name)
{
    /// <summary>What an entity has beside its key, code, status, amount and date.</summary>
    public static readonly IReadOnlyList<Property> Optional =
    [
        new("string", "Title"), new("string?", "Notes"), new("string", "Region"), new("string", "Currency"),
        new("decimal", "TaxRate"), new("decimal", "Discount"), new("int", "Quantity"), new("int", "Priority"),
        new("DateTime?", "ClosedAt"), new("DateTime?", "DueAt"), new("bool", "IsActive"), new("bool", "NeedsReview"),
        new("double", "Weight"), new("Guid", "ExternalId"), new("long", "Revision"), new("int?", "OwnerId"),
        new("string?", "Result"), new("TimeSpan", "Wait"), new("string?", "Contact"), new("int", "Attempts"),
    ];

    public string Initializer => Type == "string" ? " = \"\";" : "";
}
