namespace ProteomicsAnnotator.Core.Blocks;

/// <summary>Something below the root that could not be read or used; the rest of the catalog is complete.</summary>
public sealed record CatalogProblem(string Path, string Message);
