using System.Collections.Frozen;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Agreement.Quality;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Decisions;
using ProteomicsAnnotator.Core.Merge;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Snapshots;

namespace ProteomicsAnnotator.App.Reviewing;

/// <summary>Builds one table after another and reuses what has not changed. One call at a time.</summary>
internal sealed class ReviewTableBuilder(LabelShare share, BlockCatalog catalog, ChangedFilesSearch search)
{
    private (IReadOnlyList<Block>? Blocks, CalibrationRound? Calibration) _listed;
    private IReadOnlyList<BlockId> _ids = [];
    private FrozenSet<LaterVote> _laterVotes = FrozenSet<LaterVote>.Empty;
    private IReadOnlySet<LaterVote> _repeatedVotes = FrozenSet<LaterVote>.Empty;

    /// <summary>With what the last search found.</summary>
    public ReviewInput InputOf(AllVotes votes, LabelSnapshot finals, IReadOnlyList<SecondLabel> seconds)
    {
        IReadOnlyList<ChangedLabel> changed = search.Found ?? [];
        ReviewInput input = ReviewInput.Of(Ids(votes.Calibration), votes, finals) with
        {
            Points = PointsIn(catalog.Current),
            Changed = new Lazy<IReadOnlyList<ChangedLabel>>(changed),
            Evidence = search.Evidence,
            Seconds = seconds,
            Sample = new Lazy<CampaignSample>(search.Sample),
        };
        return input.WithoutMoved(changed);
    }

    /// <param name="input">What <see cref="InputOf"/> gave, and who is excluded.</param>
    /// <param name="previous">The table before.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<ReviewTable> BuildAsync(ReviewInput input, ReviewTable previous, CancellationToken cancellationToken)
    {
        ReviewTable table = await Task.Run(() => ReviewTable.Of(input, previous), cancellationToken);
        return table.WithRepeated(await RepeatedAsync(table.LaterVotes, cancellationToken));
    }

    private static Func<BlockId, BlockPoint?> PointsIn(CatalogSnapshot current) => id => current.TryGet(id, out Block? block) ? block.Point : null;

    /// <summary>Asks the journals only about votes that they were not asked about before.</summary>
    private async Task<IReadOnlySet<LaterVote>> RepeatedAsync(IReadOnlyList<LaterVote> later, CancellationToken cancellationToken)
    {
        if (!_laterVotes.IsSupersetOf(later))
        {
            _repeatedVotes = await share.FindRepeatedAsync(later, cancellationToken);
            _laterVotes = later.ToFrozenSet();
        }

        return _repeatedVotes;
    }

    /// <summary>The same list object for the same ids, so that columns can be reused.</summary>
    private IReadOnlyList<BlockId> Ids(CalibrationRound calibration)
    {
        IReadOnlyList<Block> blocks = catalog.Current.Blocks;
        if (!ReferenceEquals(blocks, _listed.Blocks) || !ReferenceEquals(calibration, _listed.Calibration))
        {
            BlockId[] ids = [.. blocks.Select(block => block.Id).Where(id => !calibration.Has(id))];
            _ids = ids.AsSpan().SequenceEqual([.. _ids]) ? _ids : ids;
            _listed = (blocks, calibration);
        }

        return _ids;
    }
}
