namespace ProteomicsAnnotator.Core.Agreement;

/// <summary>A final label: who set it and when.</summary>
public sealed record SettledLabel(int Label, string SetBy, DateTimeOffset SetAt);
