namespace ProteomicsAnnotator.Core.Releases;

/// <summary>Names of the files of a release. Every later version has to find them.</summary>
public static class ReleaseFiles
{
    public const string WideTable = "annotations.csv";
    public const string LongTable = "labels_long.csv";
    public const string BlocksTable = "blocks.csv";
    public const string History = "history.csv";
    public const string Statistics = "statistics.json";

    /// <summary>Folder of the figures.</summary>
    public const string Figures = "figures";

    /// <summary>Folder of classes.json and roles.json, as the program read them.</summary>
    public const string Configuration = "configuration";

    /// <summary>Folder of the files of the share that all else was computed from.</summary>
    public const string Share = "share";

    /// <summary>Which files of an annotations root a release holds: labels, journals, campaign and plan.</summary>
    /// <param name="path">Of a file or folder below the annotations root, with <c>/</c>.</param>
    internal static bool IsPartOfShare(string path) =>
        path.Split('/')[0] is "users" or "history" or "campaign" or "admin" && path != "admin/releases";
}
