using ProteomicsAnnotator.App.Reviewing;
using ProteomicsAnnotator.App.Tests.Annotating;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Campaign;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Planning;
using ProteomicsAnnotator.Core.Share;

namespace ProteomicsAnnotator.App.Tests.Reviewing;

/// <summary>What an admin's page plans and stores, while others work.</summary>
public sealed class CampaignDeskTests : IAsyncDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 30, 0, 0, 0, TimeSpan.Zero);
    private readonly SessionRig _rig = new();
    private UnreadableFound _unreadable = UnreadableFound.None;

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public async Task LabelBetweenPreviewAndStore_StoresNothing_AndShowsWhatThePlanWouldBeNow()
    {
        CampaignDesk desk = await OpenAsync();
        await desk.PreviewAsync(Request("ann,ben,cem"));
        PersonPlan ben = desk.Draft!.People.Single(person => person.Username == "ben");
        BlockId block = _rig.Catalog.Current.Blocks.Select(one => one.Id).Except(ben.Ordinary).First();
        UserLabels labels = await _rig.Share.OpenUserAsync("ben", CancellationToken.None);
        Assert.True((await labels.SetAsync(new LabelKey(null, block), 1, [], CancellationToken.None)).Accepted);

        await desk.StoreAsync(Now);

        Assert.Contains("Nothing is stored", desk.Fault, StringComparison.Ordinal);
        Assert.Empty(Read().Versions);
        Assert.Contains(block, desk.Draft!.People.Single(person => person.Username == "ben").Ordinary);
        await desk.StoreAsync(Now);
        Assert.Null(desk.Fault);
        Assert.Equal(1, Read().Current!.Version);
    }

    [Fact]
    public async Task AnotherAdminsVersion_MeanwhileMade_IsPlannedAfter()
    {
        CampaignDesk desk = await OpenAsync();
        await desk.PreviewAsync(Request("ann,ben,cem"));
        CampaignDesk other = await OpenDeskAsync();
        await other.PreviewAsync(Request("ann,ben"));
        await other.StoreAsync(Now);

        await desk.StoreAsync(Now);
        Assert.Contains("Nothing is stored", desk.Fault, StringComparison.Ordinal);
        await desk.StoreAsync(Now);

        Assert.Equal((2, 2), (Read().Current!.Version, Read().Versions.Count));
        Assert.Contains("Version 2 is stored", desk.Done, StringComparison.Ordinal);
    }

    [Fact]
    public async Task UnreadableBlocks_CountAsDone_AndAreListed_UntilTheyCanBeRead()
    {
        CampaignDesk desk = await OpenAsync();
        await desk.PreviewAsync(Request("ann,ben"));
        await desk.StoreAsync(Now);
        _unreadable = new UnreadableFound(new Dictionary<BlockId, string> { [BlockId.OfNumber(3)] = "a.tif: torn" }, 0);

        await desk.ReadAsync(Now);

        Assert.Equal([1, 1], desk.Progress!.People.Select(person => person.Done));
        Assert.Equal(BlockId.OfNumber(3), Assert.Single(desk.Progress.Unreadable).Key);
        _unreadable = UnreadableFound.None with { Problem = "No block can be read here" };
        await desk.ReadAsync(Now);
        Assert.Equal([0, 0], desk.Progress!.People.Select(person => person.Done));
        Assert.Contains("No block can be read here", desk.Notices);
    }

    [Fact]
    public async Task TwoClicks_StoreOneVersion()
    {
        CampaignDesk desk = await OpenAsync();
        await desk.PreviewAsync(Request("ann,ben,cem"));

        await Task.WhenAll(desk.StoreAsync(Now), desk.StoreAsync(Now));

        Assert.Single(Read().Versions);
    }

    [Fact]
    public async Task ShareThatCannotBeRead_IsNoCampaignWithoutAPlan()
    {
        CampaignDesk desk = await OpenAsync();
        await desk.PreviewAsync(Request("ann,ben"));
        await desk.StoreAsync(Now);
        string plan = Path.Combine(_rig.Folder, "annotations", "admin", "plans", Read().Current!.Id + ".json");
        File.Move(plan, plan + ".away");

        CampaignDesk later = await OpenDeskAsync();

        Assert.False(later.IsRead);
        Assert.NotNull(later.Fault);
        File.Move(plan + ".away", plan);
        await later.ReadAsync(Now);
        Assert.True(later.IsRead);
        Assert.Null(later.Fault);
    }

    [Fact]
    public async Task FurtherVersion_KeepsWhatTheFormDoesNotName()
    {
        CampaignDesk desk = await OpenAsync();
        await desk.PreviewAsync(Request("ann,ben") with { StopAt = 0.9, LeastVotes = 3 });
        await desk.StoreAsync(Now);

        Assert.Equal((0.9, 3), (desk.Request!.StopAt, desk.Request.LeastVotes));
    }

    [Fact]
    public async Task PeopleWhoAreSilent_AreNamedWithTheirBlocks_AndThePlanWithoutThemIsOneStepAway()
    {
        CampaignDesk desk = await OpenAsync();
        await desk.PreviewAsync(Request("ann,ben,cem,dev"));
        await desk.StoreAsync(Now);
        string users = Directory.CreateDirectory(Path.Combine(_rig.Folder, "annotations", "users")).FullName;
        foreach (string name in new[] { "ben", "cem" })
        {
            BlockId block = new PlanFiles(_rig.Share.Root).ReadQueue(Read().Current!, name)[0];
            await File.WriteAllBytesAsync(Path.Combine(users, name + ".json"), System.Text.Encoding.UTF8.GetBytes($$"""{"username": "{{name}}", "annotations": {"{{block}}": {"label": 1, "annotated_at": "2200-01-09T00:00:00+00:00"} } }"""), TestContext.Current.CancellationToken);
        }

        await desk.ReadAsync(new DateTimeOffset(2200, 1, 10, 0, 0, 0, TimeSpan.Zero));
        Assert.Equal([("ann", 6), ("dev", 6)], desk.Silent.Select(person => (person.Username, person.Left)));
        await desk.PreviewWithoutSilentAsync();

        Assert.Null(desk.Fault);
        Assert.Equal(["ben", "cem"], desk.Draft!.People.Select(person => person.Username));
        Assert.Equal(1, Read().Current!.Version);
    }

    /// <summary>Each is at work in another way, and none gives a label.</summary>
    [Fact]
    public async Task WhoeverDecidesAnything_IsNotSilent()
    {
        CampaignDesk desk = await OpenAsync();
        await desk.PreviewAsync(Request("ann,ben,cem,dev,eva"));
        await desk.StoreAsync(Now);
        DateTimeOffset later = Read().Current!.At.AddDays(3.5);
        Put("ann", later.AddDays(-1), """ "mark":{"block":"block_0001","unusable":"torn"} """);
        Put("ben", later.AddDays(-1), """ "mark":{"block":"block_0001","unsure":true} """);
        Put("cem", later.AddDays(-1), """ "repeat":{"block":"block_0001","label":1} """);
        Put("dev", later.AddDays(-5), """ "mark":{"block":"block_0001","note":"long ago"} """);

        await desk.ReadAsync(later);

        Assert.Null(desk.Fault);
        Assert.Equal(["dev", "eva"], desk.Silent.Select(person => person.Username).Order(StringComparer.Ordinal));

        void Put(string name, DateTimeOffset at, string decision)
        {
            string folder = Directory.CreateDirectory(Path.Combine(_rig.Folder, "annotations", "history", "users", name)).FullName;
            File.WriteAllBytes(Path.Combine(folder, "20261101T080000Z-ws-1-0123456789ab.jsonl"), System.Text.Encoding.UTF8.GetBytes($$"""
                {"format":1,"program":"1.0.0","host":"ws-1","account":"t","data_root":"/d","classes":["a","b","c"]}
                {"seq":1,"clock":1,"at":"{{LabelTime.Format(at)}}",{{decision.Trim()}}}

                """));
        }
    }

    [Fact]
    public async Task Undo_IsShownWithItsCounts_BeforeItIsStored()
    {
        CampaignDesk desk = await OpenAsync();
        Assert.Null(desk.Predecessor);
        await desk.PreviewUndoAsync();
        Assert.Contains("no plan, so nothing to undo", desk.Fault, StringComparison.Ordinal);
        await desk.PreviewAsync(Request("ann,ben"));
        await desk.StoreAsync(Now);
        await desk.PreviewAsync(Request("cem,dev"));
        await desk.StoreAsync(Now);

        await desk.PreviewUndoAsync();

        Assert.Equal((1, 2), (desk.Predecessor!.Version, Read().Versions.Count));
        Assert.StartsWith("As version 1 by boss was;", desk.Undoes, StringComparison.Ordinal);
        Assert.Equal("Compared with version 2, 24 blocks leave the queues and 24 come in: ann +12, ben +12, cem −12, dev −12.", desk.Draft!.Change!.Words);
        await desk.StoreAsync(Now);
        Assert.Equal(((string?)null, 3), (desk.Fault, Read().Current!.Version));
        Assert.Equal(["ann", "ben"], Read().Current!.Queues.Keys.Order(StringComparer.Ordinal));
        Assert.Equal((null, null), (desk.Draft, desk.Undoes));
    }

    /// <summary>What is taken back is what the admin saw: another admin's version that came meanwhile is not.</summary>
    [Fact]
    public async Task Undo_AfterAnotherAdminsVersion_IsShownAgain()
    {
        CampaignDesk desk = await OpenAsync();
        await desk.PreviewAsync(Request("ann,ben"));
        await desk.StoreAsync(Now);
        await desk.PreviewAsync(Request("cem,dev"));
        await desk.StoreAsync(Now);
        await desk.PreviewUndoAsync();
        CampaignDesk other = await OpenDeskAsync();
        await other.PreviewAsync(Request("eva,fay"));
        await other.StoreAsync(Now);

        await desk.StoreAsync(Now);

        Assert.Contains("Nothing is stored", desk.Fault, StringComparison.Ordinal);
        Assert.StartsWith("As version 2 by boss was;", desk.Undoes, StringComparison.Ordinal);
        Assert.Equal(3, Read().Current!.Version);
    }

    private static PlanRequest Request(string annotators) => new() { Votes = 2, Annotators = PlannedAnnotators.Parse(annotators, out _) };

    private async Task<CampaignDesk> OpenAsync()
    {
        _rig.PutBlocks([.. Enumerable.Range(1, 12).Select(i => $"block_{i:0000}")]);
        await _rig.OpenShareAsync();
        return await OpenDeskAsync();
    }

    private async Task<CampaignDesk> OpenDeskAsync()
    {
        var desk = new CampaignDesk(_rig.Share, LabelClasses.Default, () => Task.FromResult<IReadOnlyList<BlockId>>([.. _rig.Catalog.Current.Blocks.Select(block => block.Id)]), _ => Task.FromResult(_unreadable), "boss");
        await desk.ReadAsync(Now);
        return desk;
    }

    private PlanVersions Read() => new PlanFiles(_rig.Share.Root).Read();
}
