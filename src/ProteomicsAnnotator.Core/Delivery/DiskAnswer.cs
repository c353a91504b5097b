using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Delivery;

/// <summary>What a disk has done with decisions.</summary>
/// <param name="Verdict">How it went.</param>
/// <param name="Reason">Why they are not safely on that disk, in words; null: they are.</param>
internal sealed record DiskAnswer(DiskVerdict Verdict, string? Reason)
{
    public static DiskAnswer Taken { get; } = new(DiskVerdict.Taken, null);

    public static DiskAnswer Unconfirmed { get; } = new(DiskVerdict.Unconfirmed, "this share cannot confirm that it is on its disk");

    /// <summary>Of what an earlier program left on this machine.</summary>
    public static DiskAnswer NotAsked { get; } = new(DiskVerdict.Refused, "not delivered yet");

    public bool IsTaken => Verdict is DiskVerdict.Taken or DiskVerdict.Unconfirmed;

    public static DiskAnswer Of(Exception error) => new(VerdictOf(error.InnerException), StorageFault.DescribeWriting(error));

    private static DiskVerdict VerdictOf(Exception? cause) => cause switch
    {
        JournalInDoubtException { MayStand: true } => DiskVerdict.Unknown,
        TimeoutException => DiskVerdict.Late,
        _ => DiskVerdict.Refused,
    };
}
