using PerfAnalyzers.CodeFixes.Rules.Blocking;
using PerfAnalyzers.Rules.Blocking;
using PerfAnalyzers.Tests.Harness;

namespace PerfAnalyzers.Tests.Rules.Blocking;

/// <summary>Where a using directive goes that the rewritten code needs.</summary>
public class ImportTests : RuleTest<UseAsynchronousTwin, UseAsynchronousTwinFix>
{
    private static readonly Given Twin = new(Apis: "blocking System.Data.IDbConnection::ChangeDatabase Dapper.SqlMapper::ExecuteAsync");

    private const string Class = "public class C { async Task M(IDbConnection c) { await Task.Yield(); {|info:c.ChangeDatabase(\"a\")|}; } }\n";

    private const string Fixed = "public class C { async Task M(IDbConnection c) { await Task.Yield(); await c.ExecuteAsync(\"a\"); } }\n";

    [Theory]
    [InlineData("using System;\nusing MongoDB.Driver;\n", "using System;\nusing Dapper;\nusing MongoDB.Driver;\n")]
    [InlineData("using Confluent.Kafka;\nusing System;\nusing System.IO;\n", "using Confluent.Kafka;\nusing Dapper;\nusing System;\nusing System.IO;\n")]
    [InlineData("using System;\nusing static System.Math;\nusing A = System.String;\n", "using System;\nusing Dapper;\nusing static System.Math;\nusing A = System.String;\n")]
    [InlineData("using static System.Math;\nusing A = System.String;\n", "using Dapper;\nusing static System.Math;\nusing A = System.String;\n")]
    [InlineData("// licence\n\nglobal using System.Text;\n", "// licence\n\nglobal using System.Text;\nusing Dapper;\n")]
    [InlineData("// licence\nnamespace A.B;\n\n", "// licence\nusing Dapper;\n\nnamespace A.B;\n\n")]
    [InlineData("namespace A.B;\nusing System;\n", "namespace A.B;\nusing System;\nusing Dapper;\n")]
    [InlineData("namespace A\n{\n    using System;\n    ", "namespace A\n{\n    using System;\n    using Dapper;\n    ", "}\n")]
    public Task Goes_among_the_others(string before, string after, string end = "") =>
        Fixes(before + Class + end, after + Fixed + end, Twin);
}
