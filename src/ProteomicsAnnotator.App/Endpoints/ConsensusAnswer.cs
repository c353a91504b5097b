namespace ProteomicsAnnotator.App.Endpoints;

public sealed record ConsensusAnswer(StatisticsAnswer Statistics, IReadOnlyList<ConsensusBlock> Blocks);
