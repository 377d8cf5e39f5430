using System.Text.RegularExpressions;
using PerfAnalyzers.Knowledge;
using PerfAnalyzers.Tests.Harness;

namespace PerfAnalyzers.Tests.Knowledge;

/// <summary>Every line of every table holds for the real libraries, in every version that has its API.</summary>
public class KnowledgeTests
{
    /// <summary>Libraries that the tests do not have: what the tables say of them is from their documentation.</summary>
    private static readonly string[] Unseen =
    [
        "Amazon.Lambda", "ClickHouse.EntityFrameworkCore", "Couchbase.EntityFrameworkCore", "Duende.IdentityServer", "FirebirdSql.EntityFrameworkCore.Firebird",
        "IBM.EntityFrameworkCore", "MediatR.IStreamRequestHandler", "Microsoft.Azure.Functions.Worker.FunctionAttribute", "Microsoft.EntityFrameworkCore.Cosmos",
        "MongoDB.EntityFrameworkCore", "NHibernate", "NServiceBus", "Oracle.EntityFrameworkCore",
    ];

    private static readonly TableLine[] AllLines =
        [.. Directory.GetFiles(Repository.Path("src/PerfAnalyzers/Knowledge/Tables"), "*.apis").Order(StringComparer.Ordinal).SelectMany(LinesOf)];

    public static TheoryData<string> Tables => [.. AllLines.Select(line => line.File).Distinct()];

    [Theory, MemberData(nameof(Tables))]
    public void Every_line_names_a_real_api_and_a_real_replacement(string table) => AssertEach(table, line =>
    {
        if (line.Words.Length is < 2 or > 3)
            return "not a line of the form: role  Type::Member  instead";

        if (Unseen.Any(library => line.Api.Type.StartsWith(library, StringComparison.Ordinal)))
            return null;

        if (line.Subject != RoleSubject.Member)
            return IsSomewhere(line) ? null : $"nothing is named {line.Api}";

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
        !MayRepeat(line) && AllLines.FirstOrDefault(other => other != line && other.Role == line.Role
            && other.Api.Member == line.Api.Member
            && (other.Api.Parameters is null || line.Api.ToString().EndsWith(other.Api.Signature, StringComparison.Ordinal))
            && other.Instead?.Member == line.Instead?.Member
            && other.Texts.SequenceEqual(line.Texts)
            && LibraryVersions.IsA(line.Api.Type, other.Api.Type)) is { } same
            ? $"already said by {same}"
            : null);

    [Theory, MemberData(nameof(Tables))]
    public void Every_line_stands_under_the_assembly_that_declares_it(string table) => AssertEach(table, line =>
        LibraryVersions.Newest.AssemblyOf(line.Api.Type) is { } assembly && line.Assembly != assembly && IsPackage(assembly)
            ? $"belongs under '# package: {assembly}': the project may reference it without {line.Assembly}"
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

    [Fact]
    public void A_role_is_read_by_a_rule_or_said_to_be_unread()
    {
        string[] sources =
        [
            .. from file in Directory.EnumerateFiles(Repository.Path("src/PerfAnalyzers"), "*.cs", SearchOption.AllDirectories)
               where Path.GetFileName(file) != "ApiRole.cs" && !file.Contains("/obj/")
               select File.ReadAllText(file),
        ];
        Assert.Equal(ApiRoles.Unread, ApiRoles.All.Where(role => !sources.Any(source => Regex.IsMatch(source, $@"\bApiRole\.{role}\b"))));
    }

    [Theory, MemberData(nameof(Tables))]
    public void Every_table_is_sorted_within_a_role_and_names_assemblies_that_exist(string table)
    {
        var previous = (TableLine?)null;
        foreach (var line in AllLines.Where(line => line.File == table))
        {
            Assert.True(
                line.Assembly is null || LibraryVersions.Newest.HasAssembly(line.Assembly) || Unseen.Any(line.Assembly.StartsWith),
                $"{line}: no assembly '{line.Assembly}' among the references of the tests");
            if (previous is not null && line.Role == previous.Role && line.Number == previous.Number + 1)
                Assert.True(string.CompareOrdinal(previous.Words[1], line.Words[1]) < 0, $"{line}: belongs before {previous}");
            previous = line;
        }
    }

    /// <summary>
    /// True for a line about every member, which holds for those that its type declares; for one about a handler that the type declares anew; and for
    /// one that another version needs, as its comment says.
    /// </summary>
    private static bool MayRepeat(TableLine line) =>
        line.Api.Member == "*" || line.Text.Contains("# version") || (line.Subject == RoleSubject.Code && LibraryVersions.Newest.DeclaresAnew(line.Api));

    /// <summary>True for an assembly of a package; those of the framework are everywhere.</summary>
    private static bool IsPackage(string assembly) =>
        !assembly.StartsWith("System.", StringComparison.Ordinal) && !assembly.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal)
        && !assembly.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal);

    private static bool IsSomewhere(TableLine line) => line.Subject == RoleSubject.Library
        ? LibraryVersions.All.Any(libraries => libraries.HasLibrary(line.Api))
        : LibraryVersions.All.Any(libraries => libraries.HasCode(line.Api));

    private static IEnumerable<TableLine> LinesOf(string path)
    {
        string? assembly = null;
        foreach (var (text, index) in File.ReadLines(path).Select((text, index) => (text, index)))
            if (Regex.Match(text, @"^# package: (\S+)$") is { Success: true } package)
                assembly = package.Groups[1].Value;
            else if (new TableLine(Path.GetFileName(path), index + 1, text) { Assembly = assembly } is { Words.Length: > 0 } line)
                yield return line;
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
