using System.Diagnostics.CodeAnalysis;
using ProteomicsAnnotator.App.Annotating.Viewer;
using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.App.Annotating;

/// <summary>
/// Looks at files one check at a time; later requests wait. Of painted blocks only the newest waits, because the annotator
/// has left the others; every labelled block waits.
/// </summary>
/// <param name="look">Does not throw.</param>
internal sealed class FileChecks(Func<FileCheck, Task> look)
{
    private readonly Lock _gate = new();
    private readonly List<FileCheck> _waiting = [];
    private bool _isLooking;

    /// <summary>Returns when nothing waits any more; at once while another call looks.</summary>
    public async Task AddAsync(FileCheck check)
    {
        lock (_gate)
        {
            _ = _waiting.RemoveAll(other => other.IsLabelled == check.IsLabelled && (!check.IsLabelled || other.Block.Key == check.Block.Key));
            _waiting.Add(check);
            if (_isLooking)
            {
                return;
            }

            _isLooking = true;
        }

        while (TryTake(out FileCheck? next))
        {
            await look(next);
        }
    }

    private bool TryTake([NotNullWhen(true)] out FileCheck? next)
    {
        lock (_gate)
        {
            _isLooking = _waiting.Count > 0;
            next = _isLooking ? _waiting[0] : null;
            if (next is not null)
            {
                _waiting.RemoveAt(0);
            }

            return next is not null;
        }
    }
}

/// <summary>Asks whether a block's files are still those on screen: when the block is painted, and when its label is stored.</summary>
internal sealed record FileCheck(Block Block, IReadOnlyList<SeenChannel> Seen, bool IsLabelled);
