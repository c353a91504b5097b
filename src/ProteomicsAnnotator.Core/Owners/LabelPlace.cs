namespace ProteomicsAnnotator.Core.Owners;

/// <summary>Where a decision is now.</summary>
public enum LabelPlace
{
    /// <summary>Flushed to the share's disk: every machine will see it.</summary>
    Share,

    /// <summary>
    /// Flushed to this machine's disk; delivered by itself when the share is back. On a share without a flush it stands there,
    /// but no other disk than that of the machine it was given on has confirmed it.
    /// </summary>
    ThisMachine,

    /// <summary>Kept nowhere: memory has the label the disk has.</summary>
    Refused,

    /// <summary>
    /// Safe nowhere, but a disk that failed to flush it may still show it. Memory has the earlier label; if the decision appears
    /// on the share later, it counts.
    /// </summary>
    Unknown,
}
