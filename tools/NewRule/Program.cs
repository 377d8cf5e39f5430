using NewRule;

if (args is not [var id, var name, var title])
{
    Console.Error.WriteLine("""
        Writes the skeleton of a rule: the rule, its fix, their tests, its page and its release line.

            dotnet run --project tools/NewRule -- PERF0401 AwaitTogether "Await independent work together"

        The hundreds of the id are the family; the name is the rule's sentence as a class, the title the same sentence for people.
        """);
    return 2;
}

var skeleton = new Skeleton(Repository.Root, id, name, title);
if (skeleton.WhatIsWrong() is { } problem)
{
    Console.Error.WriteLine(problem);
    return 2;
}

foreach (var file in skeleton.Write())
    Console.WriteLine("wrote " + file);
if (!Repository.Regenerate())
{
    Console.Error.WriteLine("The generated files could not be brought up to date; see the output above, and run what CONTRIBUTING.md says under \"Regenerate\".");
    return 1;
}
Console.WriteLine($"The build is clean, and one test fails: docs/rules/{id}.md is not written yet. CONTRIBUTING.md goes on from here.");
return 0;
