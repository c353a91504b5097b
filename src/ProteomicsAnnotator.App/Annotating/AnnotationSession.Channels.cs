using ProteomicsAnnotator.App.Annotating.Viewer;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Volumes;

namespace ProteomicsAnnotator.App.Annotating;

/// <content>
/// The list has one channel per file and opens nothing. What is about to be shown is looked into in the background;
/// a file that holds several channels then becomes several, and the viewer is told again.
/// </content>
public sealed partial class AnnotationSession
{
    private readonly Dictionary<string, BlockDescription> _opened = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _toSay = new(StringComparer.Ordinal);
    private readonly HashSet<string> _said = new(StringComparer.Ordinal);
    private readonly HashSet<string> _looking = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _closing = new();

    private readonly FileChecks _fileChecks;

    /// <summary>The painted block's files changed since their voxels were read.</summary>
    public event Action<Block>? FilesChanged;

    /// <summary>A block that the viewer was told of turned out to have more channels: tell it again.</summary>
    public event Action? ChannelsFound;

    private BlockRef Describe(Block block)
    {
        BlockDescription? opened;
        lock (_opened)
        {
            _opened.TryGetValue(block.Folder, out opened);
        }

        if (opened is null && block.Channels.Count > 0)
        {
            _ = LookIntoAsync(block);
        }

        return BlockRef.Of(Root, block, opened, Classes.VoxelSizeUm, WordsOf(block));
    }

    /// <summary>
    /// Said when the block is on screen rather than when it is looked into ahead, and once: of a campaign with such files
    /// it is true of every block.
    /// </summary>
    private void SayChannels(Block block)
    {
        string? files;
        lock (_opened)
        {
            _toSay.Remove(block.Folder, out files);
        }

        if (files is not null && _said.Add(files))
        {
            string text = $"{block.Id}: {files}. Each is shown as a channel of its own.";
            Noticed?.Invoke(new Notice(text, NoticeSeverity.Info) { Block = block.Key });
        }
    }

    private async Task LookIntoAsync(Block block)
    {
        lock (_opened)
        {
            if (!_looking.Add(block.Folder))
            {
                return;
            }
        }

        BlockDescription found;
        try
        {
            found = await _volumes.DescribeAsync(block, _closing.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return;
        }

        if (found.Channels.Count == block.Channels.Count)
        {
            return;
        }

        lock (_opened)
        {
            _opened[block.Folder] = found;
        }

        string files = string.Join(", ", found.Channels
            .GroupBy(channel => channel.FileName, StringComparer.Ordinal)
            .Where(file => file.Count() > 1)
            .Select(file => $"{file.Key} holds {file.Count()} channels"));
        lock (_opened)
        {
            _toSay[block.Folder] = files;
        }

        ChannelsFound?.Invoke();
    }

    /// <summary>
    /// A block may be painted from what the viewer kept of it: its files are looked at again, never waited for, and the
    /// viewer loads it anew when they are others than those on screen. The same once a label of it is kept, because they
    /// may be replaced while they are looked at; who has gone on by then is told in words.
    /// </summary>
    private async Task CheckFilesAsync(FileCheck check)
    {
        (Block block, IReadOnlyList<SeenChannel> seen, bool isLabelled) = check;
        try
        {
            (List<string> changed, List<string> gone) = await Task.Run(() => ChangesOf(block, seen), _closing.Token);
            if (isLabelled)
            {
                SayOfLabelled(block, changed, gone);
            }

            if (changed.Count > 0)
            {
                FilesChanged?.Invoke(block);
            }
        }
        catch (Exception fault) when (fault is OperationCanceledException or ObjectDisposedException)
        {
            // The page is gone.
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            Notify($"The files of {block.Id} could not be looked at again: {fault.Message}", NoticeSeverity.Warning);
        }
    }

    /// <summary>Names of files whose voxels are on screen and that are others now, or not there.</summary>
    private static (List<string> Changed, List<string> Gone) ChangesOf(Block block, IReadOnlyList<SeenChannel> seen)
    {
        List<string> changed = [];
        List<string> gone = [];
        foreach (SeenChannel channel in seen.Where(channel => channel.Version is not null).DistinctBy(channel => channel.File, StringComparer.Ordinal))
        {
            if (block.Channels.FirstOrDefault(file => file.FileName == channel.File) is not { } file)
            {
                continue;
            }

            if (FileVersion.Of(file.Path) is not { } now)
            {
                gone.Add(channel.File);
            }
            else if (now.ToString() != channel.Version)
            {
                changed.Add(channel.File);
            }
        }

        return (changed, gone);
    }

    private void SayOfLabelled(Block block, List<string> changed, List<string> gone)
    {
        if (gone.Count > 0)
        {
            Notify($"{block.Id}: {string.Join(", ", gone)} cannot be found on disk any more. The label is of what was on screen.", NoticeSeverity.Warning);
        }

        // On the block one is still on, its new voxels come with words of their own.
        if (changed.Count > 0 && Current?.Key != block.Key)
        {
            Notify($"{block.Id} had changed on disk when you labelled it ({string.Join(", ", changed)}). The label is of what was on screen: look again.", NoticeSeverity.Warning);
        }
    }
}
