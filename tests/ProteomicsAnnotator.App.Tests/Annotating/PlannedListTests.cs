using ProteomicsAnnotator.App.Annotating.Viewer;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Planning;

namespace ProteomicsAnnotator.App.Tests.Annotating;

/// <summary>The own queue of the plan in the list of a page.</summary>
public sealed class PlannedListTests : IAsyncDisposable
{
    private readonly SessionRig _rig = new();

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public async Task Queue_IsTheListAtFirst_InItsOrder_AndAllBlocksAreOneStepAway()
    {
        await OpenAsync("alice,bob", 1);
        string[] mine = Queue("alice");

        Assert.Equal(mine, Shown());
        Assert.Equal(mine[0], _rig.Session.Place.Current!.Id.Value);
        Assert.Equal((0, mine.Length), (_rig.Session.AnnotatedCount, _rig.Session.Place.TotalCount));

        _rig.Session.ToggleMine();
        Assert.Equal(12, _rig.Session.Place.TotalCount);
        Assert.Equal(Shown().Order(StringComparer.Ordinal), Shown());

        _rig.Session.ToggleMine();
        Assert.Equal(mine, Shown());
    }

    [Fact]
    public async Task AutoAdvance_GoesAlongTheQueue_AndItsEndSaysWhoHasMore()
    {
        await OpenAsync("alice,bob", 1);
        _rig.Session.Settings.AutoAdvance = true;
        string[] mine = Queue("alice");

        foreach (string id in mine)
        {
            Assert.Equal(id, _rig.Session.Place.Current!.Id.Value);
            Assert.True((await _rig.LabelAsync(id, 1)).Accepted);
        }

        Assert.Contains(_rig.Said, text => text.Contains("Your queue is done", StringComparison.Ordinal) && text.Contains($"bob {12 - mine.Length} blocks", StringComparison.Ordinal));
    }

