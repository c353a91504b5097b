using System.Collections.Frozen;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.LabelFiles;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Snapshots;

/// <summary>All users' labels of the configured data root, sorted by username, also users without a label.</summary>
/// <param name="Users">Those that could be read.</param>
/// <param name="Unreadable">Files that could not, each named; never silently left out.</param>
/// <param name="Notices">Said once in the window: entries of other folders, ambiguous ones.</param>
public sealed record AllVotes(
    IReadOnlyList<UserVotes> Users,
    IReadOnlyList<StorageException> Unreadable,
    IReadOnlyList<string> Notices)
{
    /// <summary>What counts nowhere: files that belong to nobody, values that are no labels, each named.</summary>
    public IReadOnlyList<string> NotCounted { get; init; } = [];

    internal static AllVotes Of(IReadOnlyCollection<OwnerSnapshot> users, ShareOwners owners) => new(
        [.. users.Where(user => user is { IsKnown: true, Votes: not null }).Select(user => new UserVotes(user.Owner.Name, user.Votes!) { Marks = user.Marks })],
        [.. owners.Faults, .. users.Where(user => !IsStranger(user)).SelectMany(user => user.Problems)],
        [.. users.SelectMany(user => user.Notices.Select(notice => notice.StartsWith(user.Owner.Name + ": ", StringComparison.Ordinal) ? notice : $"{user.Owner.Name}: {notice}"))])
    {
        NotCounted =
        [
            .. owners.Strangers,
            .. users.Where(IsStranger).SelectMany(user => user.Problems).Select(problem => $"{problem.Message}: it is not counted."),
            .. users.SelectMany(user => user.NotCounted),
        ],
    };

    /// <summary>A copy of somebody's file under a name that has nothing of its own.</summary>
    private static bool IsStranger(OwnerSnapshot user) =>
        !user.IsKnown && user.Problems.Count > 0 && user.Problems.All(problem => problem.InnerException is OtherPersonsFileException);
}

/// <summary>The labels of one user in the configured data root.</summary>
public sealed record UserVotes(string Username, IReadOnlyDictionary<BlockId, Vote> Votes)
{
    /// <summary>Flags and notes, on blocks without a label too.</summary>
    public IReadOnlyDictionary<BlockId, BlockMark> Marks { get; init; } = FrozenDictionary<BlockId, BlockMark>.Empty;
}
