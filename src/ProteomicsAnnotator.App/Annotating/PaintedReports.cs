using System.Diagnostics.CodeAnalysis;
using ProteomicsAnnotator.App.Annotating.Viewer;

namespace ProteomicsAnnotator.App.Annotating;

/// <summary>The page's latest reports of what is on screen. A label key names one by its number.</summary>
public sealed class PaintedReports
{
    private const int Kept = 32;

    private readonly Queue<PaintedReport> _latest = [];

    public void Add(PaintedReport report)
    {
        _latest.Enqueue(report);
        if (_latest.Count > Kept)
        {
            _ = _latest.Dequeue();
        }
    }

    /// <summary>False when there is no such report of that block.</summary>
    public bool TryFind(LabelPress press, [NotNullWhen(true)] out IReadOnlyList<SeenChannel>? seen)
    {
        seen = _latest.LastOrDefault(report => (report.Number, report.Root, report.Id) == (press.Seen, press.Root, press.Id))?.Seen;
        return seen is not null;
    }
}
