namespace ProteomicsAnnotator.Core.Agreement;

/// <summary>
/// The majority's label. Most votes wins, a tie goes to the smallest label unless admins have decided another rule
/// (<see cref="Ties.TieBreaking"/>), <see cref="HasDisagreement"/> means more than one distinct label. <see cref="Label"/> is null
/// without votes, and for a tie where the rule gives it none.
/// </summary>
/// <param name="Label">The winning label.</param>
/// <param name="IsTie">Two or more labels share the highest number of votes.</param>
/// <param name="HasDisagreement">More than one distinct label.</param>
/// <param name="VoteCount">All votes.</param>
/// <param name="Support">The highest number of votes: those for <paramref name="Label"/>, where there is one.</param>
public readonly record struct Consensus(int? Label, bool IsTie, bool HasDisagreement, int VoteCount, int Support)
{
    /// <summary>Nulls are no votes.</summary>
    public static Consensus Of(IEnumerable<int?> votes)
    {
        var counts = new SortedDictionary<int, int>();
        foreach (int? vote in votes)
        {
            if (vote is { } label)
            {
                counts[label] = counts.GetValueOrDefault(label) + 1;
            }
        }

        return Of([.. counts.Keys], [.. counts.Values]);
    }

    /// <summary><paramref name="labels"/> ascending; <paramref name="counts"/> at the same positions, zeros allowed.</summary>
    internal static Consensus Of(ReadOnlySpan<int> labels, ReadOnlySpan<int> counts)
    {
        int best = -1;
        int total = 0;
        int distinct = 0;
        bool tie = false;
        for (int i = 0; i < counts.Length; i++)
        {
            if (counts[i] == 0)
            {
                continue;
            }

            total += counts[i];
            distinct++;
            if (best < 0 || counts[i] > counts[best])
            {
                best = i;
                tie = false;
            }
            else if (counts[i] == counts[best])
            {
                tie = true;
            }
        }

        return best < 0 ? default : new Consensus(labels[best], tie, distinct > 1, total, counts[best]);
    }
}
