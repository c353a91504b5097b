using ProteomicsAnnotator.App.Settings;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Agreement.Quality;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Snapshots;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.App.Exports;

/// <summary>Everyone's labels, as every figure and every export counts them.</summary>
internal static class ReviewReading
{
    /// <summary>Reads them for a command without a window: scan, read, done. Nothing is written to the share.</summary>
    /// <param name="options">The settings of this run.</param>
    /// <param name="root">Where the share is.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="StorageException">The share cannot be read, there is no block, or <see cref="TableOf"/> refuses.</exception>
    public static async Task<ReviewTable> ReadAsync(AnnotatorOptions options, SharedRoot root, CancellationToken cancellationToken)
    {
        Task<CatalogSnapshot> scan = ScanAsync(options, cancellationToken);
        (ReviewTable table, ShareSnapshot share) = await ReadAsync(options, root, scan, cancellationToken);
        IEnumerable<string> problems = (await scan).Problems.Select(problem => $"{problem.Path}: {problem.Message}");
        foreach (string line in problems.Concat(share.Votes.Notices))
        {
            await Console.Error.WriteLineAsync(line);
        }

        if (DataRootFault.Vanished(options.DataRoot, table) is { } vanished)
        {
            await Console.Error.WriteLineAsync(vanished);
        }

        return table;
    }

    /// <summary>The blocks of the data root, for a command.</summary>
    public static async Task<CatalogSnapshot> ScanAsync(AnnotatorOptions options, CancellationToken cancellationToken)
    {
        using BlockCatalog catalog = DataRoots.CatalogOf(options);
        await catalog.ScanAsync(cancellationToken);
        return catalog.Current;
    }

    /// <summary>Reads them, and says what it read them from. Nothing is written to the share.</summary>
    /// <param name="options">The settings of this run.</param>
    /// <param name="root">Where the share is.</param>
    /// <param name="blocks">The blocks of the data root; the share is read meanwhile.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="StorageException">As of the other one.</exception>
    public static async Task<(ReviewTable Table, ShareSnapshot Share)> ReadAsync(
        AnnotatorOptions options, SharedRoot root, Task<CatalogSnapshot> blocks, CancellationToken cancellationToken)
    {
        ShareSnapshot share = await ShareSnapshot.ReadAsync(root, cancellationToken);
        IReadOnlyList<string> waiting = await WaitingLabels.DescribeAsync(root, cancellationToken);
        share = share with { Votes = share.Votes with { NotCounted = [.. share.Votes.NotCounted, .. waiting] } };
        ReviewTable table = TableOf(options, root, await blocks, share);
        if (table.Blocks.Count == 0)
        {
            throw DataRootFault.NoBlocks(options.DataRoot);
        }

        table.BreakTies(cancellationToken);
        return (table.WithRepeated(await RepeatedVotes.FindAsync(root, table.LaterVotes, cancellationToken)), share);
    }

    /// <exception cref="StorageException">A newer program writes to the share, or the data root is not there.</exception>
    public static ReviewTable TableOf(AnnotatorOptions options, SharedRoot root, CatalogSnapshot catalog, ShareSnapshot share)
    {
        if (share.UpdateNeeded is { } update)
        {
            throw new StorageException(options.AnnotationsRoot, update);
        }

        return DataRootFault.Of(options.DataRoot, catalog.RootExists, catalog.Blocks.Count, share) is { } fault
            ? throw fault
            : ReviewTable.Of(InputOf(root, catalog.Blocks, share));
    }

    public static ReviewInput InputOf(SharedRoot root, IReadOnlyList<Block> blocks, ShareSnapshot share) =>
        (ReviewInput.Of([.. blocks.Select(block => block.Id)], share.Votes, share.FinalLabels) with
        {
            Points = PointsOf(blocks),
            Evidence = share.Evidence,
            Seconds = share.Seconds,
            Sample = new Lazy<CampaignSample>(() => CampaignSample.Read(root, share)),
            Changed = new Lazy<IReadOnlyList<ChangedLabel>>(() => ChangedFiles.Find([.. blocks.Where(block => !share.Votes.Calibration.Has(block.Id))], share)),
        }).WithoutMoved(ChangedFiles.Moved(blocks, share));

    private static Func<BlockId, BlockPoint?> PointsOf(IReadOnlyList<Block> blocks)
    {
        var points = blocks.Where(block => block.Point is not null).ToDictionary(block => block.Id, block => block.Point!);
        return id => points.GetValueOrDefault(id);
    }

    /// <summary>What could not be read or counts nowhere; the figures lack it.</summary>
    public static IReadOnlyList<string> FaultsOf(ReviewTable table) =>
        [.. table.Input.NotCounted, .. table.Annotators.Where(annotator => annotator.Fault is not null).Select(annotator => $"{annotator.Username}: {annotator.Fault}")];
}
