using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using PerfAnalyzers.Runtime.Latency;
using PerfAnalyzers.Runtime.Planning;
using PerfAnalyzers.Runtime.RateLimiting;

namespace PerfAnalyzers.Runtime.Tests;

/// <summary>
/// Constructors and static methods get every figure that may be trouble, one at a time and mixed. They take it, and then the figures
/// of what they made can be read, or they refuse it with an argument exception that names a parameter (or a property of one).
/// </summary>
public sealed class HostileInputTests
{
    private const int Mixtures = 150;

    private static readonly Dictionary<Type, object?[]> Simple = new()
    {
        [typeof(double)] = [double.NaN, double.NegativeInfinity, double.MinValue, -1.0, 0.0, double.Epsilon, 1e-300, 0.5, 1.0, 2.0, 100.0, 1e300, double.MaxValue, double.PositiveInfinity],
        [typeof(int)] = [int.MinValue, -1, 0, 1, 2, 100, MultiServerQueue.MaxServers + 1, int.MaxValue],
        [typeof(long)] = [long.MinValue, -1L, 0L, 1L, 100L, long.MaxValue],
        [typeof(TimeSpan)] = [TimeSpan.MinValue, TimeSpan.FromTicks(-1), TimeSpan.Zero, TimeSpan.FromTicks(1), TimeSpan.FromMilliseconds(1), TimeSpan.FromHours(1), TimeSpan.MaxValue],
        [typeof(string)] = [null, "", " ", "name"],
        [typeof(bool)] = [false, true],
        [typeof(ByteSize)] = [default(ByteSize), ByteSize.FromBytes(double.Epsilon), ByteSize.FromKilobytes(1), ByteSize.FromBytes(double.MaxValue)],
        [typeof(ByteRate)] = [default(ByteRate), ByteRate.FromBytesPerSecond(double.Epsilon), ByteRate.FromMegabytesPerSecond(1), ByteRate.FromBytesPerSecond(double.MaxValue)],
        [typeof(BitRate)] = [default(BitRate), BitRate.FromBitsPerSecond(double.Epsilon), BitRate.FromMegabitsPerSecond(1), BitRate.FromBitsPerSecond(double.MaxValue)],
        [typeof(Frequency)] = [default(Frequency), Frequency.FromHertz(double.Epsilon), Frequency.FromGigahertz(1), Frequency.FromHertz(double.MaxValue)],
        [typeof(TimeProvider)] = [null],
    };

    public static TheoryData<string> Types => new(
        from assembly in (Assembly[])[typeof(LatencyHistogram).Assembly, typeof(AdaptiveConcurrencyLimiter).Assembly]
        from type in assembly.GetExportedTypes()
        where Makers(type).Any()
        orderby type.FullName
        select type.AssemblyQualifiedName);

    [Theory, MemberData(nameof(Types))]
    public void WhatIsNotTakenIsNamed(string name)
    {
        var random = new Random(1);
        foreach (var maker in Makers(Type.GetType(name, throwOnError: true)!))
        {
            var pools = maker.GetParameters().Select(parameter => Pool(parameter.ParameterType)!).ToArray();
            var good = Mixed(pools, random).FirstOrDefault(arguments => Try(maker, arguments)) ?? [.. pools.Select(pool => pool[^1])];
            for (var i = 0; i < pools.Length; i++)
            {
                foreach (var hostile in pools[i])
                {
                    Try(maker, [.. good[..i], hostile, .. good[(i + 1)..]]);
                }
            }

            Assert.All(Mixed(pools, random), arguments => Try(maker, arguments));
        }
    }

    private static IEnumerable<MethodBase> Makers(Type type) =>
        from maker in type.GetConstructors().Cast<MethodBase>().Concat(type.GetMethods(BindingFlags.Public | BindingFlags.Static))
        where !type.IsGenericType && !maker.IsGenericMethod && !maker.IsSpecialName | maker.IsConstructor
        let parameters = maker.GetParameters()
        where parameters.Length > 0 && parameters.All(parameter => Pool(parameter.ParameterType) is not null)
        select maker;

    private static IEnumerable<object?[]> Mixed(object?[][] pools, Random random) =>
        Enumerable.Range(0, Mixtures).Select(_ => Array.ConvertAll(pools, pool => pool[random.Next(pool.Length)])).ToList();

    private static object?[]? Pool(Type type)
    {
        if (Simple.TryGetValue(type, out var pool))
        {
            return pool;
        }

        if (Nullable.GetUnderlyingType(type) is { } value)
        {
            return Pool(value) is { } values ? [null, .. values] : null;
        }

        return type.IsEnum ? [.. Enum.GetValues(type), Enum.ToObject(type, -1)]
            : type.Name.EndsWith("Options", StringComparison.Ordinal) || type.Name.EndsWith("Workload", StringComparison.Ordinal) ? [.. Options(type)]
            : null;
    }

    // Options that are good, and such as differ in one property.
    private static IEnumerable<object?> Options(Type type)
    {
        if (type.IsGenericType || type.GetConstructor([]) is null)
        {
            yield break;
        }

        yield return null;
        foreach (var property in type.GetProperties().Where(property => property.CanWrite && Simple.ContainsKey(Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType)))
        {
            foreach (var hostile in Pool(property.PropertyType)!)
            {
                var options = Good(type);
                property.SetValue(options, hostile);
                yield return options;
            }
        }

        yield return Good(type);
    }

    private static object Good(Type type)
    {
        var options = Activator.CreateInstance(type)!;
        foreach (var property in type.GetProperties().Where(property => property.IsDefined(typeof(RequiredMemberAttribute))))
        {
            var pool = Simple[property.PropertyType];
            property.SetValue(options, pool[pool.Length / 2]);
        }

        return options;
    }

    /// <summary>Whether the arguments were taken.</summary>
    private static bool Try(MethodBase maker, object?[] arguments)
    {
        object? made;
        try
        {
            made = maker is ConstructorInfo constructor ? constructor.Invoke(arguments) : maker.Invoke(null, arguments);
        }
        catch (TargetInvocationException refusal) when (refusal.InnerException is ArgumentException { ParamName: { Length: > 0 } name, Message.Length: > 0 })
        {
            var parameters = maker.GetParameters();
            Assert.True(
                parameters.Any(parameter => parameter.Name == name || name.StartsWith(parameter.Name + ".", StringComparison.Ordinal) || parameter.ParameterType.GetProperty(name) is not null),
                $"{maker.DeclaringType!.Name}.{maker.Name} has no parameter '{name}': {refusal.InnerException.Message}");
            return false;
        }
        catch (TargetInvocationException failure)
        {
            ExceptionDispatchInfo.Throw(failure.InnerException!);
            throw;
        }

        foreach (var property in made?.GetType().Namespace?.StartsWith("PerfAnalyzers", StringComparison.Ordinal) == true ? made.GetType().GetProperties() : [])
        {
            property.GetValue(made, BindingFlags.DoNotWrapExceptions, null, null, null);
        }

        (made as IDisposable)?.Dispose();
        return true;
    }
}
