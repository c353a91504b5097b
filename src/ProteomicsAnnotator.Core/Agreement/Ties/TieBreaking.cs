using ProteomicsAnnotator.Core.Decisions;

namespace ProteomicsAnnotator.Core.Agreement.Ties;

/// <summary>The consensus of tied blocks by the rule that admins have decided.</summary>
internal static class TieBreaking
{
    /// <summary>Smaller differences of probabilities are rounding.</summary>
    private const double Equal = 1e-9;

    /// <param name="table">Whose counts, labels and rule these are; its consensus is not asked for.</param>
    /// <param name="all">Of each block, ties with the smallest label; changed in place.</param>
    public static Consensus[] Applied(ReviewTable table, Consensus[] all)
    {
        TieRule rule = table.Input.Campaign.Ties;
        if (rule == TieRule.First || !all.Any(consensus => consensus.IsTie))
        {
            return all;
        }

        DawidSkene? model = rule == TieRule.Reliable ? DawidSkene.Of(table) : null;
        for (int i = 0; i < all.Length; i++)
        {
            if (all[i].IsTie)
            {
                all[i] = all[i] with { Label = model is null ? null : Likeliest(table.Counts, model, (i, all[i].Support)) };
            }
        }

        return all;
    }

    /// <summary>Of the labels with the most votes; of equally likely ones the smallest. A label that the model never saw is the least likely.</summary>
    private static int Likeliest(LabelCounts counts, DawidSkene model, (int Item, int Support) tie)
    {
        int? best = null;
        double highest = 0;
        ReadOnlySpan<double> posterior = model.Posterior(tie.Item);
        foreach (int label in counts.Labels.Where(label => counts.At(tie.Item, label) == tie.Support))
        {
            int known = model.Labels.TakeWhile(other => other != label).Count();
            double likely = known == model.Labels.Count ? 0 : posterior[known];
            if (best is null || likely > highest + Equal)
            {
                (best, highest) = (label, likely);
            }
        }

        return best!.Value;
    }
}
