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

    /// <summary>What the last search found; null before it.</summary>
    public IReadOnlyList<ChangedLabel>? Found { get; private set; }

    /// <summary>As of the last search.</summary>
    public ShareEvidence Evidence { get; private set; } = ShareEvidence.None;

    /// <summary>What the plan drew to measure the campaign by, as of the last search.</summary>
    public CampaignSample Sample { get; private set; } = CampaignSample.None;

    /// <summary>Why the last search failed; null when it did not.</summary>
    public string? Fault { get; private set; }

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

    private async Task ReadAsync()
    {
        try
        {
            ShareSnapshot whole = await share.ReadWholeAsync(CancellationToken.None);
            Evidence = whole.Evidence;
            Sample = CampaignSample.Read(share.Root, whole);
            Found = ChangedFiles.Find(catalog.Current.Blocks, whole);
            Fault = null;
        }
        catch (StorageException error)
        {
            Fault = error.Message;
        }
    }
}
