using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace PerfAnalyzers.Runtime.Tracking;

/// <summary>The place in the application from which a round trip came, as far as the stack shows it.</summary>
/// <param name="Member">Type and method.</param>
/// <param name="File">Path of the source file; <see langword="null"/> without symbols.</param>
/// <param name="Line">Line in the file; 0 without symbols.</param>
public sealed record CallSite(string Member, string? File, int Line)
{
    private static readonly string[] Libraries =
    [
        "System", "Microsoft", "netstandard", "Npgsql", "MySqlConnector", "MongoDB", "Grpc", "StackExchange", "Dapper", "SQLitePCLRaw",
    ];

    private static readonly string[] Own = ["PerfAnalyzers.Runtime", "PerfAnalyzers.Runtime.AspNetCore", "PerfAnalyzers.Runtime.Hosting"];

    /// <summary>Member, and file and line where they are known.</summary>
    public override string ToString() => File is null ? Member : $"{Member} in {Path.GetFileName(File)}:line {Line}";

    /// <summary>The nearest caller that is no library; some tens of microseconds, for the stack is read.</summary>
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "A method that was trimmed is not named; nothing depends on it.")]
    internal static CallSite? OfCaller()
    {
        foreach (var frame in new StackTrace(2, fNeedFileInfo: true).GetFrames())
        {
            if (frame.GetMethod() is { DeclaringType: { } type } method && !IsLibrary(type.Assembly))
            {
                return new CallSite(Name(type, method.Name), frame.GetFileName(), frame.GetFileLineNumber());
            }
        }

        return null;
    }

    private static bool IsLibrary(Assembly assembly) =>
        assembly.GetName().Name is { } name
        && (Own.Contains(name) || Array.Exists(Libraries, library => IsOf(library, name)));

    private static bool IsOf(string library, string name) => name == library || name.StartsWith(library + ".", StringComparison.Ordinal);

    // The compiler names the state machine of GetAsync <GetAsync>d__5, and a lambda or local function in it <GetAsync>b__0.
    private static string Name(Type type, string method)
    {
        var written = Written(type.Name) ?? Written(method) ?? method;
        while (type.DeclaringType is { } outer && type.Name.StartsWith('<'))
        {
            type = outer;
        }

        return $"{type.Name}.{written}";
    }

    private static string? Written(string name) =>
        name.StartsWith('<') && name.IndexOf('>', StringComparison.Ordinal) is > 1 and var end ? name[1..end] : null;
}
