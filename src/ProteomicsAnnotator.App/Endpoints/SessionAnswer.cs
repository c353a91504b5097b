namespace ProteomicsAnnotator.App.Endpoints;

public sealed record SessionAnswer(string Username, bool IsAdmin);
