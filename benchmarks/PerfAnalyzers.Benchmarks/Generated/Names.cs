namespace PerfAnalyzers.Benchmarks.Generated;

/// <summary>What the generated code is about: enough names for every feature of the largest size.</summary>
internal static class Names
{
    private static readonly string[] Kinds =
    [
        "Sales", "Purchase", "Rental", "Retail", "Export", "Import", "Partner", "Internal", "Regional", "Seasonal",
        "Digital", "Wholesale", "Recurring", "Express", "Customer", "Supplier", "Fleet", "Loyalty", "Market", "Project",
    ];

    private static readonly string[] Things =
    [
        "Order", "Invoice", "Shipment", "Contract", "Booking", "Claim", "Quote", "Budget", "Ticket", "Voucher",
        "Account", "Payment", "Refund", "Campaign", "Catalog", "Delivery", "Forecast", "Inspection", "Ledger", "License",
        "Meeting", "Offer", "Parcel", "Policy", "Receipt", "Reservation", "Schedule", "Settlement", "Statement", "Transfer",
    ];

    private static readonly string[] Modules =
    [
        "Billing", "Warehouse", "Crm", "Portal", "Finance", "Planning", "Support", "Procurement", "Logistics", "Reporting",
    ];

    public static string Feature(int index)
    {
        var thing = Things[index % Things.Length];
        var kind = Kinds[(index + (index / Things.Length)) % Kinds.Length];
        var round = index / (Things.Length * Kinds.Length);
        return round == 0 ? kind + thing : kind + thing + (round + 1);
    }

    public static string Module(int index)
    {
        var round = index / Modules.Length;
        return Modules[index % Modules.Length] + (round == 0 ? "" : round + 1);
    }
}
