using ProteomicsAnnotator.App.Settings;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Storage;
using ProteomicsAnnotator.Core.Transfer;

namespace ProteomicsAnnotator.App.Commands;

/// <summary>
/// A verb whose store is the database: it works on a folder of its own that holds what the database has at one moment, and what
/// it decides there is brought back. So every verb reads and decides by the same code, whatever the store.
/// </summary>
internal static class StoredRun
{
    /// <summary>For a transfer, once somebody wants it to end: a database that hangs must not hold the program.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    private static readonly string[] OnlyReading = ["stats", "export", "check", "report", "training"];

    /// <param name="options">Where <see cref="AnnotatorOptions.Database"/> is null, the verb runs as it is.</param>
    /// <param name="verb">For messages.</param>
    /// <param name="run">Gets the options to run with.</param>
    /// <param name="stop">Ends it before the verb, and a verb that only reads at once. What a verb decided is brought back all the same.</param>
    public static async Task<int> OverAsync(AnnotatorOptions options, string verb, Func<AnnotatorOptions, CancellationToken, Task<int>> run, CancellationToken stop)
    {
        if (options.Database is not { } address)
        {
            return await run(options, stop);
        }

        string temp = Directory.CreateTempSubdirectory("annotator-store-").FullName;
        bool keeps = false;
        try
        {
            AnnotatorOptions inFolder = options with
            {
                AnnotationsRoot = Path.Combine(temp, "annotations"),
                Folders = new LocalFolders(Path.Combine(temp, "state"), Path.Combine(temp, "cache")),
                Database = null,
                CopiedFrom = address,
            };
            await Console.Error.WriteLineAsync($"The store is the {address.Name}.");
            if (!await TellAsync(verb, await FinishAsync(FolderExport.RunAsync(address, inFolder.AnnotationsRoot, stop, ShareSettings.Of(inFolder)), stop)))
            {
                return ExitCode.Trouble;
            }

            stop.ThrowIfCancellationRequested();
            if (OnlyReading.Contains(verb, StringComparer.Ordinal))
            {
                return await run(inFolder, stop).WaitAsync(stop);
            }

            keeps = true;
            int code = await RunOrStopAsync(verb, run, inFolder, stop);
            keeps = !await TellAsync(verb, await FinishAsync(FolderImport.RunAsync(address, new SharedRoot(ShareSettings.Of(inFolder)), CancellationToken.None), stop));
            return keeps ? ExitCode.Trouble : code;
        }
        catch (Exception error) when (error is OperationCanceledException or StorageException && stop.IsCancellationRequested && !keeps)
        {
            await Console.Error.WriteLineAsync($"{verb}: it was stopped, and nothing was decided");
            return ExitCode.Trouble;
        }
        catch (Exception error) when (error is StorageException || (error is TimeoutException && stop.IsCancellationRequested))
        {
            await Console.Error.WriteLineAsync($"{verb}: {(error is StorageException ? error.Message : $"{address.Name}: it does not answer")}");
            return ExitCode.Trouble;
        }
        finally
        {
            if (keeps)
            {
                await Console.Error.WriteLineAsync($"{verb}: what it decided is not known to be in the database. It is in {Path.Combine(temp, "annotations")}: bring it in with store import, and delete that folder");
            }
            else
            {
                _ = new FileOperations().TryDeleteFolder(temp);
            }
        }
    }

    /// <summary>A verb that was stopped may have decided something before.</summary>
    private static async Task<int> RunOrStopAsync(string verb, Func<AnnotatorOptions, CancellationToken, Task<int>> run, AnnotatorOptions inFolder, CancellationToken stop)
    {
        try
        {
            return await run(inFolder, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync($"{verb}: it was stopped");
            return ExitCode.Trouble;
        }
    }

    /// <exception cref="TimeoutException">It was to end, and the database does not answer.</exception>
    private static async Task<TransferReport> FinishAsync(Task<TransferReport> transfer, CancellationToken stop)
    {
        try
        {
            return await transfer.WaitAsync(stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return await transfer.WaitAsync(Grace, CancellationToken.None);
        }
    }

    private static async Task<bool> TellAsync(string verb, TransferReport report)
    {
        foreach (string text in report.Notices.Concat(report.Faults))
        {
            await Console.Error.WriteLineAsync($"{verb}: {text}");
        }

        return report.Faults.Count == 0;
    }
}
