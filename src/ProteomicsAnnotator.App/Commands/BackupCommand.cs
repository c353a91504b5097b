using ProteomicsAnnotator.App.Settings;
using ProteomicsAnnotator.Core.Export;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Releases;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.App.Commands;

/// <summary><c>backup</c>: the whole annotations root in one archive.</summary>
public static class BackupCommand
{
    public const string Usage = "one file to write whose name ends in .zip, outside the data root and the annotations root; and --demo if wanted";

    public static async Task<int> RunAsync(AnnotatorOptions options, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        if (arguments is not [{ Length: > 0 } file] || file[0] == '-')
        {
            return await RefuseAsync($"found {(arguments.Count == 0 ? "nothing" : string.Join(' ', arguments))}; expected {Usage}", ExitCode.BadConfiguration);
        }

        if (!file.EndsWith(".zip", StringComparison.OrdinalIgnoreCase))
        {
            return await RefuseAsync($"found {file}; expected {Usage}", ExitCode.BadConfiguration);
        }

        string path = Path.GetFullPath(file);
        if (new ProtectedFiles(options).FindInRoots(path) is { } inside)
        {
            return await RefuseAsync($"found {path}, {inside}; expected a file elsewhere", ExitCode.BadConfiguration);
        }

        if (Path.Exists(path) || new FileInfo(path).LinkTarget is not null)
        {
            return await RefuseAsync($"already there: {path}; nothing was written", ExitCode.Trouble);
        }

        try
        {
            var root = new SharedRoot(ShareSettings.Of(options));
            FileManifest manifest = await Task.Run(() => Backup.Write(root, path), cancellationToken);
            await Console.Out.WriteLineAsync($"{path}: {Counted.Of(manifest.Files.Count, "file")} of {options.AnnotationsRoot}, as they were {LabelTime.FormatMinute(manifest.MadeAt)}");
            await Console.Out.WriteLineAsync($"SHA-256 of its manifest: {FileDigest.Of(FileManifest.FileName, manifest.Serialize()).Sha256}");
            return ExitCode.Ok;
        }
        catch (StorageException error)
        {
            return await RefuseAsync(error.Message, ExitCode.Trouble);
        }
    }

    private static async Task<int> RefuseAsync(string message, int code)
    {
        await Console.Error.WriteLineAsync($"backup: {message}");
        return code;
    }
}
