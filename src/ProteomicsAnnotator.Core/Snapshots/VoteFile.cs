using System.Collections.Frozen;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Snapshots;

/// <summary>One user's file as read last.</summary>
internal sealed record VoteFile(
    string Username,
    FileStamp? Stamp,
    IReadOnlyDictionary<BlockId, Vote>? Votes,
    IReadOnlyList<string> Notices,
    StorageException? Problem)
{
    /// <summary>Flags and notes.</summary>
    public IReadOnlyDictionary<BlockId, BlockMark> Marks { get; init; } = FrozenDictionary<BlockId, BlockMark>.Empty;

    /// <summary>What stands in the place of labels and is none, each with file and block.</summary>
    public IReadOnlyList<string> Unusable { get; init; } = [];
}
