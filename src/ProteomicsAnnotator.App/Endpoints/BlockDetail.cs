namespace ProteomicsAnnotator.App.Endpoints;

public sealed record BlockDetail(string Id, IReadOnlyList<ChannelDetail> Channels);
