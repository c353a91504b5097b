namespace ProteomicsAnnotator.App.Endpoints;

public sealed record LabelAnswer(string Block, int Label, DateTimeOffset? AnnotatedAt);
