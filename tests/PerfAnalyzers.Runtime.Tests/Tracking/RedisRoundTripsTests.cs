using System.Diagnostics;
using System.Net.Sockets;
using PerfAnalyzers.Runtime.Tracking;
using StackExchange.Redis;
using StackExchange.Redis.Profiling;

namespace PerfAnalyzers.Runtime.Tests.Tracking;

/// <summary>What StackExchange.Redis keeps of a real Redis; skipped where none is installed.</summary>
public sealed class RedisRoundTripsTests
{
    [Fact]
    public async Task CommandsAreCountedForTheScopesThatTheyRanIn()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/redis-server"), "Redis is not installed.");
        var folder = Directory.CreateTempSubdirectory("perf-redis-");
        var socket = Path.Combine(folder.FullName, "socket");
        using var server = Process.Start(new ProcessStartInfo("/usr/bin/redis-server", ["--port", "0", "--unixsocket", socket, "--save", "", "--dir", folder.FullName])
        {
            RedirectStandardOutput = true,
        })!;
        try
        {
            await using var redis = await ConnectAsync(socket);
            redis.RegisterProfiler(RoundTrips.Profiler("redis", () => new ProfilingSession(), session => session.FinishProfiling().Select(one => one.Command))!);
            var database = redis.GetDatabase();
            await database.StringSetAsync("before", 1);

            using var outer = RoundTrips.Begin();
            await database.StringSetAsync("key", 1);
            using (var inner = RoundTrips.Begin())
            {
                for (var i = 0; i < 3; i++)
                {
                    await database.StringGetAsync("key");
                }

                Assert.Equal(("GET", 3), (inner.GetCounts().Single().Statement, inner.CountOf("redis")));
            }

            Assert.Equal(4, outer.CountOf("redis"));
            Assert.Equal(["GET", "SET"], outer.GetCounts().Select(one => one.Statement));
        }
        finally
        {
            server.Kill();
            await server.WaitForExitAsync(TestContext.Current.CancellationToken);
            folder.Delete(recursive: true);
        }
    }

    private static async Task<ConnectionMultiplexer> ConnectAsync(string socket)
    {
        while (!File.Exists(socket))
        {
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }

        return await ConnectionMultiplexer.ConnectAsync(new ConfigurationOptions { EndPoints = { new UnixDomainSocketEndPoint(socket) } });
    }
}
