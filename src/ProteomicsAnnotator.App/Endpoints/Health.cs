namespace ProteomicsAnnotator.App.Endpoints;

/// <param name="Instance">Random, new at each start.</param>
public sealed record Health(string Instance);
