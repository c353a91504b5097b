using System.Text.Json.Nodes;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Campaign;
using ProteomicsAnnotator.Core.Planning;
using ProteomicsAnnotator.Core.Predictions;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Storage;
using ProteomicsAnnotator.Core.Tests.Labels;
using ProteomicsAnnotator.Core.Tests.Planning;
using ProteomicsAnnotator.Core.Tests.Storage;

namespace ProteomicsAnnotator.Core.Tests.Predictions;

/// <summary>Further versions of the plan on a real folder: what they change, taken back, and beside another admin's.</summary>
public sealed class StepPlannerTests : IDisposable
{
    private static readonly BlockId[] Blocks = [.. Enumerable.Range(1, 30).Select(BlockId.OfNumber)];
    private readonly LabelRig _rig = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _rig.Dispose();

    /// <summary>What changes is counted again from the files of both versions.</summary>
    [Fact]
    public async Task Change_IsWhatTheFilesSay_AndUndoneTwiceTheVersionIsThereAgain()
    {
        PlanDesk desk = Desk(_rig.Settings());
        Assert.Equal("there is no plan, so nothing to undo", desk.ReadUndo(desk.Read()).WhyNot);
        PlanDraft first = await StoreAsync("ann,ben");
        Assert.Null(first.Change);
        Assert.Contains("version 1 has none before it", desk.ReadUndo(desk.Read()).WhyNot, StringComparison.Ordinal);

        PlanDraft second = await StoreAsync("ben,cem,dev");
        Assert.Equal(Counted("ann ben", "ben cem dev"), second.Change!.People.Select(person => (person.Username, person.Added, person.Removed)));
        Assert.Equal(["ann", "ben", "cem", "dev"], second.Change.People.Select(person => person.Username));
        Assert.Equal(30, second.Change.People.Sum(person => person.Added) + (30 - second.Change.People.Sum(person => person.Removed)));
        Assert.StartsWith($"Compared with version 1, {second.Change.People.Sum(person => person.Removed)} blocks leave the queues and {second.Change.People.Sum(person => person.Added)} come in: ann −15, ben ", second.Change.Words, StringComparison.Ordinal);

        PlanDraft third = await UndoAsync();
        Assert.Equal(second.Change.People.Select(person => (person.Username, person.Removed, person.Added)), third.Change!.People.Select(person => (person.Username, person.Added, person.Removed)));
        Assert.Equal(OrdinaryOf(1), OrdinaryOf(3));

        PlanDraft fourth = await UndoAsync();
        Assert.Equal(OrdinaryOf(2), OrdinaryOf(4));
        Assert.Equal(second.Change.People, fourth.Change!.People);
        Assert.Equal("Everybody keeps the blocks of version 4.", (await MakeAsync(Step("ben,cem,dev"))).Change!.Words);
    }

    /// <summary>Five people have met one gold block and one decoy of the version that is taken back: nobody's queue tells which these were.</summary>
    [Fact]
    public async Task Undo_OfAVersionWithGold_LeavesWhatWasMetInEveryQueue()
    {
        var root = new SharedRoot(_rig.Settings());
        await StoreAsync("ann,ben,cem,dev,eva");
        _ = Directory.CreateDirectory(Path.Combine(_rig.Annotations, "admin"));
        new GoldAnswers(root).Set(Blocks.Where((_, i) => i % 3 == 0).ToDictionary(block => block, _ => (int?)1), "lead");
        PlanDesk desk = Desk(_rig.Settings());
        PlanDraft second = Store(await MakeAsync(PlanStep.After(desk.ReadDesign(desk.Read()), PlannerTests.Request(2, "ann,ben,cem,dev,eva") with { Gold = 0.15 })));
        BlockId[] common = [.. second.Gold.Concat(second.Decoys)];
        Assert.NotEmpty(second.Gold);
        var met = second.People.ToDictionary(person => person.Username, person => person.Queue.Where(common.Contains).Distinct().ToArray());
        foreach ((string username, BlockId[] blocks) in met)
        {
            _rig.WriteUser(Path.Combine(_rig.Annotations, "users", username + ".json"), username, [.. blocks.Select(block => (block.Value, "1"))]);
        }

        PlanDraft third = await UndoAsync();

        Assert.Equal(common.Where(block => met.Values.Any(blocks => blocks.Contains(block))).Order(), third.Gold.Concat(third.Decoys).Order());
        Assert.All(met, person => Assert.Subset(QueueOf(3, person.Key).ToHashSet(), person.Value.Select(block => block.Value).ToHashSet()));
    }

