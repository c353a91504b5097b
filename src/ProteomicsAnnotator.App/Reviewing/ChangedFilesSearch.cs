using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Agreement.Quality;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Snapshots;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.App.Reviewing;

/// <summary>
/// Finds what only the journals say: the labels whose channel files changed since, what was measured of votes, and blocks labelled once more. It reads every journal and checks the files of every labelled block,
/// so it runs in the background and on request, not at every change.
/// </summary>
public sealed class ChangedFilesSearch(LabelShare share, BlockCatalog catalog)
{
    private readonly Lock _lock = new();
    private Task? _running;
    private string? _searchFault;
    private string? _followFault;
    private long _readings;
    private long _published;
    private CatalogSnapshot? _tried;
    private CatalogSnapshot? _done;

    /// <summary>What the last search found; null before it.</summary>
    public IReadOnlyList<ChangedLabel>? Found { get; private set; }

    /// <summary>As of the last search.</summary>
    public ShareEvidence Evidence { get; private set; } = ShareEvidence.None;

    /// <summary>What the plan drew to measure the campaign by, as of the last search.</summary>
    public CampaignSample Sample { get; private set; } = CampaignSample.None;

    /// <summary>Why the last search failed; null when it did not.</summary>
    public string? Fault => _searchFault ?? _followFault;

    /// <summary>Points may stand elsewhere than at the last search that did not fail.</summary>
    public bool IsOverdue => IsOfOtherPoints(_done);

    /// <summary>No search has begun since points may stand elsewhere.</summary>
    public bool IsUntried => IsOfOtherPoints(_tried);

    /// <summary>What is labelled are points of a volume, which may move.</summary>
    public bool IsOfPoints => catalog.Current.Blocks.Any(block => block.Point is not null);

    public bool IsUnderWay => _running is { IsCompleted: false };

    /// <summary>Returns with <see cref="Found"/> or <see cref="Fault"/>. While a search is under way, waits for that one.</summary>
    /// <param name="cancellationToken">Ends the waiting, not the search.</param>
    public Task SearchAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (!IsUnderWay)
            {
                _running = Task.Run(ReadAsync, CancellationToken.None);
            }

            return _running!.WaitAsync(cancellationToken);
        }
    }

    /// <summary>
    /// Brings <see cref="Found"/> up to date with labels that have come since the last search: those of points that stand elsewhere count
    /// nowhere. No file of voxels is looked at. Does nothing before the first search, and where there are no points.
    /// </summary>
    public async Task FollowAsync(CancellationToken cancellationToken)
    {
        if (Found is null || !IsOfPoints)
        {
            return;
        }

        long reading = Interlocked.Increment(ref _readings);
        CatalogSnapshot current = catalog.Current;
        try
        {
            ShareSnapshot whole = await share.ReadWholeAsync(cancellationToken);
            IReadOnlyList<ChangedLabel> moved = await Task.Run(() => ChangedFiles.Moved(current.Blocks, whole), cancellationToken);
            lock (_lock)
            {
                if (reading > _published)
                {
                    (_published, Found) = (reading, With(moved, Found!));
                }
            }

            _followFault = null;
        }
        catch (StorageException error)
        {
            _followFault = error.Message;
        }
    }

    /// <summary>Whoever followed since knows more of points that have moved; of files only the search does.</summary>
    private void PublishWhole(long reading, IReadOnlyList<ChangedLabel> found)
    {
        lock (_lock)
        {
            bool isNewest = reading > _published;
            Found = isNewest ? found : With([.. Found!.Where(label => label.IsMoved)], found);
            _published = Math.Max(_published, reading);
        }
    }

    /// <summary>Labels of points that stand elsewhere, and of the others those whose files changed.</summary>
    private static IReadOnlyList<ChangedLabel> With(IReadOnlyList<ChangedLabel> moved, IReadOnlyList<ChangedLabel> found)
    {
        HashSet<(BlockId, string)> elsewhere = [.. moved.Where(label => label.Moved == MovedPoint.OfLabel).Select(label => (label.Block, label.Username))];
        return [.. found.Where(label => !label.IsMoved && !elsewhere.Contains((label.Block, label.Username))), .. moved];
    }

    // While the list is read again, nobody knows where its points will stand.
    private bool IsOfOtherPoints(CatalogSnapshot? searched) =>
        catalog.Current is { IsComplete: true } now && !ReferenceEquals(now, searched) && now.Blocks.Any(block => block.Point is not null);

    private async Task ReadAsync()
    {
        long reading = Interlocked.Increment(ref _readings);
        CatalogSnapshot current = catalog.Current;
        _tried = current;
        try
        {
            ShareSnapshot whole = await share.ReadWholeAsync(CancellationToken.None);
            Evidence = whole.Evidence;
            Sample = CampaignSample.Read(share.Root, whole);
            IReadOnlyList<ChangedLabel> found = ChangedFiles.Find(current.Blocks, whole);
            PublishWhole(reading, found);
            _searchFault = null;
            _done = current;
        }
        catch (StorageException error)
        {
            _searchFault = error.Message;
        }
    }
}
