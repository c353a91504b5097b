namespace ProteomicsAnnotator.App.Endpoints;

public sealed record SessionRequest(string? Username);
