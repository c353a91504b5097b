using System.Globalization;

namespace ProteomicsAnnotator.Benchmarks;

/// <summary>Markdown on standard output: where and when, then tables.</summary>
internal static class ViewerReport
{
    public static void Begin(string title, string subject, string circumstances)
    {
        Console.WriteLine($"# {title}\n");
        Console.WriteLine($"- Machine: {Environment.ProcessorCount} cores, {Processor()}; no GPU. {Bench.Machine}.");
        Console.WriteLine($"- Date: {TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} UTC; load average before the start: {Load()}.");
        Console.WriteLine($"- Command: `dotnet run -c Release --project bench/ProteomicsAnnotator.Benchmarks -- {subject}`");
        Console.WriteLine($"- {circumstances}");
    }

    public static void Print(string title, IEnumerable<ViewerFigure> figures)
    {
        Console.WriteLine($"\n## {title}\n\n{ViewerFigure.MarkdownHeader}");
        foreach (ViewerFigure figure in figures)
        {
            Console.WriteLine(figure.MarkdownRow);
        }
    }

    public static void End() => Console.WriteLine($"\nLoad average at the end: {Load()}.");

    private static string Load() => string.Join(", ", File.ReadAllText("/proc/loadavg").Split(' ').Take(3));

    private static string Processor() => File.ReadLines("/proc/cpuinfo")
        .First(line => line.StartsWith("model name", StringComparison.Ordinal)).Split(':')[1].Trim();
}
