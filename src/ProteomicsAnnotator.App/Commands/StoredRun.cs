using ProteomicsAnnotator.App.Settings;
using ProteomicsAnnotator.Core.Database;
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
    private static readonly string[] OnlyReading = ["stats", "export"];

    /// <param name="options">Where <see cref="AnnotatorOptions.Database"/> is null, the verb runs as it is.</param>
    /// <param name="verb">For messages.</param>
    /// <param name="run">Gets the options to run with.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<int> OverAsync(AnnotatorOptions options, string verb, Func<AnnotatorOptions, Task<int>> run, CancellationToken cancellationToken)
    {
        if (options.Database is not { } address)
        {
            return await run(options);
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
            };
            await Console.Error.WriteLineAsync($"The store is the {address.Name}.");
            if (!await TellAsync(verb, await FolderExport.RunAsync(address, inFolder.AnnotationsRoot, cancellationToken)))
            {
                return ExitCode.Trouble;
            }

            int code = await run(inFolder);
            if (OnlyReading.Contains(verb, StringComparer.Ordinal))
            {
                return code;
            }

            keeps = true;
            keeps = !await BringBackAsync(address, verb, inFolder, cancellationToken);
            return keeps ? ExitCode.Trouble : code;
        }
        catch (StorageException error)
        {
            await Console.Error.WriteLineAsync($"{verb}: {error.Message}");
            if (keeps)
            {
                await Console.Error.WriteLineAsync($"{verb}: what it decided is not known to be in the database. It is in {Path.Combine(temp, "annotations")}: bring it in with store import, and delete that folder");
            }

            return ExitCode.Trouble;
        }
        finally
        {
            _ = keeps || new FileOperations().TryDeleteFolder(temp);
        }
    }

    private static async Task<bool> BringBackAsync(DatabaseAddress address, string verb, AnnotatorOptions inFolder, CancellationToken cancellationToken) =>
        await TellAsync(verb, await FolderImport.RunAsync(address, new SharedRoot(ShareSettings.Of(inFolder)), cancellationToken));

    private static async Task<bool> TellAsync(string verb, TransferReport report)
    {
        foreach (string fault in report.Faults)
        {
            await Console.Error.WriteLineAsync($"{verb}: {fault}");
        }

        return report.Faults.Count == 0;
    }
}
