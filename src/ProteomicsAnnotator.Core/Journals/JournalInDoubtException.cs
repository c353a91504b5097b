namespace ProteomicsAnnotator.Core.Journals;

/// <summary>
/// The system could not flush a journal, or could not cut off what a failed write had left in it: what it had got since its
/// last good flush may be lost, or may be there.
/// </summary>
internal sealed class JournalInDoubtException : IOException
{
    public JournalInDoubtException(Exception cause)
        : base(cause.Message, cause) => HResult = cause.HResult;

    /// <summary>A decision was among it, which a reader of the file may see.</summary>
    public bool MayStand { get; init; }
}
