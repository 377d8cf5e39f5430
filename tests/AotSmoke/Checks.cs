namespace AotSmoke;

/// <summary>Prints what held and what did not.</summary>
internal sealed class Checks
{
    public int Failures { get; private set; }

    public void That(bool holds, string what)
    {
        Console.WriteLine($"{(holds ? "ok  " : "FAIL")} {what}");
        Failures += holds ? 0 : 1;
    }
}
