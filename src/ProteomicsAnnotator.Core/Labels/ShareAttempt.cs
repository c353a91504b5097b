namespace ProteomicsAnnotator.Core.Labels;

/// <summary>How bringing decisions to the share went within its limit.</summary>
/// <param name="Reason">Why they are not there; null: they are.</param>
/// <param name="End">How it went in the end, in the same terms; not complete while the share has not answered.</param>
internal readonly record struct ShareAttempt(string? Reason, Task<string?> End);
