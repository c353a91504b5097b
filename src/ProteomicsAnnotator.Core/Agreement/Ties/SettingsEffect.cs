using System.Globalization;
using System.Text.Json.Nodes;
using ProteomicsAnnotator.Core.Decisions;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Agreement.Ties;

/// <summary>What a decision about a setting would change in the figures, before it is made.</summary>
public static class SettingsEffect
{
    /// <summary>A sentence for each setting that concerns figures.</summary>
    /// <param name="table">Everyone's labels as they count now.</param>
    /// <param name="set">Sound values by key; null takes one back.</param>
    public static IReadOnlyList<string> Of(ReviewTable table, IReadOnlyDictionary<string, JsonNode?> set)
    {
        List<string> words = [];
        if (set.TryGetValue(CampaignSettings.TieRuleKey, out JsonNode? rule))
        {
            words.Add(OfTies(table, rule is null ? TieRule.First : TieRules.Parse(rule.GetValue<string>())!.Value));
        }

        if (set.TryGetValue(CampaignSettings.TargetVotesKey, out JsonNode? votes) && votes is not null)
        {
            int target = (int)votes.GetValue<long>();
            int reached = table.Progress.With(target);
            words.Add(string.Create(CultureInfo.InvariantCulture, $"{reached:N0} of {Counted.Of(table.Count, "block")} {(reached == 1 ? "has" : "have")} {Counted.Of(target, "vote")} or more."));
        }

        return words;
    }

    private static string OfTies(ReviewTable table, TieRule rule)
    {
        ReviewTable then = table.WithTies(rule);
        ReviewRow[] ties = [.. table.Rows.Where(row => row.Consensus.IsTie)];
        int changed = ties.Count(row => row.Consensus.Label != then[row.Index].Consensus.Label);
        int answers = ties.Count(row => row.ResolvedLabel != then[row.Index].ResolvedLabel);
        return $"From now on {TieRules.Sentence(rule)}. {Counted.Of(ties.Length, "block", "is", "are")} tied: the consensus of {changed} of them changes, and the answer of {answers} without a final label.";
    }
}
