using System.Reflection;
using Microsoft.CodeAnalysis.CodeFixes;

namespace PerfAnalyzers.CodeFixes.Host;

/// <summary>
/// Shows how far a Fix All is, in hosts that can show it: their interface for it is younger than the oldest host that is supported.
/// </summary>
/// <param name="context">The context of the Fix All.</param>
internal sealed class HostProgress(FixAllContext context)
{
    private readonly PropertyInfo? property = typeof(FixAllContext).GetProperty("Progress");

    /// <summary>Says how many findings are looked at.</summary>
    public void Say(int findings)
    {
        if (property?.GetValue(context) is not { } progress || property.PropertyType.GetMethod("Report") is not { } report)
            return;
        var step = report.GetParameters().Single().ParameterType;
        if (step.GetMethod("Description", BindingFlags.Public | BindingFlags.Static) is { } describe)
            report.Invoke(progress, [describe.Invoke(null, [$"Looking at {findings} findings"])]);
    }
}
