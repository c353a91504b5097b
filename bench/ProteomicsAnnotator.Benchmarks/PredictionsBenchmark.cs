using System.Globalization;
using System.Text;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Campaign;
using ProteomicsAnnotator.Core.Decisions;
using ProteomicsAnnotator.Core.Predictions;
using ProteomicsAnnotator.Core.Predictions.Figures;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Snapshots;

namespace ProteomicsAnnotator.Benchmarks;

/// <summary>Predictions of a million blocks: read from a table, stored, read again, set beside people.</summary>
public static class PredictionsBenchmark
{
    private const int Blocks = 1_000_000;
    private const int Rounds = 5;

    public static async Task<int> RunAsync()
    {
        string folder = Directory.CreateTempSubdirectory("annotator-bench-").FullName;
        try
        {
            BlockId[] ids = [.. Enumerable.Range(0, Blocks).Select(i => BlockId.Parse($"tile_{i / 1000:0000}/block_{i % 1000:0000}")).Order()];
            byte[] csv = Table(ids);
            var request = new PredictionRequest(LabelClasses.Default);
            PredictionTable table = PredictionReader.Read(csv, request).Table;
            string admin = Directory.CreateDirectory(Path.Combine(folder, "annotations", "admin")).FullName;
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(admin, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }

            int version = 0;
            PredictionSet? stored = null;
            ReviewTable people = People(ids);
            IReadOnlyList<Timing> timings = await Bench.CompareAsync(
                Rounds,
                ("the table, as another program wrote it", () => Done(PredictionReader.Read(csv, request))),
                ("all of it to the disk, flushed", () => Done(stored = Store(folder, table, version++))),
                ("all of it from the disk, and its hash", () => Done(PredictionFiles.Of(new SharedRoot(Settings(folder))).ReadTable(stored!, request.Classes, ClassChanges.None))),
                ("all figures beside people", () => Done(ModelFigures.Of(stored!, table, people))));
            Bench.Print($"Predictions, {Blocks} blocks, 3 classes ({Bench.Machine})", timings);
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static byte[] Table(BlockId[] ids)
    {
        var random = new Random(7);
        var text = new StringBuilder("block,class,p_1,p_2,p_3\n");
        foreach (BlockId id in ids)
        {
            (double one, double two) = (random.NextDouble() / 2, random.NextDouble() / 2);
            text.Append(CultureInfo.InvariantCulture, $"{id.Value},{1 + random.Next(3)},{one:0.0000},{two:0.0000},{1 - one - two:0.0000}\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static PredictionSet Store(string folder, PredictionTable table, int version)
    {
        var files = PredictionFiles.Of(new SharedRoot(Settings(folder)));
        PredictionOutcome outcome = files.Store(new ModelName("bench", version.ToString(CultureInfo.InvariantCulture)), table, ("lead", LabelClasses.Default.Names), dryRun: false);
        return outcome.Place == PredictionPlace.New ? files.Read().Sets[^1] : throw new InvalidOperationException(outcome.Words);
    }

    private static ReviewTable People(BlockId[] ids)
    {
        var random = new Random(11);
        return ReviewTable.Of(new ReviewInput(
            ids,
            [.. Enumerable.Range(0, 3).Select(i => new AnnotatorVotes($"user_{i}", ids.ToDictionary(id => id, _ => new Vote(1 + random.Next(3), DateTimeOffset.UnixEpoch))))],
            new Dictionary<BlockId, FinalLabel>()));
    }

    private static Task Done(object _) => Task.CompletedTask;

    private static LabelShareSettings Settings(string folder) => new()
    {
        AnnotationsRoot = Path.Join(folder, "annotations"),
        DataRoot = Path.Join(folder, "data"),
        Classes = LabelClasses.Default,
        StateFolder = Path.Join(folder, "state"),
        CacheFolder = Path.Join(folder, "cache"),
        HostName = "bench",
        OsAccount = "bench",
        ProgramVersion = "0",
    };
}
