using ProteomicsAnnotator.App.Notices;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Merge;

namespace ProteomicsAnnotator.App.Reviewing;

/// <summary>Tells an admin once which of the admin's final labels others replaced or cleared: as it happens, and after an absence.</summary>
/// <param name="sources">Up to when the admin knows them, and where that is kept.</param>
/// <param name="finals">This admin's final labels, and every decision about them.</param>
/// <param name="notify">Shows a notice; called on any thread.</param>
internal sealed class OverruledNotices(ReviewSources sources, FinalLabels finals, Action<Notice> notify)
{
    /// <summary>Says what others overruled since this admin was told last.</summary>
    public async Task TellOfAbsenceAsync(ReviewTable table, CancellationToken cancellationToken)
    {
        (List<string> changes, DateTimeOffset? until) = await Task.Run(() => ChangesSince(table, sources.OverruledUntil), cancellationToken);
        if (changes.Count > 0)
        {
            notify(new Notice("While you were away: " + OverruledText.Joined(changes), NoticeSeverity.Error));
        }

        if (until is { } time && until != sources.OverruledUntil)
        {
            await sources.KeepOverruledUntil(time);
        }
    }

    /// <summary>Says what others overruled between two tables.</summary>
    public void TellChanges(ReviewTable before, ReviewTable now)
    {
        string? text = OverruledText.Of(before, now, finals.By, sources.Classes, block => finals.History(new LabelKey(null, block)));
        if (text is null)
        {
            return;
        }

        notify(new Notice(text, NoticeSeverity.Error));
        DateTimeOffset clock = sources.Time.GetUtcNow();
        DateTimeOffset? newest = now.Input.FinalLabels.Values.Max(final => (DateTimeOffset?)final.SetAt);
        _ = sources.KeepOverruledUntil(newest > clock ? newest.Value : clock);
    }

    /// <param name="table">The blocks.</param>
    /// <param name="since">The admin knows decisions up to this time; null: none.</param>
    /// <returns>What to say, and the time up to which all is said then.</returns>
    private (List<string> Changes, DateTimeOffset? Until) ChangesSince(ReviewTable table, DateTimeOffset? since)
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
                changes.Add(OverruledText.Change(row.Block, own, (last.By, last.Label), sources.Classes));
            }
        }

        return (changes, until);
    }
}
