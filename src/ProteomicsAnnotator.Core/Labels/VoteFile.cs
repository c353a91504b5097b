using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Labels;

/// <summary>One user's file as read last.</summary>
internal sealed record VoteFile(
    string Username,
    FileStamp? Stamp,
    IReadOnlyDictionary<BlockId, Vote>? Votes,
    IReadOnlyList<string> Notices,
    StorageException? Problem);
