using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Journals.Positions;
using ProteomicsAnnotator.Core.Merge;
using ProteomicsAnnotator.Core.Snapshots;
using ProteomicsAnnotator.Core.Storage;
using ProteomicsAnnotator.Core.Volumes;

namespace ProteomicsAnnotator.Core.Agreement;

/// <summary>
/// Compares the channel files that people saw when they gave their labels (file, size and time in the journals) with those
/// that are there now. A label without that record, or a channel that could not be read then, says nothing.
/// </summary>
public static class ChangedFiles
{
    /// <summary>
    /// By block, then username, then file. Blocking: looks at every channel file of a labelled block once, several at a time; one
    /// that cannot be looked at, or does not answer, counts as another file, with the reason.
    /// </summary>
    public static IReadOnlyList<ChangedLabel> Find(IReadOnlyList<Block> blocks, ShareSnapshot share)
    {
        var byId = blocks.ToDictionary(block => block.Id);
        var points = blocks.ToDictionary(block => block.Id, block => block.Point);
        Dictionary<(BlockId Block, string Person), LabelEntry> standing = StandingOf(points, share);
        Dictionary<string, (ChannelFile File, BlockPoint Point)> boxes = new(StringComparer.Ordinal);
        foreach (BlockId block in standing.Keys.Select(label => label.Block).Distinct())
        {
            AddBoxes(byId[block], boxes);
        }

        ChangedLabel[] moved = MovedOf(points, standing, share);
        HashSet<(BlockId, string)> elsewhere = [.. moved.Where(label => label.Moved == MovedPoint.OfLabel).Select(label => (label.Block, label.Username))];
        List<(ChangedLabel Label, string Path)> seen =
        [
            .. from label in standing
               where !elsewhere.Contains(label.Key)
               from file in label.Value.Seen
               where file.Version != SeenFile.Failed
               let place = PlaceOf(byId[label.Key.Block], file.File)

               // A channel of a store is called as its metadata says, slashes and all; it is looked up, and no path is made of it.
               where boxes.ContainsKey(place) || IsFileName(file.File)
               select (new ChangedLabel(label.Key.Block, label.Key.Person, file.File, file.Version, null), place),
        ];

        Dictionary<string, string?> versions = VersionsOf([.. seen.Select(file => file.Path).Distinct(StringComparer.Ordinal)], boxes);
        return
        [
            .. seen.Select(file => file.Label with { Now = versions[file.Path] }).Where(label => label.Now != label.Seen).Concat(moved)
                .OrderBy(label => label.Block).ThenBy(label => label.Username, StringComparer.Ordinal).ThenBy(label => label.Subject, StringComparer.Ordinal),
        ];
    }

    /// <summary>
    /// Of these the labels, final labels, second opinions and words that blocks cannot be judged, of points that now stand elsewhere, which count nowhere. No file is looked at.
    /// </summary>
    public static IReadOnlyList<ChangedLabel> Moved(IReadOnlyList<Block> blocks, ShareSnapshot share)
    {
        var points = blocks.Where(block => block.Point is not null).ToDictionary(block => block.Id, block => block.Point);
        return points.Count == 0 ? [] : MovedOf(points, StandingOf(points, share), share);
    }

    /// <summary>The same of some blocks alone.</summary>
    /// <param name="blocks">Which.</param>
    /// <param name="pointOf">Null: the block is no point.</param>
    /// <param name="share">What was decided.</param>
    public static IReadOnlyList<ChangedLabel> Moved(IEnumerable<BlockId> blocks, Func<BlockId, BlockPoint?> pointOf, ShareSnapshot share)
    {
        var points = blocks.Select(block => (Block: block, Point: pointOf(block))).Where(item => item.Point is not null).ToDictionary(item => item.Block, item => item.Point);
        return points.Count == 0 ? [] : MovedOf(points, StandingOf(points, share), share);
    }

    private static Dictionary<(BlockId Block, string Person), LabelEntry> StandingOf(Dictionary<BlockId, BlockPoint?> byId, ShareSnapshot share)
    {
        var standing = new Dictionary<(BlockId Block, string Person), LabelEntry>();
        foreach ((string username, LabelSnapshot labels) in share.Owners)
        {
            string person = share.Votes.People.PersonOf(UnicodeForm.ToNfc(username));
            foreach (LabelEntry entry in labels.Labels.Values.Where(entry => entry.Key.Root is null && byId.ContainsKey(entry.Key.Block)))
            {
                // Of several names of one person the later label counts.
                if (!standing.TryGetValue((entry.Key.Block, person), out LabelEntry other) || entry.AnnotatedAt > other.AnnotatedAt)
                {
                    standing[(entry.Key.Block, person)] = entry;
                }
            }
        }

        return standing;
    }

