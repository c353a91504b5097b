using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Snapshots;

namespace ProteomicsAnnotator.Core.Export;

/// <summary>Every decision the share holds, as it is exported.</summary>
public static class HistoryFiles
{
    /// <summary>Blocking, each file within its limit.</summary>
    public static HistoryRead Read(SharedRoot root)
    {
        var history = ShareHistory.Read(root, only: null, new ReadingLimits(), CancellationToken.None);
        return new HistoryRead(
            HistoryRow.Sort(history.Decisions.Select(decision => HistoryRow.Of(decision.Event, decision.Owner))), history.Faults);
    }
}

/// <param name="Rows">Every decision once, by time, then event id.</param>
/// <param name="Faults">Journals, and numbers of lines, that could not be read.</param>
public sealed record HistoryRead(IReadOnlyList<HistoryRow> Rows, IReadOnlyList<string> Faults);
