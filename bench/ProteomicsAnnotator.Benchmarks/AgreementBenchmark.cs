using System.Diagnostics;
using System.Globalization;
using System.Text;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Campaign;
using ProteomicsAnnotator.Core.Export;
using ProteomicsAnnotator.Core.Merge;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Snapshots;

namespace ProteomicsAnnotator.Benchmarks;

/// <summary>
/// From <c>users/*.json</c> in a warm page cache to a filled table, one changed user, figures, intervals, CSV; what a
/// process needs for the table that does nothing else.
/// </summary>
public static class AgreementBenchmark
{
    /// <summary>What this benchmark starts itself with, behind it the folder and the number of blocks.</summary>
    public const string OnceSubject = "agreement-once";

    public static async Task<int> RunAsync()
    {
        await MeasureAsync(100_000, 50, 5);
        await MeasureAsync(10_000, 10, 15);
        await MeasureAsync(10_000, 50, 15);
        return 0;
    }

    private static async Task MeasureAsync(int blocks, int users, int rounds)
    {
        string root = Directory.CreateTempSubdirectory("annotator-bench-").FullName;
        try
        {
            BlockId[] ids = Ids(blocks);
            Directory.CreateDirectory(Path.Join(root, "annotations", "users"));
            for (int user = 0; user < users; user++)
            {
                WriteUser(root, user, Labels(user, blocks));
            }

            Timing read = await Bench.MeasureAsync("files -> table", rounds, () => FromFilesAsync(root, ids));
            await using LabelShare share = await LabelShare.OpenAsync(Settings(root), CancellationToken.None);
            ReviewTable table = await TableAsync(share, ids, null);
            Timing changed = await ChangeOneAsync(root, share, table, rounds);
            IReadOnlyList<Timing> rest = await Bench.CompareAsync(
                rounds,
                ("figures without intervals", () => Done(AgreementCoefficients.Of(table), PairKappa.AllOf(table), AnnotatorFigures.AllOf(table))),
                ("intervals", () => Done(AgreementCoefficients.WithIntervals(table))),
                ("Dawid-Skene", () => Done(DawidSkene.Of(table)!)),
                ("wide CSV", () => Done(CsvExport.Wide(table, DateTimeOffset.UnixEpoch))));
            Bench.Print($"Review, {blocks} blocks x {users} users ({Bench.Machine})", [read, changed, .. rest]);
            Console.WriteLine($"\nOnce in a process of its own: {await AloneAsync(root, blocks)}");
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    /// <summary>In a process of its own, not warmed up: files to table to CSV, with its peak.</summary>
    public static async Task<int> ReadOnceAsync(string root, int blocks)
    {
        BlockId[] ids = Ids(blocks);
        long start = Stopwatch.GetTimestamp();
        await using LabelShare share = await LabelShare.OpenAsync(Settings(root), CancellationToken.None);
        ReviewTable table = await TableAsync(share, ids, null);
        double milliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        string peak = Peak();
        _ = CsvExport.Wide(table, DateTimeOffset.UnixEpoch);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"files -> table {milliseconds:0} ms, peak {peak}; with the CSV {Peak()}"));
        return 0;
    }

    private static async Task<string> AloneAsync(string root, int blocks)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, [OnceSubject, root, blocks.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        using Process process = Process.Start(start)!;
        string said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return said.Trim();
    }

    private static async Task FromFilesAsync(string root, BlockId[] ids)
    {
        await using LabelShare share = await LabelShare.OpenAsync(Settings(root), CancellationToken.None);
        _ = await TableAsync(share, ids, null);
    }

    /// <summary>Another program has just written one file: writing it is not the review's time.</summary>
    private static async Task<Timing> ChangeOneAsync(string root, LabelShare share, ReviewTable table, int rounds)
    {
        List<double> times = [];
        for (int round = -3; round < rounds; round++)
        {
            WriteUser(root, 0, Labels(1000 + round, table.Count));
            long start = Stopwatch.GetTimestamp();
            table = await TableAsync(share, table.Blocks, table);
            double milliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            if (round >= 0)
            {
                times.Add(milliseconds);
            }
        }

        return new Timing("one changed user -> table", times);
    }

    private static async Task<ReviewTable> TableAsync(LabelShare share, IReadOnlyList<BlockId> ids, ReviewTable? previous)
    {
        AllVotes votes = await share.ReadAllUsersAsync(CancellationToken.None);
        var table = ReviewTable.Of(ReviewInput.Of(ids, votes, LabelSnapshot.Empty), previous);
        Check(table, ids.Count);
        return table;
    }

    private static string Peak()
    {
        using var process = Process.GetCurrentProcess();
        return $"{process.PeakWorkingSet64 / (1024 * 1024)} MiB";
    }

    private static void Check(ReviewTable table, int blocks)
    {
        if (table.Statistics.AnnotatedBlocks < blocks * 0.9)
        {
            throw new InvalidOperationException($"Only {table.Statistics.AnnotatedBlocks} of {blocks} blocks are annotated.");
        }
    }

    private static Task<object[]> Done(params object[] results) => Task.FromResult(results);

    private static BlockId[] Ids(int count) =>
        [.. Enumerable.Range(0, count).Select(i => BlockId.Parse($"tile_{i / 10_000:00}/block_{i % 10_000:0000}"))];

    /// <summary>Nine of ten blocks, three classes, mostly the block's own.</summary>
    private static int?[] Labels(int user, int blocks)
    {
        var random = new Random(user);
        return [.. Enumerable.Range(0, blocks).Select(i =>
            random.Next(10) == 0 ? (int?)null : random.Next(5) == 0 ? random.Next(1, 4) : (i % 3) + 1)];
    }

    private static void WriteUser(string root, int user, int?[] labels)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{{\n  \"username\": \"user{user:00}\",\n  \"created_at\": \"2024-01-01T00:00:00+00:00\",\n");
        text.Append("  \"updated_at\": \"2024-01-02T10:30:00+00:00\",\n  \"annotations\": {");
        string comma = "";
        for (int i = 0; i < labels.Length; i++)
        {
            if (labels[i] is { } label)
            {
                text.Append(CultureInfo.InvariantCulture, $"{comma}\n    \"tile_{i / 10_000:00}/block_{i % 10_000:0000}\": {{\n      \"label\": {label},\n");
                text.Append("      \"annotated_at\": \"2024-01-02T10:30:00.123456+00:00\"\n    }");
                comma = ",";
            }
        }

        text.Append("\n  }\n}\n");
        string path = Path.Join(root, "annotations", "users", $"user{user:00}.json");
        File.WriteAllBytes(path + ".new", Encoding.UTF8.GetBytes(text.ToString()));
        File.Move(path + ".new", path, overwrite: true);
    }

    private static LabelShareSettings Settings(string root) => new()
    {
        AnnotationsRoot = Path.Join(root, "annotations"),
        DataRoot = Path.Join(root, "data"),
        Classes = LabelClasses.Default,
        StateFolder = Path.Join(root, "state"),
        CacheFolder = Path.Join(root, "cache"),
        HostName = "bench",
        OsAccount = "bench",
        ProgramVersion = "0",
        PollInterval = TimeSpan.FromHours(1),
    };
}
