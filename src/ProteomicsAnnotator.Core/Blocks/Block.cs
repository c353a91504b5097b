using System.Globalization;

namespace ProteomicsAnnotator.Core.Blocks;

/// <summary>A folder <c>block_NNNN</c> and its channel files, or a box around a point of a large volume and its stores; in channel order.</summary>
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

    /// <summary>Of a block that is a box of a large volume, whose <see cref="Folder"/> is that of its source; null: it is a folder of files.</summary>
    public BlockPoint? Point { get; init; }

    /// <summary>Unlike that of every other block, and another one when its point lies elsewhere.</summary>
    public string Location => Point is null ? Folder : string.Create(CultureInfo.InvariantCulture, $"{Folder}#{Key.Block.Name}@{Point.Start}");

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

/// <summary>One TIFF file of a block, or one channel of a store. <see cref="Name"/> is the configured channel name, else the file's stem.</summary>
public sealed record ChannelFile(string Name, string Path)
{
    /// <summary>Which channel of the store at <see cref="Path"/>; null: it is a file.</summary>
    public StorePart? Part { get; init; }

    public string FileName => Part?.Label ?? System.IO.Path.GetFileName(Path);
}

/// <summary>One channel of a store of a large volume.</summary>
/// <param name="Label">What it is called in the place of a file name: no other channel of the block is.</param>
/// <param name="Level">Which of its resolutions is shown.</param>
/// <param name="Channel">Index along its axis c.</param>
/// <param name="Time">Index along its axis t.</param>
public sealed record StorePart(string Label, int Level, int Channel, int Time);
