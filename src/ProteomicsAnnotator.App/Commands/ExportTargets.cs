using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Export;

namespace ProteomicsAnnotator.App.Commands;

/// <summary>Every file an export will write, known before anything is read: none may meet another, or replace one unasked.</summary>
internal sealed class ExportTargets
{
    /// <summary>What the program itself keeps below the annotations root.</summary>
    private static readonly string[] OwnFolders = ["users", "admin", "history", "preferences", "browsed", "campaign"];

    private const string Marker = ".annotator-root";

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
            return All.GroupBy(RealPathOf, names).FirstOrDefault(same => same.Count() > 1) is { } twice
                ? $"two outputs to one file: {twice.First()}"
                : null;
        }
    }

    /// <summary>The first target among the labels themselves, which no export may replace; null: none is.</summary>
    public string? AmongLabels(string annotationsRoot)
    {
        string[] own = [.. OwnFolders.Select(folder => RealPath.Of(Path.Combine(annotationsRoot, folder)) + Path.DirectorySeparatorChar)];
        StringComparison names = OperatingSystem.IsLinux() ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;
        string marker = Path.Combine(RealPath.Of(annotationsRoot), Marker);
        return All.FirstOrDefault(path => RealPathOf(path) is var real
            && (real.Equals(marker, names) || own.Any(folder => real.StartsWith(folder, names))));
    }

    /// <summary>Files that are there already.</summary>
    public IReadOnlyList<string> Existing => [.. All.Where(File.Exists)];

    /// <summary>Folders where a file should be, and a file where the folder should be.</summary>
    public IReadOnlyList<string> Blocked =>
        [.. All.Where(Directory.Exists), .. new[] { _asked.Figures }.OfType<string>().Where(File.Exists)];

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

    private static string RealPathOf(string path) => Path.GetDirectoryName(path) is { } folder
        ? Path.Combine(RealPath.Of(folder), Path.GetFileName(path))
        : path;
}
