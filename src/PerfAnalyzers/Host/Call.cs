using PerfAnalyzers.Code;
using PerfAnalyzers.Host.Options;
using PerfAnalyzers.Knowledge;
using PerfAnalyzers.Paths;

namespace PerfAnalyzers.Host;

/// <summary>A call, creation or access under judgement, and what a rule may ask about it.</summary>
/// <param name="operation">The place.</param>
/// <param name="project">The project that it is in.</param>
/// <param name="cancellation">Ends the work.</param>
internal sealed class Call(IOperation operation, Project project, CancellationToken cancellation)
{
    private CodePath? path;

    public IOperation Operation => operation;

    public Project Project => project;

    public CancellationToken Cancellation => cancellation;

    public IInvocationOperation? Invocation => operation as IInvocationOperation;

    /// <summary>What is called, created or read; null in broken code.</summary>
    public ISymbol? Member => operation switch
    {
        IInvocationOperation call => call.TargetMethod,
        IObjectCreationOperation creation => creation.Constructor,
        IPropertyReferenceOperation property => property.Property,
        _ => null,
    };

    /// <summary>The path on which the place runs.</summary>
    public CodePath Path => path ??= project.PathOf(operation, cancellation);

    /// <summary>What the tables say about the member in a role; null where they say nothing, or exclude it.</summary>
    public ApiFact? Fact(ApiRole role) => operation switch
    {
        IInvocationOperation call => project.Apis.Find(call, role),
        IObjectCreationOperation creation => project.Apis.Find(creation, role),
        IPropertyReferenceOperation property => project.Apis.Find(property, role),
        _ => null,
    };

    public string Read(PerfOption option) => project.Read(option, operation);

    /// <summary>The member as a message names it: <c>Type.Member</c>.</summary>
    public string Name => Member is { } member ? $"{member.DeclaringType()!.Name}.{member.Name}" : "";

    /// <summary>True where the code is data for a query provider, or only named.</summary>
    public bool NeverRuns => operation.IsInNameOf() || operation.IsInExpressionTree();
}
