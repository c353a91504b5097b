using System.Globalization;
using ProteomicsAnnotator.Core.Agreement;

namespace ProteomicsAnnotator.App.Annotating;

/// <summary>How far the work is that keys do on this page: one's own labels, or what is being adjudicated.</summary>
/// <param name="Done">Blocks that have a label or a decision, cannot be judged or cannot be read.</param>
/// <param name="Total">Blocks that are to have one.</param>
/// <param name="What">What is counted, as it stands behind the two numbers.</param>
public sealed record PageProgress(int Done, int Total, string What)
{
    /// <summary>How many of those that are done cannot be judged.</summary>
    public int Unusable { get; init; }

    /// <summary>How many of those that are done cannot be read.</summary>
    public int Unreadable { get; init; }

    public string Words => (Unusable, Unreadable) switch
    {
        (0, 0) => Count,
        (_, 0) => string.Create(CultureInfo.InvariantCulture, $"{Count} ({Unusable:N0} cannot be judged)"),
        (0, _) => string.Create(CultureInfo.InvariantCulture, $"{Count} ({Unreadable:N0} cannot be read)"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{Count} ({Unusable:N0} cannot be judged, {Unreadable:N0} cannot be read)"),
    };

    private string Count => string.Create(CultureInfo.InvariantCulture, $"{Done:N0} / {Total:N0} {What}");

    /// <summary>0 to 100.</summary>
    public string Percent => Total == 0 ? "0" : (100.0 * Done / Total).ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>Whole percents, for the eye: 100 once all is done.</summary>
    public int WholePercent => Total == 0 ? 0 : (int)(100L * Done / Total);

    public static PageProgress Of(AnnotationSession session) => session.Admin.Shown switch
    {
        { Adjudication: { IsUnderWay: true, IsFromTable: true }, Table: var table } => OfFinalLabels(table),
        { Adjudication: { IsUnderWay: true } queue } => new(queue.DecidedCount, queue.Queue.Count, "of the queue decided"),
        _ => new(session.AnnotatedCount, session.Place.TotalCount, "annotated") { Unusable = session.Labels.UnusableIn(session.Place.Folders), Unreadable = session.Labels.UnreadableIn(session.Place.Folders) },
    };

    private static PageProgress OfFinalLabels(ReviewTable table) =>
        new(Enumerable.Range(0, table.Blocks.Count).Count(index => new ReviewRow(table, index).FinalLabel is not null), table.Blocks.Count, "final labels");
}
