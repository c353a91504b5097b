namespace ProteomicsAnnotator.Core.Delivery;

internal enum DiskVerdict
{
    /// <summary>Flushed.</summary>
    Taken,

    /// <summary>Written to a share that has no flush, and flushed to this machine.</summary>
    Unconfirmed,

    /// <summary>None of them stands there.</summary>
    Refused,

    /// <summary>The flush failed, or cutting off what a failed write left: they may stand there, now or later.</summary>
    Unknown,

    /// <summary>The disk has not answered within its limit, and may still take them.</summary>
    Late,
}
