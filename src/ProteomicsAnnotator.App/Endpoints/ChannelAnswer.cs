namespace ProteomicsAnnotator.App.Endpoints;

public sealed record ChannelAnswer(string Name, string File);
