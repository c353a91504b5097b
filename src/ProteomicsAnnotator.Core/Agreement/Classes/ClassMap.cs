using System.Globalization;
using ProteomicsAnnotator.Core.Agreement.Quality;
using ProteomicsAnnotator.Core.Merge;

namespace ProteomicsAnnotator.Core.Agreement.Classes;

/// <summary>What would be if labels of one class were of another: for figures and exports alone, no label changes. Each label is mapped once.</summary>
public sealed class ClassMap
{
    /// <summary>For a refusal.</summary>
    public const string Expected = "expected NUMBER=NUMBER, as 4=1 or 3=2,4=1: each class once, to another one that is there and is not mapped itself";

    private readonly SortedDictionary<int, int> _to;

    private ClassMap(SortedDictionary<int, int> to) => _to = to;

    public static ClassMap None { get; } = new([]);

    public bool IsNone => _to.Count == 0;

    /// <summary>As it is written: "3=2,4=1".</summary>
    public string Text => string.Join(',', _to.Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Key}={pair.Value}")));

    /// <summary>For a reader of the figures.</summary>
    public string Words => string.Join("; ", _to.Select(pair => string.Create(CultureInfo.InvariantCulture, $"labels of class {pair.Key} count as of class {pair.Value}")));

    public int Of(int label) => _to.GetValueOrDefault(label, label);

    /// <summary>Null: it is none; without a text every class stays. Of a class only one thing may be said, and a class that others are mapped to stays itself.</summary>
    /// <param name="text">NUMBER=NUMBER, with commas between.</param>
    /// <param name="classCount">Classes of the campaign; a class that was removed may be mapped, not mapped to.</param>
    public static ClassMap? Parse(string? text, int classCount)
    {
        if (text is null)
        {
            return None;
        }

        var to = new SortedDictionary<int, int>();
        foreach (string pair in text.Split(','))
        {
            string[] sides = pair.Split('=', StringSplitOptions.TrimEntries);
            if (sides.Length != 2 || NumberIn(sides[0]) is not { } from || NumberIn(sides[1]) is not { } target
                || target > classCount || from == target || !to.TryAdd(from, target))
            {
                return null;
            }
        }

        return to.Values.Any(to.ContainsKey) ? null : new ClassMap(to);
    }

    /// <summary>Everything of the input that is a label.</summary>
    internal ReviewInput Applied(ReviewInput input) => input with
    {
        Map = this,
        Campaign = input.Campaign.WithoutClassChanges(),
        Annotators = [.. input.Annotators.Select(annotator => annotator with
        {
            Votes = annotator.Votes.ToDictionary(vote => vote.Key, vote => vote.Value with { Label = Of(vote.Value.Label) }),
        })],
        FinalLabels = input.FinalLabels.ToDictionary(final => final.Key, final => final.Value with { Label = Of(final.Value.Label) }),
        Seconds = [.. input.Seconds.Select(second => second with { Label = Of(second.Label), First = second.First?.WithLabel(Of(second.First.Value.Label)) })],
        Repeated = input.Repeated.Select(vote => vote with { Label = Of(vote.Label) }).ToHashSet(),
        Sample = new Lazy<CampaignSample>(() => Applied(input.Sample.Value)),
    };

    private static int? NumberIn(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= 1 ? number : null;

    private CampaignSample Applied(CampaignSample sample) => sample with
    {
        Repeats = [.. sample.Repeats.Select(person => person with { Hidden = Applied(person.Hidden), SelfChecks = Applied(person.SelfChecks) })],
    };

    private LabelRepeat[] Applied(IReadOnlyList<LabelRepeat> repeats) => [.. repeats.Select(repeat => repeat with { First = Of(repeat.First), Second = Of(repeat.Second) })];
}
