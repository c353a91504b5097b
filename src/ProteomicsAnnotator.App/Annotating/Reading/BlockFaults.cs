using System.Collections.Concurrent;
using ProteomicsAnnotator.App.Annotating.Viewer;
using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.App.Annotating.Reading;

/// <summary>
/// Blocks with channels that could not be read, or whose sizes differ, when the page tried. One without a readable channel counts as done until it is read,
/// or looked for again. One whose files could not be reached counts as done only while others can be (<see cref="ReachCheck"/>): that
/// the share is away is no fault of a block. Thread-safe.
/// </summary>
public sealed class BlockFaults
{
    private readonly ConcurrentDictionary<LabelKey, Fault> _failed = [];
    private int _version;

    /// <summary>Rises with every change.</summary>
    public int Version => _version;

    /// <summary>Blocks without a readable channel of which a file could not be reached.</summary>
    public IReadOnlyList<LabelKey> Unreached => [.. _failed.Where(item => item.Value.Kind is FaultKind.Away or FaultKind.Unreached).Select(item => item.Key)];

    /// <summary>No channel can be read, or there is none: nobody can label it.</summary>
    public bool IsUnreadable(Block block) => block is { IsRead: true, Channels.Count: 0 }
        || (_failed.TryGetValue(block.Key, out Fault fault) && fault.Kind is FaultKind.Content or FaultKind.Unreached);

    /// <summary>A short remark for the list; null for a block with nothing to remark.</summary>
    public string? BadgeOf(Block block) => block is { IsRead: true, Channels.Count: 0 } ? "no channels"
        : _failed.TryGetValue(block.Key, out Fault fault) ? fault.Kind switch
        {
            FaultKind.Some => $"{fault.Failed} failed",
            FaultKind.Away => "not reached",
            FaultKind.Sizes => "sizes differ",
            _ => "unreadable",
        }
        : block.Missing.Count > 0 ? $"{block.Missing.Count} missing" : null;

    /// <summary>The page tried to show it.</summary>
    /// <param name="block">Which.</param>
    /// <param name="report">What became of each channel.</param>
    public void Set(Block block, PaintedReport report)
    {
        IReadOnlyList<SeenChannel> seen = report.Seen;
        int failed = seen.Count(channel => channel.Failure is not null);
        if (failed == 0)
        {
            if (report.SizesDiffer)
            {
                Put(block.Key, new Fault(failed, FaultKind.Sizes));
            }
            else
            {
                Forget(block.Key);
            }

            return;
        }

        FaultKind kind = failed < seen.Count ? FaultKind.Some
            : !seen.Any(channel => channel.IsOutage) ? FaultKind.Content
            : _failed.TryGetValue(block.Key, out Fault known) && known.Kind == FaultKind.Unreached ? FaultKind.Unreached
            : FaultKind.Away;
        Put(block.Key, new Fault(failed, kind));
    }

    /// <summary>What became of a block of <see cref="Unreached"/>.</summary>
    /// <param name="key">Which.</param>
    /// <param name="isItsFault">Others can be read and it cannot; null: that is not known.</param>
    public void SetReached(LabelKey key, bool? isItsFault)
    {
        if (!_failed.TryGetValue(key, out Fault known) || known.Kind is not (FaultKind.Away or FaultKind.Unreached))
        {
            return;
        }

        if (isItsFault == false)
        {
            Forget(key);
        }
        else
        {
            Put(key, known with { Kind = isItsFault == true ? FaultKind.Unreached : FaultKind.Away });
        }
    }

    /// <summary>All of them are to be tried again.</summary>
    public void Clear()
    {
        _failed.Clear();
        _ = Interlocked.Increment(ref _version);
    }

    private void Put(LabelKey key, Fault fault)
    {
        if (!_failed.TryGetValue(key, out Fault known) || known != fault)
        {
            _failed[key] = fault;
            _ = Interlocked.Increment(ref _version);
        }
    }

    private void Forget(LabelKey key)
    {
        if (_failed.TryRemove(key, out _))
        {
            _ = Interlocked.Increment(ref _version);
        }
    }

    private enum FaultKind
    {
        /// <summary>All channels can be read; not all have the same size.</summary>
        Sizes,

        /// <summary>Other channels can be read.</summary>
        Some,

        /// <summary>What is in its files cannot be used.</summary>
        Content,

        /// <summary>Its files could not be reached; nothing is known of others.</summary>
        Away,

        /// <summary>The same, while others could be.</summary>
        Unreached,
    }

    private readonly record struct Fault(int Failed, FaultKind Kind);
}
