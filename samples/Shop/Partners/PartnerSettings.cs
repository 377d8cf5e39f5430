namespace Shop.Partners;

/// <param name="Url">Where the pricing, stock, shipping and payment partners answer.</param>
/// <param name="Host">Whether the shop hosts them itself, for a machine without them.</param>
public sealed record PartnerSettings(string Url, bool Host);
