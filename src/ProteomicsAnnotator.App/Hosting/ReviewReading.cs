using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Export;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.App.Hosting;

/// <summary>Everyone's labels for a command without a window: scan, read, done.</summary>
internal static class ReviewReading
{
    /// <exception cref="StorageException">The share cannot be read, or a newer program writes to it.</exception>
    public static async Task<ReviewTable> ReadAsync(AnnotatorOptions options, CancellationToken cancellationToken)
    {
        using var catalog = new BlockCatalog(options.DataRoot, options.DataRoot, options.Classes.ChannelNames);
        await using LabelShare share = await LabelShare.OpenAsync(ShareSettings.Of(options), cancellationToken);
        Task scan = catalog.ScanAsync(cancellationToken);
        AllVotes votes = await share.ReadAllUsersAsync(cancellationToken);
        if (ReviewInput.ShareFault(votes) is { } fault)
        {
            throw new StorageException(options.AnnotationsRoot, fault);
        }

        IReadOnlyDictionary<BlockId, SettledLabel> finals = FinalLabelsFile.Read(ShareSettings.Of(options));
        if (share.UpdateNeeded is { } update)
        {
            throw new StorageException(options.AnnotationsRoot, update);
        }

        await scan;
        foreach (CatalogProblem problem in catalog.Current.Problems)
        {
            await Console.Error.WriteLineAsync($"{problem.Path}: {problem.Message}");
        }

        return ReviewTable.Of(ReviewInput.Of([.. catalog.Current.Blocks.Select(block => block.Id)], votes, finals));
    }

    public static IReadOnlyList<string> FaultsOf(ReviewTable table) =>
        [.. table.Annotators.Where(annotator => annotator.Fault is not null).Select(annotator => $"{annotator.Username}: {annotator.Fault}")];
}
