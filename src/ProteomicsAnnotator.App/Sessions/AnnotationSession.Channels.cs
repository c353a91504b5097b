using ProteomicsAnnotator.App.Sessions.Viewer;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Volumes;

namespace ProteomicsAnnotator.App.Sessions;

/// <content>
/// The list has one channel per file and opens nothing. What is about to be shown is looked into in the background;
/// a file that holds several channels then becomes several, and the viewer is told again.
/// </content>
public sealed partial class AnnotationSession
{
    private readonly Dictionary<string, BlockDescription> _opened = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _toSay = new(StringComparer.Ordinal);
    private readonly HashSet<string> _looking = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _closing = new();

    private int _checkingFiles;

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

        return BlockRef.Of(Root, block, opened, Classes.VoxelSizeUm);
    }

    /// <summary>Said once, when the block is on screen rather than when it is looked into ahead.</summary>
    private void SayChannels(Block block)
    {
        string? text;
        lock (_opened)
        {
            _toSay.Remove(block.Folder, out text);
        }

        if (text is not null)
        {
            Say(text);
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
            _toSay[block.Folder] = $"{block.Id}: {files}. Each is shown as a channel of its own.";
        }

        ChannelsFound?.Invoke();
    }

    /// <summary>
    /// A block may be painted from what the viewer kept of it: its files are looked at again, once at a time and never
    /// waited for, and the viewer loads it anew when they are others than those on screen.
    /// </summary>
    private async Task CheckFilesAsync(Block block, IReadOnlyList<SeenChannel> seen)
    {
        if (Interlocked.Exchange(ref _checkingFiles, 1) == 1)
        {
            return;
        }

        try
        {
            bool changed = await Task.Run(() => HasChanged(block, seen), _closing.Token).ConfigureAwait(false);
            if (changed)
            {
                FilesChanged?.Invoke(block);
            }
        }
        catch (OperationCanceledException)
        {
            // The page is gone.
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            Say($"The files of {block.Id} could not be looked at again: {fault.Message}", NoticeSeverity.Warning);
        }
        finally
        {
            Volatile.Write(ref _checkingFiles, 0);
        }
    }

    private static bool HasChanged(Block block, IReadOnlyList<SeenChannel> seen)
    {
        foreach (SeenChannel channel in seen.Where(channel => channel.Version is not null).DistinctBy(channel => channel.File, StringComparer.Ordinal))
        {
            ChannelFile? file = block.Channels.FirstOrDefault(file => file.FileName == channel.File);
            if (file is not null && FileVersion.Of(file.Path) is { } now && now.ToString() != channel.Version)
            {
                return true;
            }
        }

        return false;
    }
}
