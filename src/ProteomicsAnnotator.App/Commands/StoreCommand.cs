using ProteomicsAnnotator.App.Settings;
using ProteomicsAnnotator.Core.Database;
using ProteomicsAnnotator.Core.Export;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Releases;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Storage;
using ProteomicsAnnotator.Core.Transfer;

namespace ProteomicsAnnotator.App.Commands;

/// <summary><c>store</c>: a folder campaign into the database and back, its check and its backup.</summary>
public static class StoreCommand
{
    public const string Usage = "import FOLDER, export FOLDER, verify, or backup FILE.zip";

    public static async Task<int> RunAsync(AnnotatorOptions options, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        DatabaseAddress address = options.Database!;
        Task<int>? run = arguments switch
        {
            ["import", { Length: > 0 } folder] when folder[0] != '-' => ImportAsync(address, options, Path.GetFullPath(folder), cancellationToken),
            ["export", { Length: > 0 } folder] when folder[0] != '-' => ExportAsync(address, options, Path.GetFullPath(folder), cancellationToken),
            ["verify"] => VerifyAsync(address, cancellationToken),
            ["backup", { Length: > 0 } file] when file[0] != '-' => BackupAsync(address, options, file, cancellationToken),
            _ => null,
        };
        if (run is null)
        {
            return await RefuseAsync($"found {(arguments.Count == 0 ? "nothing" : string.Join(' ', arguments))}; expected {Usage}", ExitCode.BadConfiguration);
        }

        try
        {
            return await run;
        }
        catch (Exception error) when (StorageFault.IsFileError(error))
        {
            return await RefuseAsync(error.Message, ExitCode.Trouble);
        }
    }

    private static async Task<int> ImportAsync(DatabaseAddress address, AnnotatorOptions options, string folder, CancellationToken cancellationToken)
    {
        var root = new SharedRoot(ShareSettings.Of(options with { AnnotationsRoot = folder }));
        TransferReport report = await FolderImport.RunAsync(address, root, cancellationToken);
        return await TellAsync(report, $"{folder} is in the {address.Name}: {NewsOf(report)}");
    }

    private static async Task<int> ExportAsync(DatabaseAddress address, AnnotatorOptions options, string folder, CancellationToken cancellationToken)
    {
        if (RootOverlap.WhyNotNew(options.DataRoot, folder) is not null)
        {
            return await RefuseAsync($"found {folder}; expected a folder beside the data root {options.DataRoot}, neither in it nor above it", ExitCode.BadConfiguration);
        }

        TransferReport report = await FolderExport.RunAsync(address, folder, cancellationToken, ShareSettings.Of(options));
        return await TellAsync(report, $"The {address.Name} is in {folder}: {NewsOf(report)}");
    }

    private static async Task<int> VerifyAsync(DatabaseAddress address, CancellationToken cancellationToken)
    {
        TransferReport report = await StoreCheck.RunAsync(address, cancellationToken);
        return await TellAsync(report, $"Checked in the {address.Name}: {Counted.Of(report.NewLines, "line")} of {Counted.Of(report.Journals, "journal")}, {Counted.Of(report.Files, "other file")}");
    }

    /// <summary>The archive is that of <c>backup</c>: what it holds is an annotations root, which any version restores.</summary>
    private static async Task<int> BackupAsync(DatabaseAddress address, AnnotatorOptions options, string file, CancellationToken cancellationToken)
    {
        string path = Path.GetFullPath(file);
        if (!file.EndsWith(".zip", StringComparison.OrdinalIgnoreCase) || new ProtectedFiles(options).FindInRoots(path) is not null)
        {
            return await RefuseAsync($"found {path}; expected {BackupCommand.Usage}", ExitCode.BadConfiguration);
        }

        if (Path.Exists(path) || new FileInfo(path).LinkTarget is not null)
        {
            return await RefuseAsync($"already there: {path}; nothing was written", ExitCode.Trouble);
        }

        string temp = Directory.CreateTempSubdirectory("annotator-store-").FullName;
        try
        {
            AnnotatorOptions inFolder = options with { AnnotationsRoot = Path.Combine(temp, "annotations"), Folders = new LocalFolders(temp, temp) };
            TransferReport report = await FolderExport.RunAsync(address, inFolder.AnnotationsRoot, cancellationToken, ShareSettings.Of(inFolder));
            if (report.Faults.Count > 0)
            {
                return await TellAsync(report, "There is no archive");
            }

            FileManifest manifest = await Task.Run(() => Backup.Write(new SharedRoot(ShareSettings.Of(inFolder)), path, address.Name), cancellationToken);
            await Console.Out.WriteLineAsync($"{path}: {Counted.Of(manifest.Files.Count, "file")} of the {address.Name}, as they were {LabelTime.FormatMinute(manifest.MadeAt)}");
            await Console.Out.WriteLineAsync($"SHA-256 of its manifest: {FileDigest.Of(FileManifest.FileName, manifest.Serialize()).Sha256}");
            return ExitCode.Ok;
        }
        finally
        {
            _ = new FileOperations().TryDeleteFolder(temp);
        }
    }

    private static string NewsOf(TransferReport report) =>
        $"{Counted.Of(report.NewLines, "new line")} of {Counted.Of(report.Journals, "journal")}, {Counted.Of(report.NewFiles, "new file")} of {report.Files}";

    private static async Task<int> TellAsync(TransferReport report, string text)
    {
        foreach (string notice in report.Notices)
        {
            await Console.Error.WriteLineAsync($"store: {notice}");
        }

        foreach (string fault in report.Faults)
        {
            await Console.Error.WriteLineAsync($"store: {fault}");
        }

        await Console.Out.WriteLineAsync($"{text}{(report.Faults.Count == 0 ? "" : $"; {Counted.Of(report.Faults.Count, "fault")}, named above")}");
        return report.Faults.Count == 0 ? ExitCode.Ok : ExitCode.Trouble;
    }

    private static async Task<int> RefuseAsync(string message, int code)
    {
        await Console.Error.WriteLineAsync($"store: {message}");
        return code;
    }
}
