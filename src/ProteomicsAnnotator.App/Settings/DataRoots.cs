using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Points;

namespace ProteomicsAnnotator.App.Settings;

/// <summary>The catalog of a data root: folders of files, or the points of a large volume.</summary>
public static class DataRoots
{
    /// <param name="options">The settings of this run.</param>
    /// <param name="time">The clock of this run; null: the system's.</param>
    public static BlockCatalog CatalogOf(AnnotatorOptions options, TimeProvider? time = null) => CatalogOf(options, options.DataRoot, time);

    /// <param name="options">The settings of this run.</param>
    /// <param name="root">A folder that was opened.</param>
    /// <param name="time">The clock of this run; null: the system's.</param>
    public static BlockCatalog CatalogOf(AnnotatorOptions options, string root, TimeProvider? time = null) =>
        new(root, options.DataRoot, options.Classes.ChannelNames, time) { Source = PointsSource.Read, IsBound = options.Serve is not null };

    /// <summary>Where the path is that of a source itself, its folder.</summary>
    public static string FolderOf(string path) => Path.GetFileName(path) == SourceFile.FileName && File.Exists(path) ? Path.GetDirectoryName(path)! : path;
}
