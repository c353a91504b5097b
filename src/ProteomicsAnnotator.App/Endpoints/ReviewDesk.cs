using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.App.Endpoints;

/// <summary>Everyone's labels of the configured data root, as the share has them now.</summary>
public sealed class ReviewDesk
{
    private static readonly TimeSpan OwnLabelsLimit = TimeSpan.FromSeconds(10);

    private readonly BlockLookup _blocks;
    private readonly LabelShare _share;

    public ReviewDesk(BlockLookup blocks, LabelShare share)
    {
        _blocks = blocks;
        _share = share;
    }

    /// <summary>Every decision that is in a journal by now, of this program and all others.</summary>
    /// <exception cref="StorageException">The share cannot be read.</exception>
    public async Task<ReviewTable> ReadAsync(string admin, CancellationToken cancellationToken)
    {
        CatalogSnapshot catalog = await _blocks.ListAsync(cancellationToken);
        await _share.FlushAsync(OwnLabelsLimit);
        WholeShare share = await _share.ReadWholeAsync(cancellationToken);
        FinalLabels finals = await _share.OpenFinalLabelsAsync(admin, cancellationToken);
        return ReviewTable.Of(ReviewInput.Of([.. catalog.Blocks.Select(block => block.Id)], share.Votes, finals.Current));
    }
}
