using System.Globalization;

namespace ProteomicsAnnotator.Benchmarks;

/// <summary>One row of a result: milliseconds taken beside the target and the figure of the Python original, where there are any.</summary>
internal sealed record ViewerFigure(string Name, IReadOnlyList<double> Milliseconds, double? Target = null, double? Original = null)
{
    public const string MarkdownHeader =
        "| what | target | original | median | min | max | runs | |\n|---|---:|---:|---:|---:|---:|---:|---|";

    public string MarkdownRow
    {
        get
        {
            var timing = new Timing(Name, Milliseconds);
            string verdict = Target is null ? "" : timing.Median <= Target ? "met" : "MISSED";
            return string.Create(
                CultureInfo.InvariantCulture,
                $"| {Name} | {Target} | {Original:#,##0} | {timing.Median:0.0} | {timing.Min:0.0} | {timing.Max:0.0} | {Milliseconds.Count} | {verdict} |");
        }
    }

    public static ViewerFigure Of(string name, IReadOnlyList<ViewerStep> steps, double? target = null, double? original = null) =>
        new(name, [.. steps.Select(step => step.Total)], target, original);
}
