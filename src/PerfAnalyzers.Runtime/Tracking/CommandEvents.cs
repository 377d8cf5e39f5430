using System.Data.Common;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace PerfAnalyzers.Runtime.Tracking;

/// <summary>
/// Commands of SqlClient, and of Entity Framework Core on databases whose provider tells nothing itself, SQLite above all.
/// </summary>
internal sealed class CommandEvents : IObserver<DiagnosticListener>
{
    private const string SqlClient = "Microsoft.Data.SqlClient.WriteCommandBefore";
    private const string EntityFramework = "Microsoft.EntityFrameworkCore.Database.Command.CommandExecuting";

    private static readonly string[] ProvidersThatTell = ["Npgsql", "MySqlConnector", "Microsoft.Data.SqlClient"];

    public void OnNext(DiagnosticListener listener)
    {
        switch (listener.Name)
        {
            case "SqlClientDiagnosticListener":
                listener.Subscribe(new Commands(SqlClientCommand), static name => name == SqlClient && RoundTripScopes.Current is not null);
                break;
            case "Microsoft.EntityFrameworkCore":
                // It remembers a no for a second, so it always gets a yes.
                listener.Subscribe(new Commands(EntityFrameworkCommand), static name => name == EntityFramework);
                break;
        }
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }

    // The events of SqlClient list their fields.
    private static DbCommand? SqlClientCommand(string name, object? payload) =>
        name == SqlClient && payload is IEnumerable<KeyValuePair<string, object>> fields
            ? fields.FirstOrDefault(static field => field.Key == "Command").Value as DbCommand
            : null;

    private static DbCommand? EntityFrameworkCommand(string name, object? payload) =>
        name == EntityFramework && payload is not null && CommandOf(payload) is { } command && !Tells(command) ? command : null;

    private static bool Tells(DbCommand command) =>
        Array.Exists(ProvidersThatTell, provider => command.GetType().Namespace?.StartsWith(provider, StringComparison.Ordinal) == true);

    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "Entity Framework Core reads the property itself, so it is there.")]
    private static DbCommand? CommandOf(object payload) => payload.GetType().GetProperty("Command")?.GetValue(payload) as DbCommand;

    private sealed class Commands(Func<string, object?, DbCommand?> commandOf) : IObserver<KeyValuePair<string, object?>>
    {
        public void OnNext(KeyValuePair<string, object?> named)
        {
            if (RoundTripScopes.Current is { } scopes && commandOf(named.Key, named.Value) is { } command)
            {
                scopes.Add("db", command.CommandText, scopes.WantsCaller("db") ? CallSite.OfCaller() : null);
            }
        }

        public void OnCompleted()
        {
        }

        public void OnError(Exception error)
        {
        }
    }
}
