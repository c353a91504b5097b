namespace ProteomicsAnnotator.Core.Snapshots;

/// <summary>How much of an owner's files is read.</summary>
internal enum SnapshotDepth
{
    /// <summary>
    /// The derived file; everything where it cannot be read or there is none, and where other files bear the owner's name in
    /// another case.
    /// </summary>
    File,

    /// <summary>As <see cref="File"/>, and everything when the ends of the newest journals say something else.</summary>
    Tail,

    /// <summary>The file and all journals, merged as a program of the owner would at its start.</summary>
    All,
}
