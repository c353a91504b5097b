namespace ProteomicsAnnotator.Core.Agreement.Graded;

/// <summary>How far apart two classes are whose numbers are grades.</summary>
public enum GradedScale
{
    /// <summary>
    /// Squared number of labels that lie between two classes, half of those of each included: Krippendorff's ordinal metric
    /// (Krippendorff 2011). It follows from how often each class was given.
    /// </summary>
    Ranks,

    /// <summary>1 - C(d + 1, 2) / C(m + 1, 2) for classes d places apart of m at most: Gwet's ordinal weights (Gwet 2014, Handbook of Inter-Rater Reliability).</summary>
    OrdinalWeights,

    /// <summary>1 - |a - b| / m of the classes' numbers.</summary>
    Linear,

    /// <summary>1 - (a - b)² / m².</summary>
    Quadratic,
}

/// <summary>Weights of pairs of classes, 1 for equal ones down to 0 for the farthest.</summary>
internal static class GradedWeights
{
    /// <param name="scale">Not <see cref="GradedScale.Ranks"/>, which is no weight.</param>
    /// <param name="labels">In use, ascending, at least two.</param>
    /// <returns>Row-major, labels by labels.</returns>
    public static double[] Of(GradedScale scale, IReadOnlyList<int> labels)
    {
        int width = labels.Count;
        double[] weights = new double[width * width];
        double widest = labels[^1] - (double)labels[0];
        double places = Pairs(width);
        for (int a = 0; a < width; a++)
        {
            for (int b = 0; b < width; b++)
            {
                double apart = Math.Abs(labels[a] - (double)labels[b]) / widest;
                weights[(a * width) + b] = scale switch
                {
                    GradedScale.OrdinalWeights => 1 - (Pairs(Math.Abs(a - b) + 1) / places),
                    GradedScale.Linear => 1 - apart,
                    GradedScale.Quadratic => 1 - (apart * apart),
                    _ => throw new ArgumentOutOfRangeException(nameof(scale), scale, "It has no weights."),
                };
            }
        }

        return weights;
    }

    private static double Pairs(int items) => items * (items - 1) / 2.0;
}
