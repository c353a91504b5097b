using ProteomicsAnnotator.Core.Decisions;

namespace ProteomicsAnnotator.Core.Agreement.Ties;

/// <summary>
/// The consensus of all blocks, with ties broken by the rule that admins have decided. Where that takes the model, it is computed
/// once, when it is first needed, and tables with the same votes share it. Thread-safe.
/// </summary>
internal sealed class TieBreaking
{
    /// <summary>Smaller differences of probabilities are rounding.</summary>
    private const double Equal = 1e-9;

    private readonly Lock _computing = new();
    private readonly Consensus[] _counted;
    private ReviewTable? _table;
    private volatile Consensus[]? _broken;

    private TieBreaking(Consensus[] counted, Consensus[]? broken, ReviewTable? table)
    {
        _counted = counted;
        _broken = broken;
        _table = table;
    }

    /// <summary>Of each block, ties with the smallest label: what does not depend on the rule.</summary>
    public IReadOnlyList<Consensus> Counted => _counted;

    /// <summary>Nobody waits for the model any more.</summary>
    public bool IsBroken => _broken is not null;

    /// <summary>Stands in for the ties of a table whose model is still being computed.</summary>
    public bool IsProvisional { get; private init; }

    /// <summary>Computes the model where that is needed and not done; the caller waits for it.</summary>
    public Consensus this[int index] => _counted[index].IsTie ? Break(CancellationToken.None)[index] : _counted[index];

    /// <param name="table">Whose counts, labels and rule these are; its consensus is not asked for.</param>
    /// <param name="all">Of each block, ties with the smallest label.</param>
    public static TieBreaking Of(ReviewTable table, Consensus[] all) => table.Input.Campaign.Ties switch
    {
        _ when !all.Any(consensus => consensus.IsTie) => new(all, all, null),
        TieRule.First => new(all, all, null),
        TieRule.None => new(all, [.. all.Select(consensus => consensus.IsTie ? consensus with { Label = null } : consensus)], null),
        _ => new(all, null, table),
    };

    /// <summary>Returns once the ties are broken. A computation that was cancelled is begun again by the next caller.</summary>
    /// <exception cref="OperationCanceledException">The ties are not broken.</exception>
    public Consensus[] Break(CancellationToken ct)
    {
        if (_broken is { } known)
        {
            return known;
        }

        lock (_computing)
        {
            if (_broken is null)
            {
                _broken = ByModel(_table!, ct);
                _table = null;
            }

            return _broken;
        }
    }

    /// <summary>
    /// To show until these ties are broken. A tie is what it was before, if that is still one of the labels with the most votes; else it has no
    /// consensus yet.
    /// </summary>
    /// <param name="counts">Of this table.</param>
    /// <param name="before">Of a table with the same blocks; null: nothing is known.</param>
    public TieBreaking Awaiting(LabelCounts counts, TieBreaking? before)
    {
        var shown = (Consensus[])_counted.Clone();
        for (int i = 0; i < shown.Length; i++)
        {
            if (shown[i].IsTie)
            {
                int? label = before is { _broken: { } broken } && broken[i].IsTie ? broken[i].Label : null;
                shown[i] = shown[i] with { Label = label is { } old && counts.At(i, old) == shown[i].Support ? old : null };
            }
        }

        return new(_counted, shown, null) { IsProvisional = true };
    }

    private Consensus[] ByModel(ReviewTable table, CancellationToken ct)
    {
        var model = DawidSkene.Of(table, ct);
        var all = (Consensus[])_counted.Clone();
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
