using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Labels;

/// <summary>All users' labels of the configured data root, sorted by username, also users without a label.</summary>
/// <param name="Users">Those that could be read.</param>
/// <param name="Unreadable">Files that could not, each named; never silently left out.</param>
/// <param name="Notices">Said once in the window: entries of other folders, ambiguous ones.</param>
public sealed record AllVotes(
    IReadOnlyList<UserVotes> Users,
    IReadOnlyList<StorageException> Unreadable,
    IReadOnlyList<string> Notices);