    private static ChangedLabel[] MovedOf(Dictionary<BlockId, BlockPoint?> byId, Dictionary<(BlockId Block, string Person), LabelEntry> standing, ShareSnapshot share) =>
    [
        .. standing.SelectMany(label => MovedSince((label.Key.Block, byId[label.Key.Block]), (label.Key.Person, MovedPoint.OfLabel), label.Value.Position, (label.Value.AnnotatedAt, share))),
        .. from final in share.FinalLabels.Labels.Values
           where final.Key.Root is null && byId.ContainsKey(final.Key.Block)
           from label in MovedSince((final.Key.Block, byId[final.Key.Block]), (final.By ?? "", MovedPoint.OfFinalLabel), final.Position, (final.AnnotatedAt, share))
           select label,
        .. from second in share.Seconds
           where second.Key.Root is null && byId.ContainsKey(second.Key.Block)
           from label in MovedSince((second.Key.Block, byId[second.Key.Block]), (second.By, MovedPoint.OfSecondOpinion), second.Position, (second.At, share))
           select label,
        .. UnusableOf(byId, share).SelectMany(mark => MovedSince((mark.Key.Block, byId[mark.Key.Block]), (mark.Key.Person, MovedPoint.OfUnusable), mark.Value.Position, (mark.Value.At, share))),
    ];

    /// <summary>Of several names of one person the later decision.</summary>
    private static Dictionary<(BlockId Block, string Person), LabelEvent> UnusableOf(Dictionary<BlockId, BlockPoint?> byId, ShareSnapshot share) => share.Unusable
        .Where(mark => byId.ContainsKey(mark.Decision.Key.Block))
        .GroupBy(mark => (mark.Decision.Key.Block, share.Votes.People.PersonOf(UnicodeForm.ToNfc(mark.Username))))
        .ToDictionary(person => person.Key, person => person.Select(mark => mark.Decision).MaxBy(decision => decision.At)!);

    /// <summary>Its id means another place now, by more than a voxel, and no admin has said that the label is right there.</summary>
    private static IEnumerable<ChangedLabel> MovedSince((BlockId Id, BlockPoint? Point) block, (string Username, MovedPoint What) of, PointPosition? position, (DateTimeOffset At, ShareSnapshot Share) given)
    {
        if (given.Share.Votes.Campaign.AcceptedPoints.IsOfAnotherPlace(block.Id, block.Point, position, given.At))
        {
            yield return new ChangedLabel(block.Id, of.Username, "", position!.Value.ToString(), PointPosition.Of(block.Point!).ToString()) { Moved = of.What, At = given.At };
        }
    }

    // What a journal says never becomes a path out of the block's folder.
    private static bool IsFileName(string file) => file.Length > 0 && file is not ("." or "..") && file.IndexOfAny(['/', '\\', '\0']) < 0;

    private static string PlaceOf(Block block, string file) => Path.Combine(block.Location, file);

    /// <summary>A box of a large volume is no file: what it is known by is asked of its store.</summary>
    private static void AddBoxes(Block block, Dictionary<string, (ChannelFile File, BlockPoint Point)> boxes)
    {
        foreach (ChannelFile file in block.Point is null ? [] : block.Channels)
        {
            _ = boxes.TryAdd(PlaceOf(block, file.FileName), (file, block.Point!));
        }
    }

    private static Dictionary<string, string?> VersionsOf(
        IReadOnlyList<string> paths, Dictionary<string, (ChannelFile File, BlockPoint Point)> boxes) => new BoundedReads(TimeProvider.System)
        .Each(paths, path => (boxes.TryGetValue(path, out (ChannelFile File, BlockPoint Point) box) ? ChannelVersion.Of(box.File, box.Point) : FileVersion.Of(path))?.ToString())
        .ToDictionary(read => read.Path, read => read.Error is { } error ? StorageFault.Describe(error) : read.Value, StringComparer.Ordinal);
}

/// <summary>A label given on a channel file that has changed since, or is gone, or of a point that lies elsewhere now.</summary>
/// <param name="Block">The block.</param>
/// <param name="Username">Who gave the label, under whichever name.</param>
/// <param name="File">The channel file's name; empty where the point has moved.</param>
/// <param name="Seen">Its size and time then, or where the point lay.</param>
/// <param name="Now">Its size and time now, or where the point lies; null: the file is gone.</param>
public sealed record ChangedLabel(BlockId Block, string Username, string File, string Seen, string? Now)
{
    /// <summary>Whose point lies elsewhere now; null: a file has changed.</summary>
    public MovedPoint? Moved { get; init; }

    /// <summary>What has changed, in words: the file's name, or whose point.</summary>
    public string Subject => Moved switch
    {
        MovedPoint.OfLabel => "its point",
        MovedPoint.OfFinalLabel => "the point of the final label",
        MovedPoint.OfSecondOpinion => "the point of the second opinion",
        MovedPoint.OfUnusable => "the point of \"cannot be judged\"",
        _ => File,
    };

    /// <summary>When the label of another place was given; one that was given later is not it.</summary>
    public DateTimeOffset At { get; init; }

    public bool IsMoved => Moved is not null;

    public override string ToString() => $"{Block} ({Username}): {Subject} was {Seen}, is {Now ?? "gone"}";
}

/// <summary>What was given where a block's point lay before.</summary>
public enum MovedPoint
{
    OfLabel,
    OfFinalLabel,
    OfSecondOpinion,

    /// <summary>The word that the block cannot be judged.</summary>
    OfUnusable,
}
