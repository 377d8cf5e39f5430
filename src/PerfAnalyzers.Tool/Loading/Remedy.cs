namespace PerfAnalyzers.Tool.Loading;

/// <summary>What to do about an error of MSBuild, NuGet or the SDK.</summary>
internal static class Remedy
{
    public static string For(string code, string text) => code switch
    {
        "MSB4025" => "Mend the XML of the file.",
        "MSB4236" => "Install the SDK that the project asks for, or correct its name.",
        "MSB4019" => "Install the SDK or workload that brings the imported file; what only Visual Studio builds cannot be analysed here.",
        "NETSDK1004" or "NETSDK1005" or "NETSDK1064" => "Run 'dotnet restore', or leave out --no-restore.",
        "NETSDK1045" => "Install a newer .NET SDK, or run where global.json does not ask for an older one.",
        "NETSDK1147" => "Run 'dotnet workload restore'.",
        "NETSDK1100" => "Set EnableWindowsTargeting to true in Directory.Build.props, or run on Windows.",
        "NU1101" or "NU1102" or "NU1103" => "Add the package source to nuget.config, or correct the name or version.",
        "NU1301" => "See that the package source can be reached, and that its credentials are right.",
        "NU1008" or "NU1010" => "Give the version in Directory.Packages.props.",
        _ when code.StartsWith("NU", StringComparison.Ordinal) => "Mend the package reference until 'dotnet restore' succeeds.",
        _ when text.Contains("could not be found", StringComparison.Ordinal) => "Install what is missing, until 'dotnet build' succeeds.",
        _ => "Mend it until 'dotnet build' gets past it.",
    };
}
