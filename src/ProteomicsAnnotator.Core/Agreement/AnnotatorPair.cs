namespace ProteomicsAnnotator.Core.Agreement;

/// <summary>Two annotators by username; <paramref name="DifferingOnly"/> leaves out the blocks they agree on.</summary>
public sealed record AnnotatorPair(string First, string Second, bool DifferingOnly = false);