    [Fact]
    public async Task SomebodyWithoutBlocks_SeesAll_AndReadsWhoHasThem()
    {
        await OpenAsync("bob,cem", 1);

        Assert.Equal(12, _rig.Session.Place.TotalCount);
        Assert.False(_rig.Session.Place.Queue.HasBlocks);
        Assert.Contains("has no block for you", _rig.Session.Place.Queue.WhyNone, StringComparison.Ordinal);
        Assert.Contains("bob 6 blocks, cem 6 blocks", _rig.Session.Place.Queue.WhyNone, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WithoutAPlan_NothingIsSaid()
    {
        PutBlocks();
        await _rig.OpenAsync();

        Assert.Equal(12, Shown().Length);
        Assert.Null(_rig.Session.Place.Queue.WhyNone);
        Assert.False(_rig.Session.Place.Queue.IsStale);
    }

    [Fact]
    public async Task FirstPlan_WhileThePageIsOpen_IsSaid()
    {
        PutBlocks();
        await _rig.OpenAsync();

        Plan("alice,bob", 1, 7);
        await Eventually.IsTrueAsync(() => _rig.Session.Place.Queue.IsStale, "the plan is seen");
        await _rig.Session.FollowPlanAsync();

        Assert.Equal(6, Shown().Length);
        Assert.Contains(_rig.Said, text => text.Contains("The plan has changed: version 1 by lead. 6 blocks are yours.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task QueueThatCannotBeRead_IsSaidOnce_AndTheOneBeforeStays()
    {
        await OpenAsync("alice,bob", 1);
        string[] before = Shown();
        Plan("alice,bob,cem", 1, 9);
        string plans = Path.Combine(_rig.Folder, "annotations", "campaign", "plans");
        string path = Path.Combine(plans, new PlanFiles(_rig.Share.Root).Read().Current!.Id, "queues", "alice.json");
        byte[] whole = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(path, "{"u8.ToArray(), TestContext.Current.CancellationToken);

        int looks = _rig.Share.Plan.Looks;
        await Eventually.IsTrueAsync(
            async () =>
            {
                await _rig.Session.FollowPlanAsync();
                return _rig.Share.Plan.Looks >= looks + 4;
            },
            "it was looked for four times");

        Assert.Equal(before, Shown());
        Assert.Single(_rig.Said, text => text.StartsWith("Your queue could not be read", StringComparison.Ordinal));
        await File.WriteAllBytesAsync(path, whole, TestContext.Current.CancellationToken);
        await Eventually.IsTrueAsync(
            async () =>
            {
                await _rig.Session.FollowPlanAsync();
                return _rig.Session.Place.Queue.Version!.Version == 2;
            },
            "the queue is read");
    }

    [Fact]
    public async Task FurtherVersion_IsFollowed_WhileThePageIsOpen()
    {
        await OpenAsync("alice,bob", 1);
        string[] before = Shown();

        Plan("alice,bob,cem,dev", 1, 8);
        await Eventually.IsTrueAsync(() => _rig.Session.Place.Queue.IsStale, "the other version is seen");
        await _rig.Session.FollowPlanAsync();

        Assert.NotEqual(before, Shown());
        Assert.Equal(Queue("alice"), Shown());
        Assert.Contains(_rig.Said, text => text.Contains("The plan has changed: version 2 by lead. 3 blocks are yours.", StringComparison.Ordinal));
    }

    /// <summary>Its voxels were there when the further version came: the label counts, and nobody is to be asked for it.</summary>
    [Fact]
    public async Task BlockThatIsTakenOutWhileItIsOnScreen_TakesItsLabel_OutsideThePlan_AndThatIsSaid()
    {
        await OpenAsync("alice,bob", 1);
        string[] before = Shown();
        Plan("bob,cem,alice,dev", 1, 8);
        await Eventually.IsTrueAsync(() => _rig.Share.Plan.Versions?.Current?.Version == 2, "the other version is seen");
        string taken = before.Except(Queue("alice")).First();
        _rig.Paint(taken);
        LabelPress press = _rig.Press(taken, 2);
        await _rig.Session.FollowPlanAsync();
        Assert.DoesNotContain(taken, Shown());

        Assert.True((await _rig.Session.Viewer.LabelAsync(press)).Accepted);

        Assert.Equal(2, _rig.Session.Labels.Of(_rig.Catalog.Current.Blocks.First(block => block.Id.Value == taken)));
        Assert.Single(_rig.Said, text => text == $"{taken} is not in your queue: labels of such blocks are kept, and counted outside the plan.");
        await _rig.Share.FlushAsync(TimeSpan.FromSeconds(30));
        var files = new PlanFiles(_rig.Share.Root);
        PlanDesign design = files.ReadDesign(files.Read().Current!);
        var progress = PlanProgress.Of(design.Ordinary, design.Common, (await _rig.Share.ReadAllUsersAsync(TestContext.Current.CancellationToken)).Users);
        Assert.Equal((1, 0, 0), (progress.Outside, progress.Begun, progress.Complete));
    }

    [Fact]
    public async Task Search_FindsWithinTheQueue_AndAnyBlockCanBeOpened()
    {
        await OpenAsync("alice,bob", 1);
        string others = Ids(12).First(id => !Queue("alice").Contains(id));

        Assert.True(_rig.Session.TrySelectReviewed(BlockId.Parse(others)));
        Assert.Equal(others, _rig.Session.Place.Current!.Id.Value);
        Assert.True((await _rig.LabelAsync(others, 1)).Accepted);
        Assert.Equal(0, _rig.Session.AnnotatedCount);
        Assert.Contains($"{others} is not in your queue: labels of such blocks are kept, and counted outside the plan.", _rig.Said);
    }

    [Fact]
    public async Task Repeat_ComesLateAndNameless_ChangesNoLabel_AndIsToldNowhere()
    {
        _rig.PutBlocks([.. Ids(130)]);
        await _rig.OpenShareAsync();
        Plan("alice", 1, 7, 130, repeats: 0.05);
        await _rig.OpenSessionAsync(false);
        Assert.True(_rig.Session.TryBegin(null, null));
        _rig.Session.Settings.AutoAdvance = true;
        string[] queue = Queue("alice");
        var nameless = new List<int>();
        Assert.Equal(130, _rig.Session.Place.TotalCount);

        for (int i = 0; i < queue.Length; i++)
        {
            Block current = _rig.Session.Place.Current!;
            bool isRepeat = queue.Take(i).Contains(queue[i]);
            Assert.Equal(isRepeat, current.IsBlind);
            Assert.True(isRepeat || current.Id.Value == queue[i], $"{i}: {current.Id} instead of {queue[i]}");
            Assert.True((await _rig.LabelAsync(current.Id.Value, isRepeat ? 2 : 1)).Accepted);
            if (isRepeat)
            {
                nameless.Add(i);
            }
        }

        Assert.Equal(7, nameless.Count);
        Assert.Equal((130, 130), (_rig.Session.AnnotatedCount, _rig.Session.Labels.CountOf(1, _rig.Session.Place.Folders)));
        Assert.Equal(0, _rig.Session.Viewer.SelfCheck.Figures.Total);
        UserLabels labels = await _rig.Share.OpenUserAsync("alice", CancellationToken.None);
        Assert.Equal(nameless.Select(i => queue[i]).Order(StringComparer.Ordinal), labels.Repeats.Select(repeat => repeat.Key.Block.Value).Order(StringComparer.Ordinal));
        Assert.All(labels.Repeats, repeat => Assert.Equal((1, 2), (repeat.First, repeat.Second)));
        Assert.DoesNotContain(_rig.Said, text => text.Contains("repeat", StringComparison.OrdinalIgnoreCase) || text.Contains("self-check", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Repeat_IsNotDue_WhileItsBlockWasLabelledAMomentAgo()
    {
        _rig.PutBlocks([.. Ids(130)]);
        await _rig.OpenShareAsync();
        Plan("alice", 1, 7, 130, repeats: 0.05);
        await _rig.OpenSessionAsync(false);
        Assert.True(_rig.Session.TryBegin(null, null));
        string[] queue = Queue("alice");
        _rig.Session.Settings.AutoAdvance = true;
        Assert.True(_rig.Session.Place.Catalog.TryGet(BlockId.Parse(queue[^1]), out Block? last));
        string repeated = queue.First(id => queue.Count(other => other == id) == 2);
        Assert.True((await _rig.LabelAsync(repeated, 1)).Accepted);

        _rig.Session.Select(last);

        Assert.True((await _rig.LabelAsync(last.Id.Value, 1)).Accepted);
        Assert.False(_rig.Session.Place.Current!.IsBlind);
    }

    private async Task OpenAsync(string annotators, int votes)
    {
        PutBlocks();
        await _rig.OpenShareAsync();
        Plan(annotators, votes, 7);
        await _rig.OpenSessionAsync(false);
        Assert.True(_rig.Session.TryBegin(null, null));
    }

    private void PutBlocks() => _rig.PutBlocks([.. Ids(12)]);

    private static IEnumerable<string> Ids(int count) => Enumerable.Range(1, count).Select(i => $"block_{i:0000}");

    private void Plan(string annotators, int votes, int seed, int count = 12, double repeats = 0)
    {
        var files = new PlanFiles(_rig.Share.Root);
        PlanVersions before = files.Read();
        BlockId[] blocks = [.. Ids(count).Select(BlockId.Parse)];
        var request = new PlanRequest { Votes = votes, Seed = seed, Repeats = repeats, Annotators = [.. annotators.Split(',').Select(name => new PlannedAnnotator(name, 1))] };
        PlanResult made = Planner.Make(request, new PlanBasis(blocks, new Dictionary<string, IReadOnlySet<BlockId>>(), new Dictionary<string, IReadOnlyList<BlockId>>()));
        _ = files.Write(made.Draft!, "lead", before);
    }

    private string[] Queue(string username)
    {
        var files = new PlanFiles(_rig.Share.Root);
        return [.. files.ReadQueue(files.Read().Current!, username).Select(block => block.Value)];
    }

    private string[] Shown() => [.. _rig.Session.Place.Sequence.Visible.Select(block => block.Id.Value)];
}
