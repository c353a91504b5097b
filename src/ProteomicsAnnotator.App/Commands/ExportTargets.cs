using ProteomicsAnnotator.Core.Export;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.App.Commands;

/// <summary>Every file an export will write, known before it reads anything: no two may have one name, and none may replace a file unasked.</summary>
internal sealed class ExportTargets
{
    private readonly ExportArguments _asked;

    public ExportTargets(ExportArguments asked)
    {
        _asked = asked;
        string[] paths = [.. asked.Files.Select(file => file.Path).Where(path => path != ExportArguments.StandardOutput)];
        Manifest = paths.Length > 0 ? paths[0] + ".manifest.json"
            : asked.Figures is { } folder ? Path.Combine(folder, "manifest.json")
            : null;
        History = asked.IncludeHistory ? HistoryOf(asked) : null;
    }

    /// <summary>Beside the first file; null when everything goes to standard output.</summary>
    public string? Manifest { get; }

    /// <summary>The history once, beside the first table; JSON holds it itself.</summary>
    public (ExportFormat Format, string Path)? History { get; }

    /// <summary>Two outputs with one name, in words; null when there are none.</summary>
    public string? Clash
    {
        get
        {
            if (_asked.Files.Count(file => file.Path == ExportArguments.StandardOutput) > 1)
            {
                return "two outputs to standard output (-)";
            }

            StringComparer names = OperatingSystem.IsLinux() ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase;
            return All.GroupBy(ProtectedFiles.RealPathOf, names).FirstOrDefault(same => same.Count() > 1) is { } twice
                ? $"two outputs to one file: {twice.First()}"
                : null;
        }
    }

    /// <summary>The first target that is a file the program reads or owns, and which, in words; null: none is.</summary>
    public string? Protected(ProtectedFiles files) => All
        .Select(path => files.Find(path) is { } what ? $"{path}, {what}" : null)
        .FirstOrDefault(found => found is not null);

    /// <summary>Files that are there already.</summary>
    public IReadOnlyList<string> Existing => [.. All.Where(path => File.Exists(path) || new FileInfo(path).LinkTarget is not null)];

    /// <summary>Targets that are no files, in words: nothing can be written there.</summary>
    public IReadOnlyList<string> Blocked =>
    [
        .. All.Select(path => RegularFile.Otherwise(path) is { } kind ? $"{path}: is {kind}, not a file" : null).OfType<string>(),
        .. new[] { _asked.Figures }.OfType<string>().Where(File.Exists)
            .Select(folder => $"{folder}: is {RegularFile.Otherwise(folder) ?? "a file"}, not a folder"),
    ];

    private IEnumerable<string> All =>
    [
        .. _asked.Files.Select(file => file.Path).Where(path => path != ExportArguments.StandardOutput),
        .. _asked.Figures is { } folder ? FigureFiles.Names.Select(name => Path.Combine(folder, name)) : [],
        .. new[] { History?.Path, Manifest }.OfType<string>(),
    ];

    private static (ExportFormat, string)? HistoryOf(ExportArguments asked)
    {
        (ExportFormat Format, string Path)[] tables = [.. asked.Files
            .Where(file => file.Format != ExportFormat.Json && file.Path != ExportArguments.StandardOutput)
            .OrderBy(file => file.Format is ExportFormat.LabelsParquet or ExportFormat.BlocksParquet)];
        return tables is not [(ExportFormat format, string path), ..] ? null
            : format is ExportFormat.LabelsParquet or ExportFormat.BlocksParquet
                ? (ExportFormat.HistoryParquet, path + ".history.parquet")
                : (ExportFormat.HistoryCsv, path + ".history.csv");
    }
}
