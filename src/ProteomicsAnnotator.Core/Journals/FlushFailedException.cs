namespace ProteomicsAnnotator.Core.Journals;

/// <summary>The system could not flush a journal: what was written since its last good flush may be lost, or may be there.</summary>
internal sealed class FlushFailedException : IOException
{
    public FlushFailedException(Exception cause)
        : base(cause.Message, cause) => HResult = cause.HResult;

    /// <summary>A decision was among it, which a reader of the file may see.</summary>
    public bool MayStand { get; init; }
}
