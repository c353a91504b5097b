namespace ProteomicsAnnotator.Core.Blocks;

/// <summary>A folder <c>block_NNNN</c> and its channel files, in channel order.</summary>
public sealed record Block(BlockId Id, LabelKey Key, string Folder, IReadOnlyList<ChannelFile> Channels)
{
    /// <summary>False: its name is known, but its folder was not looked into yet, so that <see cref="Channels"/> is empty.</summary>
    public bool IsRead { get; init; } = true;

    /// <summary>Shown under an id that says nothing: neither this nor its files' names may tell which block it is.</summary>
    public bool IsBlind { get; init; }

    /// <summary>More than half of the blocks beside it have files of these names, so that none names this block; known once a scan is complete.</summary>
    public bool HasUsualFiles { get; init; }

    /// <summary>Row of <c>local_points.npy</c> for this block; null when there is none.</summary>
    public FocusPoint? Focus { get; init; }

    /// <summary>Why the block has no channels, in words for the annotator; null when it has some.</summary>
    public string? Problem { get; init; }

    /// <summary>
    /// What this one lacks of the files that more than half of the blocks beside it have, all of them alike; known once a scan is
    /// complete. Empty for a block without any channel.
    /// </summary>
    public IReadOnlyList<MissingChannel> Missing { get; init; } = [];
}

/// <summary>A channel file that other blocks have.</summary>
/// <param name="Position">Among their channels.</param>
/// <param name="Name">As theirs are named.</param>
/// <param name="FileName">Of theirs.</param>
public sealed record MissingChannel(int Position, string Name, string FileName);

/// <summary>One TIFF file of a block. <see cref="Name"/> is the configured channel name, else the file's stem.</summary>
public sealed record ChannelFile(string Name, string Path)
{
    public string FileName => System.IO.Path.GetFileName(Path);
}
