using System.Collections.Frozen;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Agreement;

/// <summary>Everything a review is computed from. <paramref name="Blocks"/> is ordinally sorted, without duplicates.</summary>
public sealed record ReviewInput(
    IReadOnlyList<BlockId> Blocks,
    IReadOnlyList<AnnotatorVotes> Annotators,
    IReadOnlyDictionary<BlockId, SettledLabel> FinalLabels)
{
    /// <summary>Usernames whose votes are shown but count nowhere: not in the consensus, not in a statistic.</summary>
    public IReadOnlySet<string> Excluded { get; init; } = FrozenSet<string>.Empty;

    /// <summary>Of the configured data root: unreadable user files become annotators without votes, with their fault.</summary>
    public static ReviewInput Of(IReadOnlyList<BlockId> blocks, AllVotes votes, LabelSnapshot finalLabels) =>
        Of(blocks, votes, Settled(finalLabels));

    /// <summary>The same with final labels read from their file.</summary>
    public static ReviewInput Of(
        IReadOnlyList<BlockId> blocks, AllVotes votes, IReadOnlyDictionary<BlockId, SettledLabel> finalLabels)
    {
        var annotators = votes.Users.Select(user => new AnnotatorVotes(user.Username, user.Votes));
        var readable = votes.Users.Select(user => user.Username).ToHashSet(StringComparer.Ordinal);
        var unreadable = votes.Unreadable
            .Where(IsUserFile)
            .Select(fault => (Username: Path.GetFileNameWithoutExtension(fault.Path), fault.Reason))
            .Where(fault => !readable.Contains(fault.Username))
            .DistinctBy(fault => fault.Username, StringComparer.Ordinal)
            .Select(fault => new AnnotatorVotes(fault.Username, FrozenDictionary<BlockId, Vote>.Empty) { Fault = fault.Reason });
        return new ReviewInput(blocks, [.. annotators, .. unreadable], finalLabels);
    }

    /// <summary>Why the users' folder or the whole share could not be read; null when it could.</summary>
    public static string? ShareFault(AllVotes votes) => votes.Unreadable.FirstOrDefault(fault => !IsUserFile(fault))?.Message;

    private static bool IsUserFile(StorageException fault) =>
        Path.GetExtension(fault.Path) == ".json" && Path.GetFileName(Path.GetDirectoryName(fault.Path)) == "users";

    private static Dictionary<BlockId, SettledLabel> Settled(LabelSnapshot finalLabels)
    {
        var settled = new Dictionary<BlockId, SettledLabel>(finalLabels.Count);
        foreach (LabelEntry entry in finalLabels.Labels.Values)
        {
            if (entry.Key.Root is null)
            {
                settled[entry.Key.Block] = new SettledLabel(entry.Label, entry.By ?? "", entry.AnnotatedAt);
            }
        }

        return settled;
    }
}
