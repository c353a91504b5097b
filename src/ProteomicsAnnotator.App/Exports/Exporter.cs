using ProteomicsAnnotator.App.Settings;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Export;
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
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="StorageException">The share does not answer.</exception>
    public async Task<Export> BeginAsync(ReviewTable table, bool withInputs, bool withHistory, CancellationToken cancellationToken)
    {
        List<string> faults = [];
        IReadOnlyList<FileDigest> inputs = withInputs
            ? await ReadAsync(() => ExportManifest.InputsOf(options.AnnotationsRoot, faults), cancellationToken)
            : [];
        faults.AddRange(ReviewReading.FaultsOf(table));
        faults.AddRange(new[] { table.Input.Evidence.Fault }.OfType<string>());
        HistoryRead? history = withHistory
            ? await ReadAsync(() => HistoryFiles.Read(root), cancellationToken)
            : null;
        faults.AddRange((history?.Faults ?? []).Except(faults, StringComparer.Ordinal).ToList());
        var context = new ExportContext(ProgramVersion.Text, time.GetUtcNow(), options.Classes.Names) { History = history?.Rows };
        return new Export(options, table, context, inputs, faults);
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
