namespace ProteomicsAnnotator.Core.Delivery;

/// <summary>How bringing decisions to the share went within its limit.</summary>
/// <param name="Answer">So far.</param>
/// <param name="End">In the end; not complete while the share has not answered.</param>
internal readonly record struct ShareAttempt(DiskAnswer Answer, Task<DiskAnswer> End);
