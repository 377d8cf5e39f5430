namespace Layers.Domain;

public interface IPrices
{
    Task<string> FindAsync(int id);

    Task<string> FindCachedAsync(int id);

    Task StoreAsync(int id, string price);

    string Format(string price);
}
