namespace PerfAnalyzers.Runtime.Planning;

/// <summary>
/// Least squares of the throughput by Levenberg and Marquardt's method (Marquardt, "An Algorithm for Least-Squares Estimation of
/// Nonlinear Parameters", 1963), with every coefficient kept in its range: one that would leave it stays at the bound while the
/// others are fitted. Begun from several places, since the sum of squares can have more than one hollow.
/// </summary>
internal sealed class ScalabilityRegression
{
    private const int Lambda = 0;
    private const int Sigma = 1;
    private const int Kappa = 2;
    private const int MaxSteps = 500;

    private static readonly (double Sigma, double Kappa)[] Beginnings = [(0.01, 1e-4), (0.3, 1e-2), (0.05, 0), (0.9, 0.1)];

    private readonly IReadOnlyList<ScalabilityPoint> _points;
    private readonly bool _lambdaIsKnown;
    private readonly double _scale;

    private ScalabilityRegression(IReadOnlyList<ScalabilityPoint> points, bool lambdaIsKnown, double scale)
    {
        _points = points;
        _lambdaIsKnown = lambdaIsKnown;
        _scale = scale;
    }

    public static UniversalScalabilityLaw Best(IReadOnlyList<ScalabilityPoint> points, double? lambda)
    {
        // In units of the largest throughput, so that sums of squares neither overflow nor vanish.
        var scale = points.Max(point => point.ThroughputPerSecond);
        var scaled = points.Select(point => point with { ThroughputPerSecond = point.ThroughputPerSecond / scale }).ToArray();
        var regression = new ScalabilityRegression(scaled, lambda is not null, scale);
        var first = lambda / scale ?? scaled.Max(point => point.ThroughputPerSecond / point.Concurrency);
        return Beginnings
            .Select(begin => regression.Fit([first, begin.Sigma, begin.Kappa]))
            .MinBy(fit => fit.SumOfSquares)
            .Law;
    }

    private (UniversalScalabilityLaw Law, double SumOfSquares) Fit(double[] coefficients)
    {
        var damping = 1e-3;
        var best = SumOfSquares(coefficients);
        for (var step = 0; step < MaxSteps && damping < 1e15; step++)
        {
            var next = Step(coefficients, damping);
            var sum = SumOfSquares(next);
            if (sum < best)
            {
                best = sum;
                coefficients = next;
                damping = Math.Max(damping / 10, 1e-15);
            }
            else
            {
                damping *= 10;
            }
        }

        return (new UniversalScalabilityLaw(coefficients[Lambda] * _scale, coefficients[Sigma], coefficients[Kappa]), best);
    }

    private double SumOfSquares(double[] coefficients) => ScalabilityFit.SumOfSquares(
        new UniversalScalabilityLaw(coefficients[Lambda], coefficients[Sigma], coefficients[Kappa]),
        _points);

    private double[] Step(double[] coefficients, double damping)
    {
        var gradient = new double[3];
        var squares = new double[3, 3];
        foreach (var point in _points)
        {
            var n = point.Concurrency;
            var slowdown = 1 + ((n - 1) * (coefficients[Sigma] + (coefficients[Kappa] * n)));
            var throughput = coefficients[Lambda] * n / slowdown;
            double[] slope = [n / slowdown, -throughput * (n - 1) / slowdown, -throughput * n * (n - 1) / slowdown];
            for (var i = 0; i < 3; i++)
            {
                gradient[i] += slope[i] * (point.ThroughputPerSecond - throughput);
                for (var j = 0; j < 3; j++)
                {
                    squares[i, j] += slope[i] * slope[j];
                }
            }
        }

        for (var i = 0; i < 3; i++)
        {
            if (IsFixed(i, coefficients[i], gradient[i]))
            {
                gradient[i] = squares[i, 0] = squares[i, 1] = squares[i, 2] = squares[0, i] = squares[1, i] = squares[2, i] = 0;
                squares[i, i] = 1;
            }
            else
            {
                squares[i, i] *= 1 + damping;
            }
        }

        var change = Solve(squares, gradient);
        return
        [
            Math.Max(coefficients[Lambda] / 10, coefficients[Lambda] + change[Lambda]),
            Math.Clamp(coefficients[Sigma] + change[Sigma], 0, 1),
            Math.Max(0, coefficients[Kappa] + change[Kappa]),
        ];
    }

    // The gradient points to where the squares fall.
    private bool IsFixed(int coefficient, double value, double gradient) => coefficient switch
    {
        Lambda => _lambdaIsKnown,
        Sigma => (value == 0 && gradient <= 0) || (value == 1 && gradient >= 0),
        _ => value == 0 && gradient <= 0,
    };

    // Cholesky's decomposition; the damped squares are positive definite. Where rounding says otherwise there is no step.
    private static double[] Solve(double[,] a, double[] b)
    {
        var lower = new double[3, 3];
        for (var i = 0; i < 3; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var sum = a[i, j];
                for (var k = 0; k < j; k++)
                {
                    sum -= lower[i, k] * lower[j, k];
                }

                if (i == j && !(sum > 0))
                {
                    return new double[3];
                }

                lower[i, j] = i == j ? Math.Sqrt(sum) : sum / lower[j, j];
            }
        }

        var x = new double[3];
        for (var i = 0; i < 3; i++)
        {
            x[i] = b[i];
            for (var k = 0; k < i; k++)
            {
                x[i] -= lower[i, k] * x[k];
            }

            x[i] /= lower[i, i];
        }

        for (var i = 2; i >= 0; i--)
        {
            for (var k = i + 1; k < 3; k++)
            {
                x[i] -= lower[k, i] * x[k];
            }

            x[i] /= lower[i, i];
        }

        return x;
    }
}
