using ProteomicsAnnotator.App.Annotating.Viewer;
using ProteomicsAnnotator.App.Notices;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Volumes;

namespace ProteomicsAnnotator.App.Annotating;

/// <summary>Compares the files whose voxels are on screen with the files on disk, and with the files that the label was given for.</summary>
public sealed class SeenFileChecks
{
    private readonly UserLabels _labels;
    private readonly PagePlace _place;
    private readonly PageNotices _notices;
    private readonly CancellationToken _closing;
    private readonly FileChecks _checks;

    public SeenFileChecks(UserLabels labels, PagePlace place, PageNotices notices, CancellationToken closing)
    {
        _labels = labels;
        _place = place;
        _notices = notices;
        _closing = closing;
        _checks = new FileChecks(CheckAsync);
    }

    /// <summary>The painted block's files changed since their voxels were read. Raised on any thread.</summary>
    public event Action<Block>? Changed;

    internal static List<SeenFile> Of(IReadOnlyList<SeenChannel> seen) =>
        [.. seen.Select(channel => new SeenFile(channel.File, channel.Version ?? SeenFile.Failed))];

    /// <summary>
    /// The viewer may paint a block from voxels that it kept. This checks the files behind it, and the viewer loads the
    /// block again when they differ.
    /// </summary>
    public void OnPainted(Block block, IReadOnlyList<SeenChannel> seen)
    {
        WarnOfLabelled(block, seen);
        _ = _checks.AddAsync(new FileCheck(block, seen, IsLabelled: false));
    }

    /// <summary>
    /// A file may be replaced while the annotator looks at it. This checks the files once more when a label is stored; a notice
    /// tells an annotator who has left the block.
    /// </summary>
    public void OnLabelled(Block block, IReadOnlyList<SeenChannel> seen) =>
        _ = _checks.AddAsync(new FileCheck(block, seen, IsLabelled: true));

    private void WarnOfLabelled(Block block, IReadOnlyList<SeenChannel> seen)
    {
        if (_labels.Find(block.Key) is not { Seen.Count: > 0 } entry)
        {
            return;
        }

        var then = entry.Seen.DistinctBy(file => file.File, StringComparer.Ordinal).ToDictionary(file => file.File, file => file.Version, StringComparer.Ordinal);
        string[] changed = [.. Of(seen)
            .Where(file => file.Version != SeenFile.Failed && then.TryGetValue(file.File, out string? version)
                && version != SeenFile.Failed && version != file.Version)
            .Select(file => file.File)];
        if (changed.Length > 0)
        {
            _notices.Notify($"{block.Id} changed on disk after you labelled it ({string.Join(", ", changed)}). Check the label.", NoticeSeverity.Warning);
        }
    }

    private async Task CheckAsync(FileCheck check)
    {
        (Block block, IReadOnlyList<SeenChannel> seen, bool isLabelled) = check;
        try
        {
            (List<string> changed, List<string> gone) = await Task.Run(() => ChangesOf(block, seen), _closing);
            if (isLabelled)
            {
                NotifyOfLabelled(block, changed, gone);
            }

            if (changed.Count > 0)
            {
                Changed?.Invoke(block);
            }
        }
        catch (Exception fault) when (fault is OperationCanceledException or ObjectDisposedException)
        {
            // The page is gone.
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            _notices.Notify($"The files of {block.Id} could not be checked again: {fault.Message}", NoticeSeverity.Warning);
        }
    }

    /// <summary>The files whose voxels are on screen but that changed on disk or are missing.</summary>
    internal static (List<string> Changed, List<string> Gone) ChangesOf(Block block, IReadOnlyList<SeenChannel> seen)
    {
        List<string> changed = [];
        List<string> gone = [];
        foreach (SeenChannel channel in seen.Where(channel => channel.Version is not null).DistinctBy(channel => channel.File, StringComparer.Ordinal))
        {
            if (block.Channels.FirstOrDefault(file => file.FileName == channel.File) is not { } file)
            {
                continue;
            }

            if (ChannelVersion.Of(file, block.Point) is not { } now)
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

    private void NotifyOfLabelled(Block block, List<string> changed, List<string> gone)
    {
        if (gone.Count > 0)
        {
            _notices.Notify($"{block.Id}: {string.Join(", ", gone)} cannot be found on disk any more. The label stands for what was on screen.", NoticeSeverity.Warning);
        }

        // On the current block, the new voxels come with a notice of their own.
        if (changed.Count > 0 && _place.Current?.Key != block.Key)
        {
            _notices.Notify($"{block.Id} had changed on disk when you labelled it ({string.Join(", ", changed)}). The label stands for what was on screen: look again.", NoticeSeverity.Warning);
        }
    }
}
