namespace ProteomicsAnnotator.Core.Storage;

public enum ReadOutcome
{
    Read,

    /// <summary>There is no such file: a fact, unlike <see cref="Unreadable"/>.</summary>
    Missing,

    /// <summary>I/O error or hidden by permissions: nothing may be concluded, nothing may be written.</summary>
    Unreadable,

    /// <summary>The bytes arrived and are no JSON of the expected kind.</summary>
    Damaged,
}
