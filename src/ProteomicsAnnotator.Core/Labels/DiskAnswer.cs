using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Labels;

/// <summary>What a disk has done with decisions.</summary>
/// <param name="Verdict">How it went.</param>
/// <param name="Reason">Why they are not safely there, in words; null: they are.</param>
internal readonly record struct DiskAnswer(DiskVerdict Verdict, string? Reason)
{
    public static DiskAnswer Taken { get; } = new(DiskVerdict.Taken, null);

    public bool IsTaken => Verdict == DiskVerdict.Taken;

    public static DiskAnswer Of(Exception error) => new(
        error is StorageException { InnerException: FlushFailedException { MayStand: true } } ? DiskVerdict.Unknown : DiskVerdict.Refused,
        StorageFault.DescribeWriting(error));
}
