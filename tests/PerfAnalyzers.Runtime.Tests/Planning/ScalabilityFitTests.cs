using CsCheck;
using PerfAnalyzers.Runtime.Planning;

namespace PerfAnalyzers.Runtime.Tests.Planning;

public sealed class ScalabilityFitTests
{
    // SPEC SDM91 on a SPARCcenter 2000 (Gunther 2007), data and fit published with R's usl 3.0: summary(usl(throughput ~ load, specsdm91)).
    private static readonly ScalabilityPoint[] SpecSdm91 =
        [new(1, 64.9), new(18, 995.9), new(36, 1652.4), new(72, 1853.2), new(108, 1828.9), new(144, 1775.0), new(216, 1702.2)];

    // The ray tracer of the same book and package; its fit has no coherency.
    private static readonly ScalabilityPoint[] RayTracer =
        [new(1, 20), new(4, 78), new(8, 130), new(12, 170), new(16, 190), new(20, 200), new(24, 210), new(28, 230), new(32, 260), new(48, 280), new(64, 310)];

    [Fact]
    public void SpecSdm91HasThePublishedCoefficients()
    {
        var fit = ScalabilityFit.Of(SpecSdm91);

        Assert.Equal(0.0277285, fit.Law.Sigma, 5e-8);
        Assert.Equal(0.0001044, fit.Law.Kappa, 5e-8);
        Assert.Equal(89.9952, fit.Law.Lambda, 1e-4);
        Assert.Equal(82.85, fit.ResidualStandardError, 5e-3);
        Assert.Equal(4, fit.DegreesOfFreedom);
        Assert.Equal(96.52, fit.Law.PeakConcurrency, 5e-3);
        Assert.Equal(1884, fit.Law.PeakThroughputPerSecond, 0.5);
        Assert.Equal(3246, fit.Law.Asymptote, 0.5);
        Assert.Equal([90, 1078, 1541, 1850, 1879, 1822, 1646], SpecSdm91.Select(point => Math.Round(fit.Law.ThroughputAt(point.Concurrency))));
        Assert.InRange(fit.RSquared, 0.98, 1);
    }

    [Fact]
    public void ACoefficientStaysAtItsBound()
    {
        var fit = ScalabilityFit.Of(RayTracer);

        Assert.Equal(0.057771, fit.Law.Sigma, 1e-6);
        Assert.Equal(0, fit.Law.Kappa);
        Assert.Equal(21.848843, fit.Law.Lambda, 1e-5);
        Assert.Equal(double.PositiveInfinity, fit.Law.PeakConcurrency);
        Assert.Equal(fit.Law.Asymptote, fit.Law.PeakThroughputPerSecond);
    }

    // R's usl, tests/coef.R.
    [Fact]
    public void TheExactLawIsFoundAgain()
    {
        var fit = ScalabilityFit.Of([new(1, 1), new(2, 1.8868), new(4, 3.0769), new(6, 3.5294), new(8, 3.5398), new(10, 3.3557)]);

        Assert.Equal((0.02, 0.02, 1), (Math.Round(fit.Law.Sigma, 4), Math.Round(fit.Law.Kappa, 4), Math.Round(fit.Law.Lambda, 4)));
        Assert.Equal(7, fit.Law.PeakConcurrency, 1e-2);
        Assert.Equal(1, fit.RSquared, 1e-6);
    }

    [Fact]
    public void AnyExactLawIsFoundAgain() =>
        Gen.Select(Gen.Double[-3, 7], Gen.Double[0, 0.9], Gen.Double[-5, -1]).Sample((lambda, sigma, kappa) =>
        {
            var law = new UniversalScalabilityLaw(Math.Pow(10, lambda), sigma, Math.Pow(10, kappa));
            double[] concurrencies = [1, 2, 4, 8, 16, 32, 64];

            var fit = ScalabilityFit.Of(concurrencies.Select(n => new ScalabilityPoint(n, law.ThroughputAt(n))));

            Assert.Equal(1, fit.RSquared, 1e-6);
            Assert.All(concurrencies, n => Assert.Equal(1, fit.Law.ThroughputAt(n) / law.ThroughputAt(n), 1e-3));
        });

