using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Journals;

/// <summary>What a disk has done with decisions.</summary>
/// <param name="Verdict">How it went.</param>
/// <param name="Reason">Why they are not safely on that disk, in words; null: they are.</param>
internal readonly record struct DiskAnswer(DiskVerdict Verdict, string? Reason)
{
    public static DiskAnswer Taken { get; } = new(DiskVerdict.Taken, null);

    public static DiskAnswer Unconfirmed { get; } = new(DiskVerdict.Unconfirmed, "this share cannot confirm that it is on its disk");

    public bool IsTaken => Verdict is DiskVerdict.Taken or DiskVerdict.Unconfirmed;

    public static DiskAnswer Of(Exception error) => new(
        error is StorageException { InnerException: FlushFailedException { MayStand: true } } ? DiskVerdict.Unknown : DiskVerdict.Refused,
        StorageFault.DescribeWriting(error));
}
