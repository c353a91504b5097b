namespace ProteomicsAnnotator.Core.Agreement;

/// <summary>What the counted annotators made of one class.</summary>
/// <param name="Label">Its number, also of one that is no class now.</param>
/// <param name="Votes">Votes for it.</param>
/// <param name="ShareOfVotes">Share 0..1 of all votes; null without votes.</param>
/// <param name="SpecificAgreement">
/// Of a vote for it on a block with two or more votes: the share of that block's other votes that say the same, over all
/// such votes (Spitzer and Fleiss 1974); null without one.
/// </param>
/// <param name="ConsensusBlocks">Blocks whose consensus it is.</param>
/// <param name="FinalBlocks">Blocks whose final label it is.</param>
/// <param name="ResolvedBlocks">Blocks whose resolved label it is.</param>
public sealed record ClassFigures(
    int Label,
    int Votes,
    double? ShareOfVotes,
    double? SpecificAgreement,
    int ConsensusBlocks,
    int FinalBlocks,
    int ResolvedBlocks)
{
    /// <summary>Every class 1 to <paramref name="classCount"/>, and every other label in use; ascending.</summary>
    public static IReadOnlyList<ClassFigures> AllOf(ReviewTable table, int classCount)
    {
        int[] labels = [.. Enumerable.Range(1, classCount)
            .Union(table.Labels)
            .Union(table.Rows.Select(row => row.FinalLabel?.Label).OfType<int>())
            .Order()];
        long all = table.Rows.Sum(row => (long)row.Consensus.VoteCount);
        return [.. labels.Select(label => Of(table, label, all))];
    }

    private static ClassFigures Of(ReviewTable table, int label, long allVotes)
    {
        int votes = 0;
        long agreeing = 0;
        long possible = 0;
        (int consensus, int final, int resolved) = (0, 0, 0);
        foreach (ReviewRow row in table.Rows)
        {
            votes += row.CountOf(label);
            ReviewRow rated = table.Rated[row.Index];
            int count = rated.CountOf(label);
            agreeing += (long)count * (count - 1);
            possible += (long)count * Math.Max(0, rated.Consensus.VoteCount - 1);
            consensus += row.Consensus.Label == label ? 1 : 0;
            final += row.FinalLabel?.Label == label ? 1 : 0;
            resolved += row.ResolvedLabel == label ? 1 : 0;
        }

        return new ClassFigures(
            label,
            votes,
            allVotes == 0 ? null : votes / (double)allVotes,
            possible == 0 ? null : agreeing / (double)possible,
            consensus,
            final,
            resolved);
    }
}
