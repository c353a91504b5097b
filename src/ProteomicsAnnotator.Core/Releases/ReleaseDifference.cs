using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Releases;

/// <summary>What one state of the labels has that an earlier one has not.</summary>
/// <param name="Changes">By block, then username; final labels last.</param>
/// <param name="AddedBlocks">In the list of blocks since.</param>
/// <param name="RemovedBlocks">Not in it any more; their labels count as cleared.</param>
public sealed record ReleaseDifference(IReadOnlyList<LabelChange> Changes, IReadOnlyList<string> AddedBlocks, IReadOnlyList<string> RemovedBlocks)
{
    /// <summary>Labels where none was.</summary>
    public int New => Changes.Count(change => change is { Username: not null, Was: null });

    /// <summary>Other labels than before.</summary>
    public int Changed => Changes.Count(change => change is { Username: not null, Was: not null, Now: not null });

    /// <summary>No label any more.</summary>
    public int Cleared => Changes.Count(change => change is { Username: not null, Now: null });

    /// <summary>Final labels that were set, changed or cleared.</summary>
    public int Finals => Changes.Count(change => change.Username is null);

    public bool IsNone => Changes.Count + AddedBlocks.Count + RemovedBlocks.Count == 0;

    /// <summary>As "3 labels new, 1 changed, 0 cleared, 2 final labels changed".</summary>
    public string Summary => $"{Counted.Of(New, "label")} new, {Changed} changed, {Cleared} cleared, {Counted.Of(Finals, "final label")} changed"
        + (AddedBlocks.Count == 0 ? "" : $", {Counted.Of(AddedBlocks.Count, "block")} added")
        + (RemovedBlocks.Count == 0 ? "" : $", {Counted.Of(RemovedBlocks.Count, "block")} gone");

    public static ReleaseDifference Between(WideTable before, WideTable after)
    {
        HashSet<string> old = [.. before.Blocks];
        HashSet<string> young = [.. after.Blocks];
        string[] users = [.. before.Users.Union(after.Users, StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        return new ReleaseDifference(
            [.. old.Union(young, StringComparer.Ordinal).Order(StringComparer.Ordinal).SelectMany(block => ChangesOf(block, users, before, after))],
            [.. young.Except(old, StringComparer.Ordinal).Order(StringComparer.Ordinal)],
            [.. old.Except(young, StringComparer.Ordinal).Order(StringComparer.Ordinal)]);
    }

    private static IEnumerable<LabelChange> ChangesOf(string block, string[] users, WideTable before, WideTable after) => users
        .Select(user => new LabelChange(block, user, before.LabelOf(block, user), after.LabelOf(block, user)))
        .Append(new LabelChange(block, null, before.FinalOf(block), after.FinalOf(block)))
        .Where(change => change.Was != change.Now);
}

/// <summary>One label that differs.</summary>
/// <param name="Block">The block.</param>
/// <param name="Username">Whose; null: the final label.</param>
/// <param name="Was">Null: there was none.</param>
/// <param name="Now">Null: there is none.</param>
public sealed record LabelChange(string Block, string? Username, int? Was, int? Now)
{
    /// <summary>As "alice 1 -> 2", "final label - -> 1".</summary>
    public override string ToString() => $"{Username ?? "final label"} {Word(Was)} -> {Word(Now)}";

    private static string Word(int? label) => label is { } number ? number.ToString(System.Globalization.CultureInfo.InvariantCulture) : "-";
}
