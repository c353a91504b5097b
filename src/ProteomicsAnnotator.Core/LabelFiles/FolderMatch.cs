namespace ProteomicsAnnotator.Core.LabelFiles;

/// <summary>What a folder path of a nested entry means here.</summary>
internal enum FolderMatch
{
    /// <summary>A folder of another data set: its entries keep their path.</summary>
    Other,

    /// <summary>The configured data root or a folder in it.</summary>
    Ours,

    /// <summary>Not our path, but the same folder seen from another mount point: its last segments are ours.</summary>
    OursElsewhere,

    /// <summary>Fits several of our folders: named and not used.</summary>
    Ambiguous,
}