    // The squares of the book's parabola, at this data, are four times those of the best fit.
    [Fact]
    public void TheTransformedFitIsWorse()
    {
        double s11 = 0, s12 = 0, s22 = 0, b1 = 0, b2 = 0;
        foreach (var point in SpecSdm91)
        {
            var (x, y) = (point.Concurrency - 1, (point.Concurrency * 64.9 / point.ThroughputPerSecond) - 1);
            var square = x * x;
            (s11, s12, s22, b1, b2) = (s11 + (square * square), s12 + (square * x), s22 + square, b1 + (square * y), b2 + (x * y));
        }

        // y = a x^2 + b x with x = N - 1, so kappa = a and sigma = b - a.
        var determinant = (s11 * s22) - (s12 * s12);
        var a = ((b1 * s22) - (b2 * s12)) / determinant;
        var b = ((b2 * s11) - (b1 * s12)) / determinant;
        var transformed = new UniversalScalabilityLaw(64.9, b - a, a);

        // What usl 1.8 published for it.
        Assert.Equal((0.01705, 7.892e-5), (Math.Round(transformed.Sigma, 5), Math.Round(transformed.Kappa, 8)));
        var fitted = ScalabilityFit.SumOfSquares(ScalabilityFit.Of(SpecSdm91).Law, SpecSdm91);
        Assert.InRange(ScalabilityFit.SumOfSquares(transformed, SpecSdm91) / fitted, 3, 5);
    }

    [Fact]
    public void AKnownLambdaIsKept()
    {
        var fit = ScalabilityFit.Of(SpecSdm91, lambda: 64.9);

        Assert.Equal(64.9, fit.Law.Lambda, 1e-9);
        Assert.Equal(5, fit.DegreesOfFreedom);
        var squares = ScalabilityFit.SumOfSquares(fit.Law, SpecSdm91);
        Assert.All(
            new[] { (1.01, 1.0), (0.99, 1.0), (1.0, 1.01), (1.0, 0.99) },
            factor => Assert.True(squares <= ScalabilityFit.SumOfSquares(
                new UniversalScalabilityLaw(64.9, fit.Law.Sigma * factor.Item1, fit.Law.Kappa * factor.Item2), SpecSdm91)));
    }

    [Fact]
    public void LatencyFollowsByLittlesLaw()
    {
        var law = new UniversalScalabilityLaw(1000, 0.1, 0.01);

        Assert.Equal(TimeSpan.FromMilliseconds(1), law.LatencyAt(1));
        Assert.Equal(1, law.EfficiencyAt(1));
        Assert.Equal(10_000 / (1 + (9 * 0.2)), law.ThroughputAt(10), 1e-9);
        Assert.Equal(1, new UniversalScalabilityLaw(1, 1, 0.5).PeakConcurrency);
    }

    [Fact]
    public void FiguresAtTheEndOfTheRangeStayNumbers()
    {
        var law = new UniversalScalabilityLaw(2, 0.5, double.Epsilon);

        Assert.Equal((double.PositiveInfinity, 4), (law.PeakConcurrency, law.PeakThroughputPerSecond));
        Assert.Equal(0, new UniversalScalabilityLaw(2, 0.5, 3).ThroughputAt(double.MaxValue));
        Assert.Equal(TimeSpan.MaxValue, new UniversalScalabilityLaw(2, 0.5, 3).LatencyAt(double.MaxValue));
        var small = ScalabilityFit.Of([new(1, 1), new(2, 1.8), new(4, 3), new(8, 4)]);
        var large = ScalabilityFit.Of([new(1, 1e300), new(2, 1.8e300), new(4, 3e300), new(8, 4e300)]);
        Assert.Equal(small.RSquared, large.RSquared, 1e-9);
        Assert.Equal(small.ResidualStandardError, large.ResidualStandardError / 1e300, 1e-9);
    }

    [Fact]
    public void HostileArgumentsAreNamed()
    {
        Assert.Equal("points", Assert.Throws<ArgumentNullException>(() => ScalabilityFit.Of(null!)).ParamName);
        Assert.Equal("points", Assert.Throws<ArgumentException>(() => ScalabilityFit.Of([new(1, 1), new(2, 2), new(2, 3)])).ParamName);
        Assert.Equal("points", Assert.Throws<ArgumentException>(() => ScalabilityFit.Of([new(1, 1), new(2, double.NaN), new(3, 3)])).ParamName);
        Assert.Equal("points", Assert.Throws<ArgumentException>(() => ScalabilityFit.Of([new(0.5, 1), new(2, 2), new(3, 3)])).ParamName);
        Assert.Equal("lambda", Assert.Throws<ArgumentOutOfRangeException>(() => ScalabilityFit.Of(SpecSdm91, 0)).ParamName);
        Assert.Equal("sigma", Assert.Throws<ArgumentOutOfRangeException>(() => new UniversalScalabilityLaw(1, 1.1, 0)).ParamName);
        Assert.Equal("kappa", Assert.Throws<ArgumentOutOfRangeException>(() => new UniversalScalabilityLaw(1, 0, -1)).ParamName);
        Assert.Equal("concurrency", Assert.Throws<ArgumentOutOfRangeException>(() => new UniversalScalabilityLaw(1, 0, 0).ThroughputAt(0.5)).ParamName);
    }
}
