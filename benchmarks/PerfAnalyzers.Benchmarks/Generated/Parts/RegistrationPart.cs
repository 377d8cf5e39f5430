namespace PerfAnalyzers.Benchmarks.Generated.Parts;

/// <summary>What starts the server: a context and the services of each module, and the program that registers them.</summary>
internal static class RegistrationPart
{
    public static string GlobalUsings => string.Concat(((string[])
        [
            "System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Net.Http",
            "System.Threading", "System.Threading.Tasks", "Microsoft.AspNetCore.Builder", "Microsoft.AspNetCore.Http",
            "Microsoft.Extensions.Configuration", "Microsoft.Extensions.DependencyInjection",
            "Microsoft.Extensions.Hosting", "Microsoft.Extensions.Logging",
        ]).Select(space => $"global using {space};\n"));

    public static string Module(IReadOnlyList<Feature> features)
    {
        var first = features[0];
        return $$"""
            using Microsoft.EntityFrameworkCore;

            namespace {{first.Namespace}};

            public sealed class {{first.Context}}(DbContextOptions<{{first.Context}}> options) : DbContext(options)
            {
            {{Each(features, it => $"    public DbSet<{it.Name}> {it.Name}s => Set<{it.Name}>();\n")}}
                protected override void OnModelCreating(ModelBuilder model)
                {
            {{Each(features, Relation)}}
                }
            }

            public static class {{first.Module}}Services
            {
                public static IServiceCollection Add{{first.Module}}(this IServiceCollection services, string connectionString)
                {
                    services.AddDbContext<{{first.Context}}>(options => options.UseSqlServer(connectionString));
            {{Each(features, Services)}}
                    return services;
                }
            }
            """;
    }

    public static string Program(IReadOnlyList<Feature> modules) => $$"""
        using StackExchange.Redis;
        {{Each(modules, module => $"using {module.Namespace};")}}

        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddControllers();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<IConnectionMultiplexer>(_ => ConnectionMultiplexer.Connect("localhost"));
        {{Each(modules, Registration)}}

        var app = builder.Build();
        app.MapControllers();
        app.MapGet("/health", () => Results.Ok("healthy"));
        app.Run();
        """;

    private static string Relation(Feature it) =>
        $"        model.Entity<{it.Name}>().HasMany(entity => entity.Lines).WithOne().HasForeignKey(line => line.{it.Name}Id);";

    private static string Registration(Feature it) =>
        $"builder.Services.Add{it.Module}(builder.Configuration.GetConnectionString(\"{it.Module}\") ?? \"\");";

    private static string Services(Feature it) => $$"""
                services.AddScoped<I{{it.Name}}Repository, {{it.Name}}Repository>();
                services.AddScoped<I{{it.Name}}Service, {{it.Name}}Service>();
                services.AddScoped<I{{it.Name}}Reports, {{it.Name}}Reports>();
                services.AddHttpClient<I{{it.Name}}Client, {{it.Name}}Client>(client => client.BaseAddress = new Uri("http://{{it.Name}}"));
                services.AddSingleton<{{it.Name}}Cache>();
                services.AddSingleton<{{it.Name}}Calculator>();
                services.AddSingleton<{{it.Name}}Validator>();
                services.AddSingleton<{{it.Name}}Export>();
                services.AddSingleton<{{it.Name}}Queue>();
                services.AddHostedService<{{it.Name}}Worker>();
        """;

    private static string Each(IEnumerable<Feature> features, Func<Feature, string> line) => string.Join('\n', features.Select(line));
}
