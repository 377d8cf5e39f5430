namespace Shop.Partners;

public sealed record Price(string Sku, long Cents);

public sealed record StockLevel(string Sku, int Units);

public sealed record ShippingQuote(string Carrier, string Country, long Cents, int Days);

public sealed record Credit(int CustomerId, long LimitCents);

public sealed record GiftCard(string Code, long BalanceCents);

public sealed record Payment(string Reference, long Cents);

public sealed record Receipt(string Reference, long Cents, string Status);

public sealed record Label(string Id, string Status);
