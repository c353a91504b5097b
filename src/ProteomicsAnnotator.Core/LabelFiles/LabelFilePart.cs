namespace ProteomicsAnnotator.Core.LabelFiles;

/// <summary>Which of an owner's labels a derived file says.</summary>
internal enum LabelFilePart
{
    /// <summary>Those of the configured data root, flat.</summary>
    DataRoot,

    /// <summary>Those of other folders, one object per folder: <c>browsed/{username}.json</c>.</summary>
    Browsed,
}
