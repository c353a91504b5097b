using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Campaign;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Merge;

namespace ProteomicsAnnotator.App.Reviewing;

/// <summary>Tells an admin who comes back which of the own final labels other admins replaced or cleared since.</summary>
public static class OverruledWhileAway
{
    /// <param name="table">The blocks.</param>
    /// <param name="finals">Every decision about them.</param>
    /// <param name="classes">Their names.</param>
    /// <param name="since">Decisions up to this time are known to the admin; null: none.</param>
    /// <returns>What to say, or null; and the time up to which all is said then.</returns>
    public static (string? Text, DateTimeOffset? Until) Of(ReviewTable table, FinalLabels finals, LabelClasses classes, DateTimeOffset? since)
    {
        List<string> changes = [];
        DateTimeOffset? until = since;
        foreach (ReviewRow row in table.Rows)
        {
            IReadOnlyList<HistoryEntry> history = finals.History(new LabelKey(null, row.Block));
            if (history is not [.., { } last] || last.By == finals.By || last.At <= since)
            {
                continue;
            }

            until = until > last.At ? until : last.At;
            if (history.LastOrDefault(entry => entry.By == finals.By) is { Label: { } own } && own != last.Label)
            {
                changes.Add(OverruledText.Change(row.Block, own, (last.By, last.Label), classes));
            }
        }

        return (changes.Count == 0 ? null : "While you were away: " + OverruledText.Joined(changes), until);
    }
}
