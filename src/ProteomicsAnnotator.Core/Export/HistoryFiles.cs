using ProteomicsAnnotator.Core.Decisions;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Snapshots;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Export;

/// <summary>Every decision the share holds, as it is exported.</summary>
public static class HistoryFiles
{
    /// <summary>Blocking, each file within its limit.</summary>
    /// <exception cref="StorageException">The calibration round cannot be read: it would not be known which labels are votes.</exception>
    public static HistoryRead Read(SharedRoot root) =>
        Of(ShareHistory.Read(root, only: null, new ReadingLimits(), CancellationToken.None), CalibrationRound.Read(root));

    /// <summary>Of a reading of everyone's labels. Blocking.</summary>
    public static HistoryRead Of(ShareSnapshot share) => Of(share.ReadHistory(), share.Votes.Calibration);

    private static HistoryRead Of(ShareHistory history, CalibrationRound calibration) => new(
        HistoryRow.Sort(history.Decisions.Select(decision => HistoryRow.Of(decision.Event, decision.Owner, calibration))), history.Faults)
    {
        TornLines = history.TornLines,
    };
}

/// <param name="Rows">Every decision once, by time, then event id.</param>
/// <param name="Faults">Journals, and numbers of lines, that could not be read.</param>
public sealed record HistoryRead(IReadOnlyList<HistoryRow> Rows, IReadOnlyList<string> Faults)
{
    /// <summary>Those of <see cref="Faults"/> that name lines which are no decisions: torn by a crash or a full disk.</summary>
    public IReadOnlyList<string> TornLines { get; init; } = [];
}
