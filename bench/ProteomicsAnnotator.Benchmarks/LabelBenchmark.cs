using System.Globalization;
using System.Text;
using Microsoft.Win32.SafeHandles;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Campaign;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Owners;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Snapshots;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Benchmarks;

/// <summary>
/// What a label key waits for, among 100, 10,000 and 100,000 labels, against one bare append and fsync on the same disk;
/// a user of 100,000 decisions in 300 journals loaded; all users read for the admin.
/// </summary>
public static class LabelBenchmark
{
    private const int Rounds = 200;
    private static readonly DateTimeOffset Start = new(2024, 1, 2, 10, 30, 0, TimeSpan.Zero);

    public static async Task<int> RunAsync()
    {
        string folder = Directory.CreateTempSubdirectory("annotator-bench-").FullName;
        try
        {
            Console.WriteLine(Bench.Machine);
            await MeasureLabelAsync(folder);
            await MeasureLoadAsync(Path.Combine(folder, "load"));
            await MeasureAllUsersAsync(Path.Combine(folder, "all"), blocks: 10_000, users: 10);
            await MeasureAllUsersAsync(Path.Combine(folder, "fifty"), blocks: 2_000, users: 50);
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task MeasureLabelAsync(string folder)
    {
        string bare = Path.Combine(folder, "bare");
        using SafeFileHandle file = File.OpenHandle(bare, FileMode.CreateNew, FileAccess.Write);
        var files = new FileOperations();
        var line = new byte[200];
        long position = 0;
        List<(string Name, Func<Task> Action)> rivals = [("bare append + fsync", () => Task.Run(AppendBare))];
        List<LabelShare> shares = [];
        foreach (int count in new[] { 100, 10_000, 100_000 })
        {
            string root = Path.Combine(folder, Text(count));
            WriteJournals(root, count, journals: 1);
            LabelShare share = await LabelShare.OpenAsync(Settings(root), CancellationToken.None);
            shares.Add(share);
            UserLabels labels = await share.OpenUserAsync("alice", CancellationToken.None);
            await share.FlushAsync(TimeSpan.FromMinutes(1));
            rivals.Add(($"label among {Text(count)}", () => LabelAsync(labels)));
        }

        Bench.Print("A label acknowledged", await Bench.CompareAsync(Rounds, [.. rivals]));
        foreach (LabelShare share in shares)
        {
            await share.DisposeAsync();
        }

        void AppendBare()
        {
            RandomAccess.Write(file, line, position);
            files.FlushToDisk(file);
            position += line.Length;
        }
    }

    private static async Task LabelAsync(UserLabels labels)
    {
        LabelKey key = Key(labels.Current.Count % 100);
        SeenFile[] seen = [new SeenFile("ch0.tif", "4194304-1"), new SeenFile("ch1.tif", "4194304-1")];
        LabelResult result = await labels.SetAsync(key, 2, seen, CancellationToken.None);
        if (result.Place != LabelPlace.Share)
        {
            throw new InvalidOperationException(result.Reason);
        }
    }

    private static async Task MeasureLoadAsync(string root)
    {
        WriteJournals(root, 100_000, journals: 300);
        await (await LoadAsync(root, "warm")).DisposeAsync();
        LabelShare? open = null;
        int state = 0;
        Bench.Print("A user of 100,000 decisions in 300 journals", await Bench.CompareAsync(
            7,
            ("without a cache", async () => open = await LoadAsync(root, Text(state++))),
            ("closing it, the cache written", CloseAsync),
            ("with a cache", async () => open = await LoadAsync(root, "warm")),
            ("closing it, nothing changed", CloseAsync)));

        // Closed between the rounds, so that no round pays for what an earlier one keeps in memory or does behind.
        async Task CloseAsync() => await open!.DisposeAsync();
    }

    private static async Task<LabelShare> LoadAsync(string root, string cache)
    {
        LabelShareSettings settings = Settings(root) with
        {
            CacheFolder = Path.Combine(root, "cache-" + cache),
            PollInterval = TimeSpan.FromHours(1),
        };
        LabelShare share = await LabelShare.OpenAsync(settings, CancellationToken.None);
        UserLabels labels = await share.OpenUserAsync("alice", CancellationToken.None);
        return labels.Current.Count > 0 ? share : throw new InvalidOperationException("nothing was loaded");
    }

    private static async Task MeasureAllUsersAsync(string root, int blocks, int users)
    {
        await using LabelShare share = await LabelShare.OpenAsync(Settings(root), CancellationToken.None);
        for (int user = 0; user < users; user++)
        {
            WriteUserFile(root, user, blocks, label: 1);
        }

        int round = 0;
        Bench.Print($"All labels, {Text(blocks)} blocks x {users} users", await Bench.CompareAsync(
            11,
            ("every file new", ReadFreshAsync),
            ("one file changed (writing it included)", ReadChangedAsync),
            ("writing one file", () => Task.Run(Change))));

        async Task ReadFreshAsync()
        {
            await using LabelShare fresh = await LabelShare.OpenAsync(Settings(root), CancellationToken.None);
            await ReadAllAsync(fresh, users);
        }

        async Task ReadChangedAsync()
        {
            Change();
            await ReadAllAsync(share, users);
        }

        void Change() => WriteUserFile(root, 0, blocks, ++round % 3);
    }

    private static async Task ReadAllAsync(LabelShare share, int users)
    {
        AllVotes votes = await share.ReadAllUsersAsync(CancellationToken.None);
        if (votes.Users.Count != users)
        {
            throw new InvalidOperationException($"{votes.Users.Count} users were read");
        }
    }

    private static void WriteUserFile(string root, int user, int blocks, int label)
    {
        var text = new StringBuilder($"{{\n  \"username\": \"user{user:00}\",\n  \"annotations\": {{\n");
        for (int i = 0; i < blocks; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"    \"{Key(i).Block}\": {{\n      \"label\": {1 + ((i + user + label) % 3)},\n      \"annotated_at\": \"2024-01-02T10:30:00.123456+00:00\"\n    }}{(i < blocks - 1 ? "," : "")}\n");
        }

        string folder = Path.Combine(root, "annotations", "users");
        Directory.CreateDirectory(folder);
        File.WriteAllBytes(Path.Combine(folder, $"user{user:00}.json"), Encoding.UTF8.GetBytes(text.Append("  }\n}\n").ToString()));
    }

    private static void WriteJournals(string root, int decisions, int journals)
    {
        string folder = Path.Combine(root, "annotations", "history", "users", "alice");
        Directory.CreateDirectory(folder);
        for (int journal = 0; journal < journals; journal++)
        {
            var text = new StringBuilder("{\"format\":1,\"program\":\"1.0.0\",\"host\":\"ws\",\"account\":\"alice\",\"data_root\":\"/data\",\"classes\":[\"Class 1\",\"Class 2\",\"Class 3\"]}\n");
            int seq = 0;
            for (int i = journal; i < decisions; i += journals)
            {
                text.Append(CultureInfo.InvariantCulture, $"{{\"seq\":{++seq},\"clock\":{i + 1},\"at\":\"{LabelTime.Format(Start.AddSeconds(i))}\",\"block\":\"{Key(i).Block}\",\"label\":{1 + (i % 3)},\"was\":null,\"seen\":[{{\"file\":\"ch0.tif\",\"version\":\"4194304-1704187800000000000\"}},{{\"file\":\"ch1.tif\",\"version\":\"4194304-1704187800000000000\"}}]}}\n");
            }

            File.WriteAllBytes(Path.Combine(folder, $"20240102T{journal:000000}Z-ws-{journal:x12}.jsonl"), Encoding.UTF8.GetBytes(text.ToString()));
        }
    }

    private static LabelKey Key(int index) =>
        new(null, BlockId.Parse(string.Create(CultureInfo.InvariantCulture, $"tile_{index / 10_000}/block_{index % 10_000:0000}")));

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static LabelShareSettings Settings(string root)
    {
        Directory.CreateDirectory(root);
        return new LabelShareSettings
        {
            AnnotationsRoot = Path.Combine(root, "annotations"),
            DataRoot = Path.Combine(root, "data"),
            Classes = LabelClasses.Default,
            StateFolder = Path.Combine(root, "state"),
            CacheFolder = Path.Combine(root, "cache"),
            HostName = "bench",
            OsAccount = "bench",
            ProgramVersion = "0",
        };
    }
}
