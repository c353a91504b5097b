namespace ProteomicsAnnotator.App.Endpoints;

public sealed record ConsensusBlock(
    string Block, IReadOnlyDictionary<string, int> Votes, int? Consensus, bool Disagreement, int? FinalLabel);
