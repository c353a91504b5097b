namespace ProteomicsAnnotator.Core.Agreement;

/// <summary>Two columns of one table; <paramref name="DifferingOnly"/> leaves out the blocks they agree on.</summary>
public sealed record AnnotatorPair(AnnotatorColumn First, AnnotatorColumn Second, bool DifferingOnly = false);
