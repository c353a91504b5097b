using ProteomicsAnnotator.App.Exports;
using ProteomicsAnnotator.App.Settings;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Snapshots;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.App.Endpoints;

/// <summary>Everyone's labels of the configured data root, as the share has them now.</summary>
public sealed class LiveReview
{
    private static readonly TimeSpan OwnLabelsLimit = TimeSpan.FromSeconds(4);

    private readonly BlockLookup _blocks;
    private readonly LabelShare _share;
    private readonly AnnotatorOptions _options;

    public LiveReview(BlockLookup blocks, LabelShare share, AnnotatorOptions options)
    {
        _blocks = blocks;
        _share = share;
        _options = options;
    }

    /// <summary>Every decision that is in a journal by now, of this program and all others.</summary>
    /// <exception cref="StorageException">
    /// The share cannot be read, lacks labels that are on this machine only, or a newer program writes to it.
    /// </exception>
    public async Task<ReviewTable> ReadAsync(CancellationToken cancellationToken)
    {
        CatalogSnapshot catalog = await _blocks.ListAsync(cancellationToken);
        DeliveryReport own = await _share.FlushAsync(OwnLabelsLimit);
        if (own.Undelivered > 0)
        {
            throw new StorageException(_options.AnnotationsRoot, $"{Counted.Of(own.Undelivered, "label")} of this machine {(own.Undelivered == 1 ? "is" : "are")} not on the share yet");
        }

        ShareSnapshot share = await _share.ReadWholeAsync(cancellationToken);
        ReviewTable table = ReviewReading.TableOf(_options, catalog, share);
        return table.WithRepeated(await _share.FindRepeatedAsync(table.LaterVotes, cancellationToken));
    }
}
