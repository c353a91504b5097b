namespace ProteomicsAnnotator.Benchmarks;

/// <summary>The report as a person runs it, a process of its own, on the labels of <see cref="ReleaseBenchmark"/>: 10,000 blocks that 12 annotators have labelled nine tenths of.</summary>
public static class ReportBenchmark
{
    private const int Blocks = 10_000;
    private const int Annotators = 12;
    private const int Rounds = 5;

    public static async Task<int> RunAsync()
    {
        string folder = Directory.CreateTempSubdirectory("annotator-bench-").FullName;
        try
        {
            string data = Path.Join(folder, "blocks");
            for (int i = 0; i < Blocks; i++)
            {
                ReleaseBenchmark.Write(Path.Join(data, $"block_{i:0000}", "ch0.tif"), "");
            }

            for (int user = 0; user < Annotators; user++)
            {
                ReleaseBenchmark.WriteLabels(Path.Join(folder, "annotations"), $"user{user:00}", user);
            }

            await ViewerProgram.BuildAsync();
            int made = 0;
            Bench.Print($"Report, {Blocks} blocks x {Annotators} annotators ({Bench.Machine})", await Bench.CompareAsync(
                Rounds,
                ("launch.sh --version", () => RunAsync("--version")),
                ("stats", () => RunAsync("stats")),
                ("report", () => RunAsync("report", Path.Join(folder, $"r{made++}"))),
                ("report --graded", () => RunAsync("report", Path.Join(folder, $"r{made++}"), "--graded"))));
            return 0;

            Task RunAsync(params string[] arguments) => ViewerProgram.RunVerbAsync(folder, data, arguments);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
