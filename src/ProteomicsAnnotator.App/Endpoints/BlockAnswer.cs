namespace ProteomicsAnnotator.App.Endpoints;

public sealed record BlockAnswer(string Id, IReadOnlyList<ChannelAnswer> Channels, int? Label, DateTimeOffset? AnnotatedAt);
