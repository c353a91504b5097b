using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Campaign;
using ProteomicsAnnotator.Core.Planning;
using ProteomicsAnnotator.Core.Roots;

namespace ProteomicsAnnotator.Benchmarks;

/// <summary>A plan of a large campaign, a further version of it half way, and one person's queue from the disk.</summary>
public static class PlanBenchmark
{
    private const int Blocks = 100_000;
    private const int People = 50;
    private const int Rounds = 7;

    public static async Task<int> RunAsync()
    {
        string folder = Directory.CreateTempSubdirectory("annotator-bench-").FullName;
        try
        {
            BlockId[] ids = [.. Enumerable.Range(0, Blocks).Select(i => BlockId.Parse($"tile_{i / 1000:000}/block_{i % 1000:0000}")).Order()];
            var request = new PlanRequest
            {
                Votes = 3,
                Seed = 7,
                OverlapPairs = 200,
                Repeats = 0.05,
                Annotators = [.. Enumerable.Range(0, People).Select(i => new PlannedAnnotator($"user_{i:00}", 1))],
            };
            var first = new PlanBasis(ids, new Dictionary<string, IReadOnlySet<BlockId>>(StringComparer.Ordinal), new Dictionary<string, IReadOnlyList<BlockId>>(StringComparer.Ordinal));
            PlanDraft draft = Planner.Make(request, first).Draft!;
            PlanBasis halfWay = first with
            {
                Previous = draft.People.ToDictionary(person => person.Username, person => person.Ordinary, StringComparer.Ordinal),
                Labelled = draft.People.ToDictionary(person => person.Username, person => (IReadOnlySet<BlockId>)person.Ordinary.Take(person.Ordinary.Count / 2).ToHashSet(), StringComparer.Ordinal),
            };
            PlanRequest fewer = request with { Annotators = [.. request.Annotators.Skip(1)] };
            SharedRoot root = new(Settings(folder));
            var files = new PlanFiles(root);
            PlanVersion version = files.Write(draft, "lead", files.Read());
            IReadOnlyList<Timing> timings = await Bench.CompareAsync(
                Rounds,
                ("a plan, 3 votes, 200 blocks in common", () => Done(Planner.Make(request, first))),
                ("the same with 240 blocks in common, of at most 244", () => Done(Planner.Make(request with { OverlapPairs = 240 }, first).Draft!)),
                ("the same with 8 % gold, as many decoys", () => Done(Planner.Make(request with { Gold = 0.08 }, first with { Gold = ids.Where((_, i) => i % 5 == 0).ToHashSet() }).Draft!)),
                ("a further version half way, one person less", () => Done(Planner.Make(fewer, halfWay))),
                ("all of it to the disk, flushed", () => Done(files.Write(draft, "lead", files.Read()))),
                ("one person's queue from the disk", () => Done(new PlanFiles(root).ReadQueue(version, "user_07"))));
            Bench.Print($"Plan, {Blocks} blocks x {People} people ({Bench.Machine})", timings);
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
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
