namespace ProteomicsAnnotator.Core.Agreement;

/// <summary>How far the counted annotators and the admins are.</summary>
/// <param name="Labels">Counted votes on blocks of the list.</param>
/// <param name="BlocksByVotes">Blocks with 0, 1, 2, ... votes, up to the most that a block has.</param>
/// <param name="ToAdjudicate">Disagreements that no final label settles.</param>
/// <param name="NewVotes">Blocks with votes younger than their final label.</param>
/// <param name="FinalLabels">Blocks with a final label.</param>
public sealed record ReviewProgress(int Labels, IReadOnlyList<int> BlocksByVotes, int ToAdjudicate, int NewVotes, int FinalLabels)
{
    /// <summary>Blocks with so many votes or more.</summary>
    public int With(int votes) => BlocksByVotes.Skip(votes).Sum();

    internal static ReviewProgress Of(ReviewTable table)
    {
        int[] byVotes = new int[table.Counted.Count + 1];
        (int toAdjudicate, int newVotes, int final) = (0, 0, 0);
        foreach (ReviewRow row in table.Rows)
        {
            byVotes[row.Consensus.VoteCount]++;
            toAdjudicate += row.IsContested ? 1 : 0;
            newVotes += row.HasNewVotes ? 1 : 0;
            final += row.FinalLabel is null ? 0 : 1;
        }

        int most = Math.Max(0, Array.FindLastIndex(byVotes, blocks => blocks > 0));
        return new ReviewProgress(table.Counted.Sum(column => column.LabelCount), byVotes[..(most + 1)], toAdjudicate, newVotes, final);
    }
}
