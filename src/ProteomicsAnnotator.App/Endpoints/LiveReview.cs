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
        ReviewTable read = await ReadTableAsync(cancellationToken);
        ReviewTable table = read.WithRepeated(await _share.FindRepeatedAsync(read.LaterVotes, cancellationToken));
        await Task.Run(() => table.BreakTies(cancellationToken), cancellationToken);
        return table;
    }

    /// <summary>Everyone's labels, and whose count. Throws as <see cref="ReadAsync"/> does, and where somebody's could not be read.</summary>
    public async Task<AllVotes> ReadPeopleAsync(CancellationToken cancellationToken)
    {
        ShareSnapshot share = await ReadShareAsync(cancellationToken);
        return share.UpdateNeeded is { } update ? throw new StorageException(_options.AnnotationsRoot, update)
            : share.Votes.Unreadable is [{ } unread, ..] ? throw unread
            : share.Votes;
    }

    /// <summary>The labels that count and are blind, alone. Throws as <see cref="ReadAsync"/> does.</summary>
    public async Task<IReadOnlyList<UserVotes>> ReadVotesAsync(CancellationToken cancellationToken) => (await ReadTableAsync(cancellationToken)).Input.BlindVotes;

    /// <summary>Returns once the share has all labels of this program.</summary>
    /// <exception cref="StorageException">Some are on this machine only.</exception>
    public async Task BringUpToDateAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        DeliveryReport own = await _share.FlushAsync(OwnLabelsLimit);
        if (own.Undelivered > 0)
        {
            throw new StorageException(_options.AnnotationsRoot, $"{Counted.Of(own.Undelivered, "label")} of this machine {(own.Undelivered == 1 ? "is" : "are")} not on the share yet");
        }
    }

    /// <summary>Everything the share says. Throws as <see cref="ReadAsync"/> does.</summary>
    public async Task<ShareSnapshot> ReadShareAsync(CancellationToken cancellationToken)
    {
        await BringUpToDateAsync(cancellationToken);
        return await _share.ReadWholeAsync(cancellationToken);
    }

    private async Task<ReviewTable> ReadTableAsync(CancellationToken cancellationToken)
    {
        CatalogSnapshot catalog = await _blocks.ListAsync(cancellationToken);
        return ReviewReading.TableOf(_options, _share.Root, catalog, await ReadShareAsync(cancellationToken));
    }
}
