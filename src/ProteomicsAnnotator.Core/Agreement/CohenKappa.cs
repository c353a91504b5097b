namespace ProteomicsAnnotator.Core.Agreement;

/// <summary>
/// Cohen (1960), "A coefficient of agreement for nominal scales", Educational and Psychological Measurement 20, 37-46.
/// Standard error: Fleiss, Cohen and Everitt (1969), Psychological Bulletin 72, 323-327.
/// </summary>
/// <param name="Value">Null when expected agreement is 1 (one label only) or no item has both labels.</param>
/// <param name="N">Items labelled by both.</param>
/// <param name="StandardError">Large-sample standard error; null with <paramref name="Value"/>.</param>
public readonly record struct CohenKappa(double? Value, int N, double? StandardError)
{
    private const double Normal975 = 1.959963984540054;

    // Below this the error is rounding: with it the interval would be one point, also on a single item.
    private const double SmallestError = 1e-7;

    /// <summary>Lower end of the asymptotic 95 % interval, at least -1; null where the standard error is 0.</summary>
    public double? Low => HasInterval ? Math.Max(-1, Value!.Value - (Normal975 * StandardError!.Value)) : null;

    /// <summary>Upper end of the asymptotic 95 % interval, at most 1; null where the standard error is 0.</summary>
    public double? High => HasInterval ? Math.Min(1, Value!.Value + (Normal975 * StandardError!.Value)) : null;

    private bool HasInterval => StandardError > SmallestError;

    /// <summary>Of two annotators of one table.</summary>
    public static CohenKappa Of(ReviewTable table, AnnotatorColumn first, AnnotatorColumn second) =>
        Of(ConfusionMatrix.Between(first, second, table.Labels));

    public static CohenKappa Of(ConfusionMatrix matrix)
    {
        int width = matrix.Labels.Count;
        double n = matrix.Total;
        double observed = 0;
        double expected = 0;
        double[] rows = new double[width];
        double[] columns = new double[width];
        for (int i = 0; i < width; i++)
        {
            for (int j = 0; j < width; j++)
            {
                rows[i] += matrix[i, j] / n;
                columns[j] += matrix[i, j] / n;
            }

            observed += matrix[i, i] / n;
        }

        int used = 0;
        for (int i = 0; i < width; i++)
        {
            expected += rows[i] * columns[i];
            used += matrix.Uses(i) ? 1 : 0;
        }

        if (matrix.Total == 0 || used < 2)
        {
            return new CohenKappa(null, matrix.Total, null);
        }

        double value = (observed - expected) / (1 - expected);
        double variance = Variance(matrix, (rows, columns), observed, expected);
        return new CohenKappa(value, matrix.Total, Math.Sqrt(Math.Max(0, variance)));
    }

    private static double Variance(
        ConfusionMatrix matrix, (double[] Rows, double[] Columns) shares, double observed, double expected)
    {
        double n = matrix.Total;
        double diagonal = 0;
        double rest = 0;
        for (int i = 0; i < matrix.Labels.Count; i++)
        {
            double onDiagonal = (1 - expected) - ((shares.Rows[i] + shares.Columns[i]) * (1 - observed));
            diagonal += matrix[i, i] / n * onDiagonal * onDiagonal;
            for (int j = 0; j < matrix.Labels.Count; j++)
            {
                double marginal = shares.Columns[i] + shares.Rows[j];
                rest += i == j ? 0 : matrix[i, j] / n * marginal * marginal;
            }
        }

        double last = (observed * expected) - (2 * expected) + observed;
        double sum = diagonal + ((1 - observed) * (1 - observed) * rest) - (last * last);
        return sum / (n * Math.Pow(1 - expected, 4));
    }
}
