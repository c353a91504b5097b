using ProteomicsAnnotator.App.Exports;
using ProteomicsAnnotator.Core.Export;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.App.Commands;

/// <summary>
/// Puts an export's files in their places and prints the paths on standard output, or on standard error when standard
/// output carries a file.
/// </summary>
internal sealed class ExportWriter(bool usesStandardOutput)
{
    private readonly FileOperations _files = new();
    private readonly List<FileDigest> _outputs = [];

    public IReadOnlyList<FileDigest> Outputs => _outputs;

    public async Task WriteAllAsync(
        (ExportArguments Asked, ExportTargets Targets) what, Export export, CancellationToken cancellationToken)
    {
        if (export.Table.ExcludedNames is { Count: > 0 } excluded)
        {
            await Console.Error.WriteLineAsync($"Excluded: {string.Join(", ", excluded)}");
        }

        IEnumerable<(ExportFormat Format, string Path)> files =
            what.Targets.History is { } history ? [.. what.Asked.Files, history] : what.Asked.Files;
        foreach ((ExportFormat format, string path) in files)
        {
            await PutAsync(path, await export.FileAsync(Path.GetFileName(path), format, cancellationToken));
        }

        if (what.Asked.Figures is { } folder)
        {
            Create(folder);
            foreach (ExportedFile figure in export.Figures(cancellationToken))
            {
                await PutAsync(Path.Combine(folder, figure.Name), figure);
            }
        }
    }

    public void WriteManifest(string path, ExportManifest manifest) => AtomicFile.Write(_files, path, manifest.Serialize());

    private async Task PutAsync(string path, ExportedFile file)
    {
        _outputs.Add(file.Digest);
        if (path == ExportArguments.StandardOutput)
        {
            await using Stream output = Console.OpenStandardOutput();
            await output.WriteAsync(file.Bytes);
            return;
        }

        AtomicFile.Write(_files, path, file.Bytes.Span);
        await (usesStandardOutput ? Console.Error : Console.Out).WriteLineAsync(path);
    }

    private static void Create(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception error) when (StorageFault.IsFileError(error))
        {
            throw StorageException.From(folder, error);
        }
    }
}
