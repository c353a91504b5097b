namespace ProteomicsAnnotator.Core.Blocks;

/// <summary>A folder named <c>blocks</c> in which blocks lie, and the experiment it is of.</summary>
/// <param name="Path">Below the data root with '/'; "" for the root itself.</param>
/// <param name="Experiment">Name of the first folder above it that has a child which begins with <c>tile_</c>; null: none has.</param>
/// <param name="BelowExperiment">Path below that folder with '/'; with no experiment as <paramref name="Path"/>.</param>
/// <param name="LacksExperiment">The experiment is the data root or lies above it: ids of blocks do not say which one it is.</param>
public sealed record DataSet(string Path, string? Experiment, string BelowExperiment, bool LacksExperiment)
{
    /// <summary>What its folder is called.</summary>
    public const string FolderName = "blocks";

    private const string Ending = "/" + FolderName;

    /// <summary>The original program's name of it: from the experiment down for cloud data, without the experiment for local data; null: it has none.</summary>
    public string? KeyOf(bool isCloud) => Experiment is null ? null : isCloud ? Experiment + "/" + BelowExperiment : BelowExperiment;

    /// <summary>The path is that of a folder with such a name.</summary>
    public static bool IsNamed(string folder) => folder == FolderName || folder.EndsWith(Ending, StringComparison.Ordinal);

    /// <summary>The folder that a block lies in, with '/'; "" for the root itself.</summary>
    public static string FolderOf(BlockId block)
    {
        int slash = block.Value.LastIndexOf('/');
        return slash < 0 ? "" : block.Value[..slash];
    }

    /// <summary>What a data root is called after: its folder, or the one above where that is called as all data sets are; null: none has a name.</summary>
    public static string? NameOf(string root)
    {
        string path = System.IO.Path.TrimEndingDirectorySeparator(root);
        string above = System.IO.Path.GetFileName(path) == FolderName ? System.IO.Path.GetDirectoryName(path) ?? "" : path;
        return System.IO.Path.GetFileName(above) is { Length: > 0 } name ? name : null;
    }

    /// <summary>For the eye: without the ending that all have.</summary>
    public static string TitleOf(string folder) => VisibleName.Of(folder.EndsWith(Ending, StringComparison.Ordinal) ? folder[..^Ending.Length] : folder);
}
