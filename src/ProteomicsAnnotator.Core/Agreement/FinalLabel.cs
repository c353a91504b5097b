namespace ProteomicsAnnotator.Core.Agreement;

/// <summary>A final label: who set it and when.</summary>
public sealed record FinalLabel(int Label, string SetBy, DateTimeOffset SetAt);
