using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.App.Annotating.Reading;

/// <summary>
/// Blocks with channels that could not be read when the page tried. One without a readable channel counts as done until it is read,
/// or looked for again. Used on the page's synchronization context only.
/// </summary>
public sealed class BlockFaults
{
    private readonly Dictionary<LabelKey, (int Failed, bool IsWhole)> _failed = [];

    /// <summary>Rises with every change.</summary>
    public int Version { get; private set; }

    /// <summary>No channel can be read, or there is none: nobody can label it.</summary>
    public bool IsUnreadable(Block block) => block is { IsRead: true, Channels.Count: 0 } || (_failed.TryGetValue(block.Key, out (int Failed, bool IsWhole) fault) && fault.IsWhole);

    /// <summary>A short remark for the list; null for a block with nothing to remark.</summary>
    public string? BadgeOf(Block block) => block is { IsRead: true, Channels.Count: 0 } ? "no channels"
        : _failed.TryGetValue(block.Key, out (int Failed, bool IsWhole) fault) ? fault.IsWhole ? "unreadable" : $"{fault.Failed} failed"
        : block.Missing.Count > 0 ? $"{block.Missing.Count} missing" : null;

    /// <summary>The page tried to show it.</summary>
    /// <param name="block">Which.</param>
    /// <param name="failed">Channels that could not be read.</param>
    /// <param name="count">Of so many.</param>
    public void Set(Block block, int failed, int count)
    {
        bool isNews = failed == 0 ? _failed.Remove(block.Key) : !_failed.TryGetValue(block.Key, out (int, bool) known) || known != (failed, failed >= count);
        if (failed > 0)
        {
            _failed[block.Key] = (failed, failed >= count);
        }

        Version += isNews ? 1 : 0;
    }

    /// <summary>All of them are to be tried again.</summary>
    public void Clear()
    {
        Version += _failed.Count > 0 ? 1 : 0;
        _failed.Clear();
    }
}
