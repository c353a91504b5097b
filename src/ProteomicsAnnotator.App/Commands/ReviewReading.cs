using ProteomicsAnnotator.App.Hosting;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Export;
using ProteomicsAnnotator.Core.Snapshots;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.App.Commands;

/// <summary>Everyone's labels for a command without a window: scan, read, done. Nothing is written to the share.</summary>
internal static class ReviewReading
{
    /// <exception cref="StorageException">The share cannot be read, or a newer program writes to it.</exception>
    public static async Task<ReviewTable> ReadAsync(AnnotatorOptions options, CancellationToken cancellationToken)
    {
        using var catalog = new BlockCatalog(options.DataRoot, options.DataRoot, options.Classes.ChannelNames);
        Task scan = catalog.ScanAsync(cancellationToken);
        ShareSnapshot share = await ShareSnapshot.ReadAsync(ShareSettings.Of(options), cancellationToken);
        if (share.UpdateNeeded is { } update)
        {
            throw new StorageException(options.AnnotationsRoot, update);
        }

        await scan;
        IReadOnlyList<Block> blocks = catalog.Current.Blocks;
        if (DataRootFault.Of(options.DataRoot, catalog.Current.RootExists, blocks.Count, share) is { } fault)
        {
            throw fault;
        }

        IEnumerable<string> problems = catalog.Current.Problems.Select(problem => $"{problem.Path}: {problem.Message}");
        foreach (string line in problems.Concat(share.Votes.Notices))
        {
            await Console.Error.WriteLineAsync(line);
        }

        var table = ReviewTable.Of(InputOf(blocks, share));
        if (DataRootFault.Vanished(options.DataRoot, table) is { } vanished)
        {
            await Console.Error.WriteLineAsync(vanished);
        }

        return table.WithRepeated(await RepeatedVotes.FindAsync(ShareSettings.Of(options), table.LaterVotes, cancellationToken));
    }

    public static ReviewInput InputOf(IReadOnlyList<Block> blocks, ShareSnapshot share) =>
        ReviewInput.Of([.. blocks.Select(block => block.Id)], share.Votes, share.FinalLabels) with
        {
            Changed = new Lazy<IReadOnlyList<ChangedLabel>>(() => ChangedFiles.Find(blocks, share)),
        };

    /// <summary>What could not be read, or counts nowhere: the figures lack it.</summary>
    public static IReadOnlyList<string> FaultsOf(ReviewTable table) =>
        [.. table.Input.NotCounted, .. table.Annotators.Where(annotator => annotator.Fault is not null).Select(annotator => $"{annotator.Username}: {annotator.Fault}")];

    /// <summary>Everything the content depends on; outputs and faults are for the caller to add.</summary>
    public static ExportManifest ManifestOf(
        AnnotatorOptions options, ReviewTable table, ExportContext context, IReadOnlyList<FileDigest> inputs) => new(context, inputs, [])
        {
            Settings =
            [
                KeyValuePair.Create("data_root", options.DataRoot),
                KeyValuePair.Create("annotations_root", options.AnnotationsRoot),
                KeyValuePair.Create("classes", string.Join(", ", options.Classes.Names)),
                KeyValuePair.Create("excluded", string.Join(", ", table.ExcludedNames)),
            ],
            Excluded = table.ExcludedNames,
            Configuration = options.Configuration,
            Blocks = ExportManifest.DigestOf(table.Blocks),
            OutsideLabels = OutsideLabel.AllOf(table, options.Classes.Count),
            ChangedLabels = table.Input.Changed.Value,
            VanishedLabels = table.Vanished.Count,
        };
}
