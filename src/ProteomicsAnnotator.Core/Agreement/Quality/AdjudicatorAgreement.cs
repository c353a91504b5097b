using ProteomicsAnnotator.Core.Agreement.Certainty;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Merge;

namespace ProteomicsAnnotator.Core.Agreement.Quality;

/// <summary>How far independent adjudicators agree: pure figures of blocks that two of them decided without knowing of each other.</summary>
/// <param name="All">Final labels (first) beside second adjudications (second), whoever gave them.</param>
/// <param name="Pairs">Of each two adjudicators with a block in common, by name: the first one's labels, then the second one's.</param>
/// <param name="Different">Second adjudications that differ from the final label that they are compared with, in the order of their blocks.</param>
public sealed record AdjudicatorAgreement(RepeatFigures All, IReadOnlyList<AdjudicatorPair> Pairs, IReadOnlyList<SecondLabel> Different)
{
    /// <summary>Blocks that two adjudicators decided.</summary>
    public int Blocks { get; init; }

    /// <summary>Of <see cref="Different"/> those without a final label set after both: two adjudicators differ, and it is not settled.</summary>
    public IReadOnlyList<SecondLabel> Open => [.. Different.Where(second => !second.IsSettled)];

    /// <summary>
    /// Of the blocks of the list. A final label that was set together with others, or accepted as a consensus, is nobody's look at one block
    /// and is compared with nothing; nor are labels of one person under two names.
    /// </summary>
    public static AdjudicatorAgreement Of(ReviewTable table)
    {
        SecondLabel[] compared = ComparedOf(table);
        return new AdjudicatorAgreement(
            RepeatFigures.Of([.. compared.Select(second => new LabelRepeat(second.Key, second.First!.Value.Label, second.Label, second.At))]),
            PairsOf(table, compared),
            [.. compared.Where(second => second.First!.Value.Label != second.Label)])
        {
            Blocks = compared.DistinctBy(second => second.Key).Count(),
        };
    }

    /// <summary>The second adjudications that are compared, in the order of their blocks; each has a first label. Of one person's under several names the latest.</summary>
    internal static SecondLabel[] ComparedOf(ReviewTable table) =>
    [
        .. table.Input.Seconds
            .Where(second => second.Key.Root is null && table.Find(second.Key.Block) is not null)
            .Where(second => second.First is { } first && IsOfOneBlock(second, first) && PersonOf(table, first.By!) != PersonOf(table, second.By))
            .GroupBy(second => (second.Key, PersonOf(table, second.By)))
            .Select(person => person.MaxBy(second => second.At)!)
            .OrderBy(second => second.Key.Block),
    ];

    private static bool IsOfOneBlock(SecondLabel second, LabelEntry first) =>
        first.By is { Length: > 0 } && !Acceptance.IsReason(first.Reason) && !second.IsFirstOfMany;

    /// <summary>A person's own second adjudication comes before a final label that the same person set on the block later.</summary>
    private static AdjudicatorPair[] PairsOf(ReviewTable table, IReadOnlyCollection<SecondLabel> compared)
    {
        var pairs = new Dictionary<(string A, string B), List<LabelRepeat>>();
        foreach (IGrouping<LabelKey, SecondLabel> block in compared.GroupBy(second => second.Key))
        {
            var labels = new SortedDictionary<string, (int Label, DateTimeOffset At)>(StringComparer.Ordinal);
            foreach (SecondLabel second in block)
            {
                labels[PersonOf(table, second.By)] = (second.Label, second.At);
            }

            foreach (LabelEntry first in block.Select(second => second.First!.Value))
            {
                _ = labels.TryAdd(PersonOf(table, first.By!), (first.Label, first.AnnotatedAt));
            }

            foreach ((string a, (int Label, DateTimeOffset At) one) in labels)
            {
                foreach ((string b, (int Label, DateTimeOffset At) other) in labels.Where(label => string.CompareOrdinal(a, label.Key) < 0))
                {
                    if (!pairs.TryGetValue((a, b), out List<LabelRepeat>? both))
                    {
                        pairs[(a, b)] = both = [];
                    }

                    both.Add(new LabelRepeat(block.Key, one.Label, other.Label, one.At > other.At ? one.At : other.At));
                }
            }
        }

        return [.. pairs
            .OrderBy(pair => pair.Key.A, StringComparer.Ordinal).ThenBy(pair => pair.Key.B, StringComparer.Ordinal)
            .Select(pair => new AdjudicatorPair(pair.Key.A, pair.Key.B, RepeatFigures.Of(pair.Value)) { Blocks = [.. pair.Value.Select(both => both.Key.Block)] })];
    }

    private static string PersonOf(ReviewTable table, string username) => table.Input.People.PersonOf(username);
}

/// <summary>Two adjudicators, A before B by name; A's labels are the first ones of the figures.</summary>
public sealed record AdjudicatorPair(string A, string B, RepeatFigures Figures)
{
    /// <summary>Those that both decided.</summary>
    public IReadOnlyList<BlockId> Blocks { get; init; } = [];
}
