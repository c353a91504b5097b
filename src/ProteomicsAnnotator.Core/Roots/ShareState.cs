namespace ProteomicsAnnotator.Core.Roots;

/// <summary>Whether the annotations root is there and the one this machine knows.</summary>
/// <param name="IsAvailable">False: labels are kept on this machine.</param>
/// <param name="Reason">Why not, in words.</param>
/// <param name="RootId">Content of <c>.annotator-root</c>; null while unknown.</param>
public sealed record ShareState(bool IsAvailable, string? Reason, string? RootId);
