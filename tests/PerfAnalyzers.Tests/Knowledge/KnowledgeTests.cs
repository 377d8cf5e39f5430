using System.Text.RegularExpressions;
using PerfAnalyzers.Tests.Harness;

namespace PerfAnalyzers.Tests.Knowledge;

/// <summary>Every line of every table holds for the real libraries, in every version that has its API.</summary>
public class KnowledgeTests
{
    private static readonly HashSet<string> Roles =
        ["wait", "blocking", "sleep", "query", "client", "read", "write", "unbounded", "clock"];

    private static readonly TableLine[] AllLines =
    [
        .. from file in Directory.GetFiles(Repository.Path("src/PerfAnalyzers/Knowledge/Tables"), "*.apis").Order(StringComparer.Ordinal)
           from line in File.ReadLines(file).Select((text, index) => new TableLine(Path.GetFileName(file), index + 1, text))
           where line.Words.Length > 0
           select line,
    ];

    public static TheoryData<string> Tables => [.. AllLines.Select(line => line.File).Distinct()];

    [Theory, MemberData(nameof(Tables))]
    public void Every_line_names_a_real_api_and_a_real_replacement(string table) => AssertEach(table, line =>
    {
        if (line.Words.Length is < 2 or > 3 || !Roles.Contains(line.Role.TrimStart('!')))
            return "not a line of the form: role  Type::Member  instead";

        if (!LibraryVersions.All.Any(libraries => libraries.Has(line.Api)))
            return $"no such api as {line.Api}";

        LibraryVersions[] versions = [.. LibraryVersions.All.Where(libraries => libraries.Has(line.Api) && (line.Instead is null || libraries.Has(line.Instead)))];
        return versions is []
            ? $"no such replacement as {line.Instead}"
            : versions.Select(libraries => libraries.WhatIsWrong(line)).FirstOrDefault(wrong => wrong is not null);
    });

    [Theory, MemberData(nameof(Tables))]
    public void Every_exclusion_takes_something_out_of_a_broader_line(string table) => AssertEach(table, line =>
        line.IsExclusion && !AllLines.Any(broader => "!" + broader.Role == line.Role
            && (line.Api.Member is null || broader.Api.Member == line.Api.Member)
            && LibraryVersions.IsA(line.Api.Type, broader.Api.Type))
            ? "nothing would hold for it without this line"
            : null);

    [Theory, MemberData(nameof(Tables))]
    public void No_line_repeats_another(string table) => AssertEach(table, line =>
        AllLines.FirstOrDefault(other => other != line && other.Role == line.Role
            && other.Api.Member == line.Api.Member
            && (other.Api.Parameters is null || line.Api.ToString().EndsWith(other.Api.Signature, StringComparison.Ordinal))
            && other.Instead?.Member == line.Instead?.Member
            && LibraryVersions.IsA(line.Api.Type, other.Api.Type)) is { } same
            ? $"already said by {same}"
            : null);

    [Fact]
    public void A_provider_that_inherits_its_asynchronous_member_is_excluded()
    {
        string[] fakes =
        [
            .. from line in AllLines
               where line is { Role: "blocking", Instead: not null } && line.Api.Type.StartsWith("System.Data.Common.", StringComparison.Ordinal)
               from provider in LibraryVersions.Newest.Descendants(line.Api.Type)
               where !LibraryVersions.Declares(provider, line.Api.Type, AsynchronousCore(line.Instead!.Member!))
               where !AllLines.Any(other => other.Role == "!blocking"
                   && (other.Api.Member is null || other.Api.Member == line.Api.Member)
                   && LibraryVersions.IsA(LibraryVersions.MetadataName(provider), other.Api.Type))
               select $"!blocking  {LibraryVersions.MetadataName(provider)}::{line.Api.Member}",
        ];
        Assert.True(fakes is [], "Missing lines:\n" + string.Join('\n', fakes.Order(StringComparer.Ordinal)));
    }

    [Theory, MemberData(nameof(Tables))]
    public void Every_table_is_sorted_within_a_role_and_names_packages_that_the_tests_reference(string table)
    {
        var references = File.ReadAllText(Repository.Path("tests/KnownLibraries.props"));
        var previous = (TableLine?)null;
        foreach (var (text, index) in File.ReadLines(Repository.Path("src/PerfAnalyzers/Knowledge/Tables/" + table)).Select((text, index) => (text, index)))
        {
            var line = new TableLine(table, index + 1, text);
            if (Regex.Match(text, @"^# package: (\S+)$") is { Success: true } package)
                Assert.True(references.Contains($"\"{package.Groups[1]}\"") || LibraryVersions.Newest.HasAssembly(package.Groups[1].Value), $"{line}: unknown package");
            if (previous is not null && line.Words.Length > 0 && line.Role == previous.Role)
                Assert.True(string.CompareOrdinal(previous.Words[1], line.Words[1]) < 0, $"{line}: belongs before {previous}");
            previous = line.Words.Length > 0 ? line : null;
        }
    }

    /// <summary>The virtual methods behind DbConnection.BeginTransactionAsync and its like, which are not virtual themselves.</summary>
    private static string[] AsynchronousCore(string member) =>
    [
        member,
        member.Replace("BeginTransaction", "BeginDbTransaction").Replace("ExecuteReader", "ExecuteDbDataReader").Replace("OpenConnection", "OpenDbConnection"),
    ];

    private static void AssertEach(string table, Func<TableLine, string?> whatIsWrong)
    {
        string[] wrong =
        [
            .. from line in AllLines
               where line.File == table
               let reason = whatIsWrong(line)
               where reason is not null
               select $"{line}\n    {reason}",
        ];
        Assert.True(wrong is [], string.Join('\n', wrong));
    }
}
