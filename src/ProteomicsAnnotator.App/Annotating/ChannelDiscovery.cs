using ProteomicsAnnotator.App.Notices;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Volumes;

namespace ProteomicsAnnotator.App.Annotating;

/// <summary>
/// The list has one channel per file and opens nothing. This looks into the files of blocks that are about to be shown, in
/// the background, and finds those that hold several channels.
/// </summary>
public sealed class ChannelDiscovery(VolumeCache volumes, PageNotices notices, CancellationToken closing)
{
    /// <summary>Guards the three collections below: files are read on other threads.</summary>
    private readonly Lock _gate = new();
    private readonly Dictionary<string, BlockDescription> _opened = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _unsaid = new(StringComparer.Ordinal);
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);

    private readonly HashSet<string> _said = new(StringComparer.Ordinal);

    /// <summary>A block has more channels than the list knew: the viewer needs it again. Raised on any thread.</summary>
    public event Action? Found;

    /// <summary>The block as its files describe it, where they differ from the list. Starts to read them where they are unknown.</summary>
    public BlockDescription? Find(Block block)
    {
        lock (_gate)
        {
            if (_opened.TryGetValue(block.Location, out BlockDescription? opened))
            {
                return opened;
            }

            if (block.Channels.Count == 0 || block.Point is not null || !_asked.Add(block.Location))
            {
                return null;
            }
        }

        _ = LookIntoAsync(block);
        return null;
    }

    /// <summary>The same, once its files have been read.</summary>
    public async Task<BlockDescription?> DescribeAsync(Block block)
    {
        BlockDescription found = await volumes.DescribeAsync(block, closing).ConfigureAwait(false);
        return found.Channels.Count == block.Channels.Count ? null : found;
    }

    /// <summary>
    /// Says that files of this block hold several channels: when the block is on screen rather than ahead, and once, since
    /// in a campaign with such files it is true of every block.
    /// </summary>
    public void NotifyOf(Block block)
    {
        string? files;
        lock (_gate)
        {
            _unsaid.Remove(block.Location, out files);
        }

        if (files is not null && _said.Add(files))
        {
            string text = $"{block.Id}: {files}. Each is shown as a channel of its own.";
            notices.Notify(new Notice(text, NoticeSeverity.Info) { Block = block.Key });
        }
    }

    private async Task LookIntoAsync(Block block)
    {
        BlockDescription? found;
        try
        {
            found = await DescribeAsync(block).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return;
        }

        if (found is null)
        {
            return;
        }

        IEnumerable<string> files = found.Channels
            .GroupBy(channel => channel.FileName, StringComparer.Ordinal)
            .Where(file => file.Count() > 1)
            .Select(file => $"{file.Key} holds {file.Count()} channels");
        lock (_gate)
        {
            _opened[block.Location] = found;
            _unsaid[block.Location] = string.Join(", ", files);
        }

        Found?.Invoke();
    }
}
