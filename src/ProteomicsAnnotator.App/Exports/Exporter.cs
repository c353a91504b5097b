using System.Collections.Frozen;
using ProteomicsAnnotator.App.Settings;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Export;
using ProteomicsAnnotator.Core.Planning;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.App.Exports;

/// <summary>Reads what an export needs beside everyone's labels: the same for HTTP and for the command.</summary>
/// <param name="options">The settings of this run.</param>
/// <param name="root">Where the share is.</param>
/// <param name="time">For the limit, and for the time in the files.</param>
public sealed class Exporter(AnnotatorOptions options, SharedRoot root, TimeProvider time)
{
    /// <summary>For the digests, and for the history. A call over HTTP is not worth a longer wait.</summary>
    public TimeSpan ReadLimit { get; init; } = TimeSpan.FromSeconds(30);

    /// <param name="table">Everyone's labels, without the votes of those who are excluded.</param>
    /// <param name="withInputs">For a manifest: the digest of every file that labels are read from.</param>
    /// <param name="withHistory">Every decision ever made.</param>
    /// <param name="gold">What becomes of blocks with a known answer.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="StorageException">The share does not answer, or known answers cannot be read.</exception>
    public async Task<Export> BeginAsync(ReviewTable table, bool withInputs, bool withHistory, GoldChoice gold, CancellationToken cancellationToken)
    {
        IReadOnlyDictionary<BlockId, GoldAnswer> answers = gold == GoldChoice.Keep ? FrozenDictionary<BlockId, GoldAnswer>.Empty : await ReadAsync(new GoldAnswers(root).Read, cancellationToken);
        List<string> faults = [];
        IReadOnlyList<FileDigest> inputs = withInputs
            ? await ReadAsync(() => ExportManifest.InputsOf(options.AnnotationsRoot, faults, table.Input.People), cancellationToken)
            : [];
        HistoryRead? history = withHistory
            ? await ReadAsync(() => HistoryFiles.Read(root), cancellationToken)
            : null;
        if (gold == GoldChoice.LeaveOut)
        {
            HashSet<string> left = [.. answers.Keys.Select(block => block.Value)];
            table = table.WithoutBlocks(answers.Keys.ToHashSet());
            history = history is null ? null : history with { Rows = [.. history.Rows.Where(row => row.Root is not null || !left.Contains(row.BlockId))] };
        }

        return Of(table, history) with { Gold = gold, KnownAnswers = gold == GoldChoice.Mark ? answers : FrozenDictionary<BlockId, GoldAnswer>.Empty, Inputs = inputs, Faults = [.. faults, .. FaultsOf(table, history).Except(faults, StringComparer.Ordinal)] };
    }

    /// <summary>An export of what was read already.</summary>
    /// <param name="table">Everyone's labels, without the votes of those who are excluded.</param>
    /// <param name="history">Every decision ever made; null: it was not asked for.</param>
    public Export Of(ReviewTable table, HistoryRead? history)
    {
        var context = new ExportContext(ProgramVersion.Text, time.GetUtcNow(), options.Classes.Names) { History = history?.Rows };
        return new Export(options, table, context, [], FaultsOf(table, history));
    }

    private static IReadOnlyList<string> FaultsOf(ReviewTable table, HistoryRead? history)
    {
        List<string> faults = [.. ReviewReading.FaultsOf(table), .. new[] { table.Input.Evidence.Fault }.OfType<string>()];
        return [.. faults, .. (history?.Faults ?? []).Except(faults, StringComparer.Ordinal)];
    }

    private async Task<T> ReadAsync<T>(Func<T> read, CancellationToken cancellationToken)
    {
        try
        {
            return await Task.Run(read, cancellationToken).WaitAsync(ReadLimit, time, cancellationToken);
        }
        catch (TimeoutException error)
        {
            throw new StorageException(options.AnnotationsRoot, StorageFault.ShareDoesNotAnswer, error);
        }
    }
}
