using System.Text.RegularExpressions;

namespace Shop.Data;

public static partial class Sku
{
    public static bool IsOne(string text) => Form().IsMatch(text);

    // Written by a source generator; without it the project does not compile.
    [GeneratedRegex("^[A-Z]{3}$")]
    private static partial Regex Form();
}
