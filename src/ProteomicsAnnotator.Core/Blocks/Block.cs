

namespace ProteomicsAnnotator.Core.Blocks;

/// <summary>A folder <c>block_NNNN</c> and its channel files, in channel order.</summary>
public sealed record Block(BlockId Id, LabelKey Key, string Folder, IReadOnlyList<ChannelFile> Channels)
{
    /// <summary>Row of <c>local_points.npy</c> for this block; null when there is none.</summary>
    public FocusPoint? Focus { get; init; }

    /// <summary>Why the block has no channels, in words for the annotator; null when it has some.</summary>
    public string? Problem { get; init; }
}
