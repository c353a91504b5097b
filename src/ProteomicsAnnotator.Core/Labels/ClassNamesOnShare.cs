namespace ProteomicsAnnotator.Core.Labels;

/// <summary>A list of class names under which someone labelled on this share.</summary>
public sealed record ClassNamesOnShare(IReadOnlyList<string> Names, string Username, string Host);
