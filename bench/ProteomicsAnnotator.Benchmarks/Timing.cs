using System.Globalization;

namespace ProteomicsAnnotator.Benchmarks;

/// <summary>Wall times in milliseconds of one measured thing, in the order they were taken.</summary>
public sealed record Timing(string Name, IReadOnlyList<double> Milliseconds)
{
    public const string MarkdownHeader = "| what | median ms | min | max | runs |\n|---|---:|---:|---:|---:|";

    public double Median
    {
        get
        {
            double[] sorted = [.. Milliseconds.Order()];
            int middle = sorted.Length / 2;
            return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        }
    }

    public double Min => Milliseconds.Min();

    public double Max => Milliseconds.Max();

    public string MarkdownRow => string.Create(
        CultureInfo.InvariantCulture,
        $"| {Name} | {Median:0.00} | {Min:0.00} | {Max:0.00} | {Milliseconds.Count} |");
}