    /// <summary>The other admin's version comes between the moment a plan was made from and the moment it is there.</summary>
    [Theory]
    [InlineData(1, false)]
    [InlineData(-1, true)]
    public async Task RivalThatComesMeanwhile_IsToldToBoth_WhicheverCounts(int minutes, bool counts)
    {
        await StoreAsync("ann,ben");
        PlanDraft rival = await MakeAsync(Step("ann,ben,cem"));
        PlanVersions before = Desk(_rig.Settings()).Read();
        PlanVersion? other = null;
        var files = new FaultyFiles
        {
            Fault = (operation, path) =>
            {
                if (other is null && operation == nameof(FileOperations.Rename) && path.EndsWith("plan.json", StringComparison.Ordinal))
                {
                    other = Desk(_rig.Settings("ws-2") with { TimeProvider = new ShiftedTime { Shift = TimeSpan.FromMinutes(minutes) } }).Write(rival, "zoe", before);
                }

                return null;
            },
        };
        LabelShareSettings settings = _rig.Settings(files: files);

        StoredPlan stored = Planner(settings).Store(await MakeAsync(Step("ann,ben,dev")), "lead", before);

        (PlanVersion loser, PlanVersion winner) = counts ? (other!, stored.Made) : (stored.Made, other!);
        Assert.Equal((counts, 2, 2), (stored.Counts, loser.Version, winner.Version));
        string words = $"{loser.By} made a version from the same one at the same time ({loser.Id}). It does not count; version 2 by {winner.By} does ({winner.Id}).";
        Assert.Equal([words], stored.Words);
        Assert.Equal([words], Desk(_rig.Settings("ws-2")).Read().Words);
    }

    [Fact]
    public async Task VersionThatCannotBeReadBack_IsStored_AndThatIsSaid()
    {
        var root = new SharedRoot(_rig.Settings());
        await StoreAsync("ann,ben");
        PlanDraft draft = await MakeAsync(Step("ann,cem"));
        bool isThere = false;
        var files = new FaultyFiles
        {
            Fault = (operation, path) =>
            {
                isThere |= operation == nameof(FileOperations.Rename) && path.EndsWith("plan.json", StringComparison.Ordinal);
                return isThere && operation == nameof(FileOperations.ListFolders) ? FaultyFiles.Errno(5) : null;
            },
        };

        StoredPlan stored = Planner(_rig.Settings(files: files)).Store(draft, "lead", Desk(_rig.Settings()).Read());

        Assert.Null(stored.Counts);
        Assert.StartsWith("Version 2 is stored; whether it counts could not be read: ", Assert.Single(stored.Words), StringComparison.Ordinal);
        Assert.Equal(stored.Made.Id, new PlanFiles(root).Read().Current!.Id);
    }

    private static PlanDesk Desk(LabelShareSettings settings) => new(new SharedRoot(settings));

    private static StepPlanner Planner(LabelShareSettings settings)
    {
        var root = new SharedRoot(settings);
        return new StepPlanner(root, new PlanDesk(root), LabelClasses.Default);
    }

    private PlanStep Step(string annotators)
    {
        PlanDesk desk = Desk(_rig.Settings());
        return PlanStep.After(desk.ReadDesign(desk.Read()), PlannerTests.Request(1, annotators));
    }

    private async Task<PlanDraft> MakeAsync(PlanStep step)
    {
        PlanResult result = await Planner(_rig.Settings()).MakeAsync(step, Blocks, Ct);
        Assert.Null(result.Fault);
        return result.Draft!;
    }

    private async Task<PlanDraft> StoreAsync(string annotators) => Store(await MakeAsync(Step(annotators)));

    private async Task<PlanDraft> UndoAsync()
    {
        PlanDesk desk = Desk(_rig.Settings());
        return Store(await MakeAsync(desk.ReadUndo(desk.Read()).Step!));
    }

    private PlanDraft Store(PlanDraft draft)
    {
        StoredPlan stored = Planner(_rig.Settings()).Store(draft, "lead", Desk(_rig.Settings()).Read());
        Assert.True(stored.Counts);
        Assert.Empty(stored.Words);
        return draft;
    }

    /// <summary>Of versions 1 and 2, from their files.</summary>
    private IEnumerable<(string Username, int Added, int Removed)> Counted(string before, string after) => before.Split(' ').Union(after.Split(' ')).Order(StringComparer.Ordinal).Select(name =>
    {
        string[] old = QueueOf(1, name);
        string[] now = QueueOf(2, name);
        return (name, now.Count(block => !old.Contains(block)), old.Count(block => !now.Contains(block)));
    });

    private string[] OrdinaryOf(int version) => [.. new[] { "ann", "ben", "cem", "dev" }.SelectMany(name => QueueOf(version, name).Select(block => $"{name} {block}")).Order(StringComparer.Ordinal)];

    private string[] QueueOf(int version, string name)
    {
        string folder = Directory.GetDirectories(Path.Combine(_rig.Annotations, "campaign", "plans")).Single(one => (int)JsonNode.Parse(File.ReadAllText(Path.Combine(one, "plan.json")))!["version"]! == version);
        string queue = Path.Combine(folder, "queues", name + ".json");
        return File.Exists(queue) ? [.. JsonNode.Parse(File.ReadAllText(queue))!["blocks"]!.AsArray().Select(block => (string)block!)] : [];
    }
}
