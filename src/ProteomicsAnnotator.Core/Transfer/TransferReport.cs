namespace ProteomicsAnnotator.Core.Transfer;

/// <summary>What a transfer between a folder and the database has done.</summary>
public sealed class TransferReport
{
    /// <summary>Journals that were looked at.</summary>
    public int Journals { get; internal set; }

    /// <summary>Other files that were looked at.</summary>
    public int Files { get; internal set; }

    /// <summary>Lines that the target did not have; of a check, those that were looked at.</summary>
    public int NewLines { get; internal set; }

    /// <summary>Files that the target did not have in this version.</summary>
    public int NewFiles { get; internal set; }

    /// <summary>What is not in the target, and why, in words: there is something to do.</summary>
    public IReadOnlyList<string> Faults => FaultList;

    /// <summary>What is not in the target and need not be, in words.</summary>
    public IReadOnlyList<string> Notices => NoticeList;

    internal List<string> NoticeList { get; } = [];

    internal List<string> FaultList { get; } = [];
}
