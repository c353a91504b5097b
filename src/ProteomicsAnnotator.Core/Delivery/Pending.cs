using ProteomicsAnnotator.Core.Journals;

namespace ProteomicsAnnotator.Core.Delivery;

/// <summary>
/// A decision that the share has not taken so far, and what the two disks have said of it. Once the share has taken it, it is
/// pending no more (README.md of the labels has the table of what a person sees meanwhile).
/// </summary>
/// <param name="Event">The decision.</param>
/// <param name="OnShare">Null: the share is being asked.</param>
/// <param name="Here">Null: this machine's disk has not been asked, or has not answered.</param>
internal sealed record Pending(LabelEvent Event, DiskAnswer? OnShare, DiskAnswer? Here)
{
    /// <summary>The file of an ended program that holds it on this machine; null: it is this program's.</summary>
    public OrphanedOutbox? From { get; init; }

    /// <summary>The share is being asked.</summary>
    public bool IsUnderWay => OnShare is null;

    /// <summary>The share refused it or did not answer in time: another try delivers it.</summary>
    public bool IsWaiting => OnShare is not null;

    /// <summary>Safe on this machine's disk.</summary>
    public bool IsHere => Here is { IsTaken: true };

    /// <summary>A disk that did not accept it may still hold it.</summary>
    public bool MayStand => OnShare is { Verdict: DiskVerdict.Unknown } || Here is { Verdict: DiskVerdict.Unknown };

    /// <summary>Why it is not on the share, in words; null: that is not known yet.</summary>
    public string? Reason => OnShare is not { Reason: { } share } ? null
        : Here is { IsTaken: false, Reason: { } here } ? $"{share}; and not on this machine either: {here}"
        : share;

    /// <summary>A line that may stand here from an earlier try may still stand here after a refused one.</summary>
    public Pending AnsweredHere(DiskAnswer answer) =>
        answer.IsTaken || Here is not { Verdict: DiskVerdict.Unknown } ? this with { Here = answer } : this with { Here = answer with { Verdict = DiskVerdict.Unknown } };
}
