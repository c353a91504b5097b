namespace ProteomicsAnnotator.Core.Labels;

/// <summary>What <see cref="OwnerLabelStore.FlushAsync"/> left behind.</summary>
/// <param name="Undelivered">Labels that are on this machine only.</param>
/// <param name="FilesWritten">Every derived file is up to date on the share.</param>
public sealed record DeliveryReport(int Undelivered, bool FilesWritten);
