namespace ProteomicsAnnotator.Core.Campaign;

/// <summary>The class names under which someone labelled on this share last.</summary>
public sealed record ClassNamesOnShare(IReadOnlyList<string> Names, string Username, string Host);
