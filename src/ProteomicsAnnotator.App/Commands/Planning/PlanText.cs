using System.Globalization;
using System.Text;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Planning;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.App.Commands.Planning;

/// <summary>A plan in words and columns.</summary>
internal static class PlanText
{
    public static string Of(PlanDraft draft, int classes)
    {
        PlanRequest request = draft.Request;
        int ordinary = draft.OrdinaryBlocks;
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"Blocks        {ordinary:N0} ordinary, {Counted.Of(request.Votes, "vote")} each: {Counted.Of(draft.Labels, "label")}, {draft.People.Sum(person => person.Begun):N0} of them given");
        if (draft.Gold.Count > 0)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"Common        {draft.Gold.Count:N0} gold and {Counted.Of(draft.Decoys.Count, "decoy")}, mixed into the queues: {Counted.Of(draft.CommonLabels, "label")} on top");
        }

        if (draft.CalibrationText is { } calibration)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"Calibration   {calibration}");
        }

        int repeats = draft.People.Sum(person => person.Repeats);
        text.AppendLine(CultureInfo.InvariantCulture, $"Repeats       {Counted.Of(repeats, "label")} on top, each at least 50 blocks after its block");
        if (request.StopAt > 0)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"Stopped       {Counted.Of(draft.Retired, "block")} with a class of at least {100 * request.StopAt:0.#} % and {Counted.Of(request.LeastVotes, "vote")}; {100 * request.RandomShare:0.#} % of the blocks, drawn at random, get all votes");
        }

        text.AppendLine(Overlaps(draft));
        text.AppendLine(CultureInfo.InvariantCulture, $"Intervals     {ExpectedPrecision.Of(ordinary, request.Votes, classes).Words}");
        text.AppendLine(CultureInfo.InvariantCulture, $"Seed          {request.Seed}; order: {Order(request.Order)}{(request.Model is { } model ? $" of {model}" : "")}{(request.Blocks is { } filter ? $"; blocks that match {filter}" : "")}");
        if (WalkOrders.IsInformative(request.Order))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"Random share  {Counted.Of(draft.RandomShare.Count, "block", "keeps its place", "keep their places")} whatever {(request.Order == WalkOrder.Scored ? "the model says" : "the labels say")}");
        }

        if (draft.Change is { } change)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"Change        {change.Words}");
        }

        text.AppendLine();
        int width = Math.Max(9, draft.People.Max(person => person.Username.Length));
        text.AppendLine(CultureInfo.InvariantCulture, $"{"annotator".PadRight(width)}  {"ordinary",9}  {"begun",7}  {"common",7}  {"repeats",7}  {"queue",7}");
        foreach (PersonPlan person in draft.People)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"{person.Username.PadRight(width)}  {person.Ordinary.Count,9:N0}  {person.Begun,7:N0}  {person.Common,7:N0}  {person.Repeats,7:N0}  {person.Queue.Count,7:N0}");
        }

        foreach (string line in draft.Notices.Concat(draft.OutsidePlan == 0 ? [] : [$"{Counted.Of(draft.OutsidePlan, "label")} of these people {(draft.OutsidePlan == 1 ? "is" : "are")} on blocks that have votes enough: outside the plan, and kept."]))
        {
            text.AppendLine().Append(line);
        }

        return text.ToString().TrimEnd();
    }

    public static string Of(PlanVersion version, IReadOnlyDictionary<string, IReadOnlyList<BlockId>> queues)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"Version {version.Version}, made {LabelTime.Format(version.At)} by {version.By}: {Counted.Of(version.Votes, "vote")} a block");
        foreach ((string username, IReadOnlyList<BlockId> blocks) in queues.OrderBy(queue => queue.Key, StringComparer.Ordinal))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  {username}: {Counted.Of(blocks.Count, "block")}");
        }

        return text.ToString().TrimEnd();
    }

    private static string Order(WalkOrder order) => order switch
    {
        WalkOrder.Names => "names",
        WalkOrder.Fewest => "fewest votes first",
        WalkOrder.Disputed => "most disputed first",
        WalkOrder.Uncertain => "least certain first",
        WalkOrder.Scored => "by the scores",
        _ => "shuffled neighbourhoods",
    };

    private static string Overlaps(PlanDraft draft)
    {
        if (draft.Overlaps.Count == 0)
        {
            return "In common     one annotator: nothing to compare";
        }

        int[] sorted = [.. draft.Overlaps.Order()];
        return string.Create(CultureInfo.InvariantCulture, $"In common     each two annotators {sorted[0]:N0} to {Counted.Of(sorted[^1], "block")}, median {sorted[sorted.Length / 2]:N0}");
    }
}
