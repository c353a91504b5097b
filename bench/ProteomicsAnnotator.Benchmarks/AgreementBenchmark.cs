using System.Globalization;
using System.Text;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Export;
using ProteomicsAnnotator.Core.Labels;

namespace ProteomicsAnnotator.Benchmarks;

/// <summary>
/// From <c>users/*.json</c> in a warm page cache to a filled table, one changed user, figures, intervals, CSV; then a
/// table of 100,000 blocks x 50 annotators.
/// </summary>
public static class AgreementBenchmark
{
    public static async Task<int> RunAsync()
    {
        await MeasureFilesAsync(10_000, 10);
        await MeasureFilesAsync(10_000, 50);
        await MeasureLargeAsync(100_000, 50);
        return 0;
    }

    private static async Task MeasureFilesAsync(int blocks, int users)
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

            await using LabelShare share = await LabelShare.OpenAsync(Settings(root), CancellationToken.None);
            AllVotes votes = await share.ReadAllUsersAsync(CancellationToken.None);
            var table = ReviewTable.Of(ReviewInput.Of(ids, votes, LabelSnapshot.Empty));
            Bench.Print(
                $"Review, {blocks} blocks x {users} users ({Bench.Machine})",
                await Bench.CompareAsync(
                    15,
                    ("files -> table", () => FromFilesAsync(root, ids)),
                    ("one changed user -> table", () => ChangeOneAsync(root, share, table)),
                    ("figures without intervals", () => Done(AgreementCoefficients.Of(table), PairKappa.AllOf(table), AnnotatorFigures.AllOf(table))),
                    ("intervals", () => Done(AgreementCoefficients.WithIntervals(table))),
                    ("Dawid-Skene", () => Done(DawidSkene.Of(table)!)),
                    ("wide CSV", () => Done(CsvExport.Wide(table, DateTimeOffset.UnixEpoch)))));
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    private static async Task MeasureLargeAsync(int blocks, int users)
    {
        BlockId[] ids = Ids(blocks);
        AnnotatorVotes[] votes = [.. Enumerable.Range(0, users).Select(user => Votes(user, ids))];
        var input = new ReviewInput(ids, votes, new Dictionary<BlockId, SettledLabel>());
        var table = ReviewTable.Of(input);
        Bench.Print(
            $"Review, {blocks} blocks x {users} annotators ({Bench.Machine})",
            await Bench.CompareAsync(
                5,
                ("votes -> table", () => Done(ReviewTable.Of(input))),
                ("one changed -> table", () => Done(ReviewTable.Of(input with { Annotators = [Votes(0, ids), .. votes[1..]] }, table))),
                ("figures without intervals", () => Done(AgreementCoefficients.Of(table), PairKappa.AllOf(table), AnnotatorFigures.AllOf(table))),
                ("intervals", () => Done(AgreementCoefficients.WithIntervals(table))),
                ("wide CSV", () => Done(CsvExport.Wide(table, DateTimeOffset.UnixEpoch)))));
        Console.WriteLine($"Peak working set: {Environment.WorkingSet / (1024 * 1024)} MiB");
    }

    private static async Task FromFilesAsync(string root, BlockId[] ids)
    {
        await using LabelShare share = await LabelShare.OpenAsync(Settings(root), CancellationToken.None);
        AllVotes votes = await share.ReadAllUsersAsync(CancellationToken.None);
        Check(ReviewTable.Of(ReviewInput.Of(ids, votes, LabelSnapshot.Empty)), ids.Length);
    }

    private static async Task ChangeOneAsync(string root, LabelShare share, ReviewTable previous)
    {
        WriteUser(root, 0, Labels(Random.Shared.Next(100, 10_000), previous.Count));
        AllVotes votes = await share.ReadAllUsersAsync(CancellationToken.None);
        Check(ReviewTable.Of(ReviewInput.Of(previous.Blocks, votes, LabelSnapshot.Empty), previous), previous.Count);
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

    private static AnnotatorVotes Votes(int user, BlockId[] ids)
    {
        int?[] labels = Labels(user, ids.Length);
        var votes = new Dictionary<BlockId, Vote>(ids.Length);
        for (int i = 0; i < ids.Length; i++)
        {
            if (labels[i] is { } label)
            {
                votes.Add(ids[i], new Vote(label, DateTimeOffset.UnixEpoch.AddSeconds(i)));
            }
        }

        return new AnnotatorVotes($"user{user:00}", votes);
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
