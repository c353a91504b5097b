using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.App.Endpoints;

/// <summary>Everyone's labels of the configured data root, as the share has them now.</summary>
public sealed class ReviewDesk
{
    private readonly BlockLookup _blocks;
    private readonly LabelShare _share;

    public ReviewDesk(BlockLookup blocks, LabelShare share)
    {
        _blocks = blocks;
        _share = share;
    }

    public async Task<ReviewTable> ReadAsync(string admin, CancellationToken cancellationToken)
    {
        CatalogSnapshot catalog = await _blocks.ListAsync(cancellationToken);
        AllVotes votes = await _share.ReadAllUsersAsync(cancellationToken);
        FinalLabels finals = await _share.OpenFinalLabelsAsync(admin, cancellationToken);
        var settled = finals.Current.Labels.Values
            .Where(entry => entry.Key.Root is null)
            .ToDictionary(
                entry => entry.Key.Block, entry => new SettledLabel(entry.Label, entry.By ?? "", entry.AnnotatedAt));
        return ReviewTable.Of(new ReviewInput(
            [.. catalog.Blocks.Select(block => block.Id)],
            [.. votes.Users.Select(Read), .. votes.Unreadable.Select(Unreadable)],
            settled));
    }

    private static AnnotatorVotes Read(UserVotes user) => new(user.Username, user.Votes);

    private static AnnotatorVotes Unreadable(StorageException fault) =>
        new(Path.GetFileNameWithoutExtension(fault.Path), new Dictionary<BlockId, Vote>())
        {
            Fault = fault.Reason,
        };
}
