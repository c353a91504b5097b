namespace ProteomicsAnnotator.App.Endpoints;

public sealed record LabelRequest(int? Label);
