namespace ProteomicsAnnotator.Core.Journals;

/// <summary>
/// The format that a decision needs: a program that does not know a block's name would drop its line in silence, and a
/// journal's first line, which says the format, never changes. So each format has journals of its own.
/// </summary>
internal static class JournalFormat
{
    /// <summary>Blocks named by four digits.</summary>
    public const int Numbers = 1;

    /// <summary>Blocks named by a UUID.</summary>
    public const int Uuids = 2;

    /// <summary>Points of a large volume.</summary>
    public const int Points = 3;

    /// <summary>In their order.</summary>
    public static IReadOnlyList<int> All { get; } = [Numbers, Uuids, Points];

    public static int Of(LabelEvent item) => item.Key.Block.HasPoint ? Points : item.Key.Block.HasUuid ? Uuids : Numbers;

    /// <summary>The decisions in groups of one format, the lowest first; within a group their order stays. At least one group.</summary>
    public static IReadOnlyList<(int Format, IReadOnlyList<LabelEvent> Events)> Split(IReadOnlyList<LabelEvent> events)
    {
        if (events.Count <= 1)
        {
            return [(events.Count == 0 ? Numbers : Of(events[0]), events)];
        }

        return [.. events.GroupBy(Of).OrderBy(group => group.Key).Select(group => (group.Key, (IReadOnlyList<LabelEvent>)[.. group]))];
    }
}
