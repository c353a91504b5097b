using ProteomicsAnnotator.Core.Merge;

namespace ProteomicsAnnotator.Core.Agreement;

/// <summary>How far two labels of a block agree, an annotator's own or two people's: pure figures of blocks that were labelled twice.</summary>
/// <param name="Total">Blocks.</param>
/// <param name="Same">Those that got the same label again.</param>
/// <param name="Interval">Of the share of <paramref name="Same"/>; null without a block.</param>
/// <param name="Kappa">Between the first and the second labels.</param>
/// <param name="Classes">By the first label, ascending.</param>
/// <param name="Different">Those that got another label.</param>
public sealed record RepeatFigures(
    int Total, int Same, WilsonInterval? Interval, CohenKappa Kappa, IReadOnlyList<RepeatedClass> Classes, IReadOnlyList<LabelRepeat> Different)
{
    /// <summary>Of <see cref="Same"/>, 0 to 1; null without a block.</summary>
    public double? Share => Total == 0 ? null : Same / (double)Total;

    /// <summary>Rows: the first label; columns: the second.</summary>
    public ConfusionMatrix Confusion { get; private init; } = ConfusionMatrix.Of([]);

    public static RepeatFigures Of(IReadOnlyCollection<LabelRepeat> repeats)
    {
        int[] labels = [.. repeats.SelectMany(repeat => new[] { repeat.First, repeat.Second }).Distinct().Order()];
        int[][] cells = [.. labels.Select(first => labels.Select(second => repeats.Count(repeat => repeat.First == first && repeat.Second == second)).ToArray())];
        var confusion = ConfusionMatrix.Of(labels, cells);
        int same = repeats.Count(repeat => repeat.First == repeat.Second);
        return new RepeatFigures(
            repeats.Count,
            same,
            repeats.Count == 0 ? null : WilsonInterval.Of(same, repeats.Count),
            CohenKappa.Of(confusion),
            [.. repeats.GroupBy(repeat => repeat.First).OrderBy(group => group.Key)
                .Select(group => new RepeatedClass(group.Key, group.Count(), group.Count(repeat => repeat.Second == group.Key)))],
            [.. repeats.Where(repeat => repeat.First != repeat.Second)])
        {
            Confusion = confusion,
        };
    }
}

/// <param name="Label">The first label.</param>
/// <param name="Total">Blocks that had it.</param>
/// <param name="Same">Those that got it again.</param>
public sealed record RepeatedClass(int Label, int Total, int Same);
