using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Decisions;
using ProteomicsAnnotator.Core.Planning;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.App.Reviewing;

/// <summary>What admins are told after the last day.</summary>
public static class OverdueText
{
    private const int MostNamed = 5;

    /// <param name="end">The last day; null: there is none.</param>
    /// <param name="table">Everyone's labels.</param>
    /// <param name="target">How many votes each block is to have; null: nothing is said.</param>
    /// <param name="plan">How far the plan is; null: there is none, or it was not read.</param>
    /// <returns>Null: there is a day left.</returns>
    public static string? Of(CampaignEnd? end, ReviewTable table, VoteTarget? target, PlanProgress? plan = null)
    {
        if (end is not { IsPast: true })
        {
            return null;
        }

        int fewer = target is null ? table.Count - table.Progress.With(1) : table.Count - table.Progress.With(target.Votes);
        PersonProgress[] late = [.. (plan?.People ?? []).Where(person => person.Left > 0).OrderByDescending(person => person.Left)];
        string[] open =
        [
            plan is not null ? $"{Counted.Of(plan.Blocks - plan.Complete, "block")} of the plan {(plan.Blocks - plan.Complete == 1 ? "waits" : "wait")} for votes"
                : target is null ? $"{Counted.Of(fewer, "block", "has", "have")} no label" : $"{Counted.Of(fewer, "block", "has", "have")} fewer than {Counted.Of(target.Votes, "vote")}",
            $"{Counted.Of(table.Progress.ToAdjudicate, "disagreement", "waits", "wait")} for a decision",
            .. late.Take(MostNamed).Select(person => $"{person.Username} has {Counted.Of(person.Left, "block")} left"),
        ];
        return $"The last day, {end.Day}, is past. Open: {string.Join(", ", open)}{(late.Length > MostNamed ? ", …" : "")}. Labels still count until an admin closes the campaign.";
    }
}
