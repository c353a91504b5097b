using System.Collections.Concurrent;
using System.Text.Json;
using Bunit;
using ProteomicsAnnotator.App.Annotating;
using ProteomicsAnnotator.App.Annotating.Viewer;
using ProteomicsAnnotator.App.Components.Dialogs;
using ProteomicsAnnotator.App.Settings;
using ProteomicsAnnotator.App.SigningIn;
using ProteomicsAnnotator.App.Tests.Hosting;
using ProteomicsAnnotator.App.Tests.Reviewing;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Snapshots;
using ProteomicsAnnotator.Core.Volumes;

namespace ProteomicsAnnotator.App.Tests.Annotating;

public sealed class AnnotationSessionTests : IAsyncLifetime
{
    private static readonly SeenChannel[] Seen = [new(0, "a.tif", "10-20", null)];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("session");
    private readonly ConcurrentQueue<string> _said = [];
    private readonly SignIns _signIns = new();
    private LabelShare _share = null!;
    private BlockCatalog _catalog = null!;
    private OpenRoots _roots = null!;
    private VolumeCache _volumes = null!;
    private AnnotationSessionFactory _factory = null!;
    private AnnotationSession _session = null!;
    private int _reports;
    private int _keys;

    public async ValueTask InitializeAsync()
    {
        for (int i = 1; i <= 4; i++)
        {
            string block = _folder.CreateSubdirectory($"data/block_{i:0000}").FullName;
            await File.WriteAllBytesAsync(Path.Combine(block, "a.tif"), [0]);
        }

        var options = new AnnotatorOptions
        {
            Home = _folder.FullName,
            DataRoot = Path.Combine(_folder.FullName, "data"),
            AnnotationsRoot = Path.Combine(_folder.FullName, "annotations"),
            Folders = new LocalFolders(Path.Combine(_folder.FullName, "state"), Path.Combine(_folder.FullName, "cache")),
            Token = "t",
            ShareLimits = TestProgram.Patient,
            PollInterval = TimeSpan.FromMilliseconds(200),
        };
        _catalog = new BlockCatalog(options.DataRoot, options.DataRoot, []);
        await _catalog.ScanAsync(CancellationToken.None);
        _roots = new OpenRoots(options, _catalog, TimeProvider.System);
        _volumes = new VolumeCache(new VolumeCacheOptions());
        _share = await LabelShare.OpenAsync(ShareSettings.Of(options), CancellationToken.None);
        SignIn signIn = _signIns.Add("alice", isAdmin: false, former: null);
        _factory = new AnnotationSessionFactory(_roots, _volumes, _share, _signIns, options, new EvidenceRecording(_share, options, TimeProvider.System));
        _session = await _factory.OpenAsync(signIn.SessionId, CancellationToken.None);
        _session.Notices.Noticed += notice => _said.Enqueue(notice.Text);
        Assert.True(_session.TryBegin(null, null));
    }

    public async ValueTask DisposeAsync()
    {
        await _session.DisposeAsync();
        await _share.DisposeAsync();
        _volumes.Dispose();
        _roots.Dispose();
        _catalog.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Open_BlocksAlreadyFound_ListsThemBeforeTheViewerBegins()
    {
        await using AnnotationSession second = await _factory.OpenAsync(_session.Owner.SignIn.SessionId, CancellationToken.None);

        Assert.Equal(["block_0001", "block_0002", "block_0003", "block_0004"], second.Place.Sequence.Visible.Select(block => block.Id.Value));
        Assert.Null(second.Place.Current);
    }

    [Fact]
    public async Task Label_PaintedBlock_IsInTheUsersFileOfTheShareAfterwards()
    {
        LabelOutcome outcome = await LabelAsync("block_0001", 2);
        await _share.FlushAsync(TimeSpan.FromSeconds(90));

        Assert.True(outcome.Accepted);
        Assert.Null(outcome.Show);
        string json = await File.ReadAllTextAsync(Path.Combine(_folder.FullName, "annotations/users/alice.json"));
        Assert.Contains("\"label\": 2", json, StringComparison.Ordinal);
        Assert.Equal(1, _session.AnnotatedCount);
    }

    [Fact]
    public async Task History_ForAdmins_IsEveryonesAndForOthersTheirOwn()
    {
        await LabelAsync("block_0001", 2);
        FinalLabels finals = await _share.OpenFinalLabelsAsync("boss", CancellationToken.None);
        Block block = _catalog.Current.Blocks[0];
        await finals.SetAsync([block.Key], 3, CancellationToken.None);
        SignIn boss = _signIns.Add("boss", isAdmin: true, former: null);
        await using AnnotationSession admin = await _factory.OpenAsync(boss.SessionId, CancellationToken.None);

        BlockHistory all = await admin.ReadHistoryAsync(block);
        BlockHistory own = await _session.ReadHistoryAsync(block);

        Assert.Equal([("boss", 3, true), ("alice", 2, false)], all.Entries.Select(entry => (entry.By, entry.Label!.Value, entry.IsFinalLabel)));
        Assert.Equal(["alice"], own.Entries.Select(entry => entry.By));
        await LabelAsync("block_0001", 1);
        Assert.Equal([1, 2], (await _session.ReadHistoryAsync(block)).Entries.Select(entry => entry.Label));
    }

    [Fact]
    public async Task History_WhileTheAdjudicationHidesNames_HidesThemToo()
    {
        await LabelAsync("block_0001", 2);
        Block block = _catalog.Current.Blocks[0];
        UserLabels carol = await _share.OpenUserAsync("carol", CancellationToken.None);
        await carol.SetAsync(block.Key, 1, [], CancellationToken.None);
        await _share.FlushAsync(TimeSpan.FromSeconds(90));
        SignIn boss = _signIns.Add("boss", isAdmin: true, former: null);
        await using AnnotationSession admin = await _factory.OpenAsync(boss.SessionId, CancellationToken.None);
        await admin.OpenReviewAsync();
        Assert.True(await admin.Admin.Shown!.Adjudication.StartAsync(AdjudicationOrder.VoteEntropy, CancellationToken.None));

        BlockHistory hidden = await admin.ReadHistoryAsync(block);
        admin.Admin.Shown.Adjudication.HidesNames = false;
        BlockHistory shown = await admin.ReadHistoryAsync(block);

        Assert.Equal(["hidden", "hidden"], hidden.Entries.Select(entry => entry.By));
        Assert.All(hidden.Entries, entry => Assert.Null(LabelTime.Known(entry.At)));
        Assert.Equal(["carol", "alice"], shown.Entries.Select(entry => entry.By));
    }

    [Theory]
    [InlineData("block_0001", 4, "there is no class 4")]
    [InlineData("block_0099", 1, "not in the open folder")]
    [InlineData("../block_0001", 1, "not in the open folder")]
    public async Task Label_ThatCannotBeMeant_IsRefusedInWords(string block, int label, string words)
    {
        LabelOutcome outcome = await LabelAsync(block, label);

        Assert.False(outcome.Accepted);
        Assert.Contains(words, outcome.Reason, StringComparison.Ordinal);
        Assert.Equal(0, _session.AnnotatedCount);
    }

    [Fact]
    public async Task Label_NoChannelCouldBeRead_IsRefused()
    {
        SeenChannel[] failed = [new(0, "a.tif", null, "truncated")];

        LabelOutcome outcome = await LabelAsync(_session, OpenRoots.ConfiguredId, "block_0001", 1, failed);

        Assert.False(outcome.Accepted);
    }

    [Fact]
    public async Task Label_OfAnotherRootsBlockWithTheSameName_IsRefused()
    {
        LabelOutcome outcome = await LabelAsync(_session, "another-root", "block_0001", 1, Seen);

        Assert.False(outcome.Accepted);
        Assert.Equal(0, _session.AnnotatedCount);
    }

    [Fact]
    public async Task Label_AutoAdvanceSkippingAnnotated_GoesToTheNextUnlabelledBlock()
    {
        await LabelAsync("block_0002", 1);
        (_session.Settings.AutoAdvance, _session.Settings.SkipAnnotated) = (true, true);

        LabelOutcome outcome = await LabelAsync("block_0001", 3);

        Assert.Equal("block_0003", outcome.Show?.Block?.Id);
        Assert.Equal(["block_0004"], outcome.Show!.Next.Select(block => block.Id));
    }

    [Fact]
    public async Task Label_AutoAdvanceAfterOneWentElsewhere_StaysThere()
    {
        _session.Settings.AutoAdvance = true;
        _session.Viewer.OnNavigated(1, OpenRoots.ConfiguredId, "block_0004");

        LabelOutcome outcome = await LabelAsync("block_0001", 3);

        Assert.True(outcome.Accepted);
        Assert.Null(outcome.Show);
        Assert.Equal("block_0004", _session.Place.Current?.Id.Value);
    }

    [Fact]
    public async Task Undo_AfterAutoAdvance_GoesBackToTheBlockItConcerns()
    {
        _session.Settings.AutoAdvance = true;
        await LabelAsync("block_0001", 3);
        Assert.Equal("block_0002", _session.Place.Current?.Id.Value);

        LabelOutcome undone = await _session.Viewer.UndoAsync(new UndoPress(++_keys, DecisionMode.Own, Redo: false));

        Assert.True(undone.Accepted);
        Assert.Equal("block_0001", undone.Show?.Block?.Id);
        Assert.Equal(0, _session.AnnotatedCount);
    }

    [Fact]
    public async Task Label_BrowserSignedInAsSomeoneElse_WaitsForAConfirmation()
    {
        _signIns.Add("bob", isAdmin: false, former: _session.Owner.SignIn.SessionId);

        Assert.False((await LabelAsync("block_0001", 1)).Accepted);
        Assert.Contains("bob", _session.Owner.BlockedReason, StringComparison.Ordinal);

        _session.ConfirmBlocked();
        Assert.True((await LabelAsync("block_0001", 1)).Accepted);
    }

    [Fact]
    public async Task Painted_FilesChangedSinceTheLabel_SaysSo()
    {
        await LabelAsync("block_0001", 1);

        Paint("block_0001", new SeenChannel(0, "a.tif", "10-99", null));

        Assert.Contains(_said, text => text.Contains("changed on disk after you labelled it (a.tif)", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Painted_FromVoxelsOlderThanTheFile_AsksForThemAnew()
    {
        var changed = new TaskCompletionSource<BlockId>();
        _session.Files.Changed += block => changed.TrySetResult(block.Id);
        string file = _catalog.Current.Blocks[0].Channels[0].Path;

        Paint("block_0001", new SeenChannel(0, "a.tif", FileVersion.Of(file)!.Value.ToString(), null));
        Paint("block_0002", new SeenChannel(0, "a.tif", "1-1", null));

        Assert.Equal("block_0002", (await changed.Task.WaitAsync(TimeSpan.FromSeconds(90))).Value);
    }

    [Fact]
    public async Task Painted_WhileFilesAreLookedAt_IsLookedAtAfterwards()
    {
        SeenChannel[] old = [new(0, "a.tif", "1-1", null)];
        var changed = new ConcurrentQueue<string>();
        _session.Files.Changed += block =>
        {
            changed.Enqueue(block.Id.Value);
            if (changed.Count == 1)
            {
                // The look that found this one is not over: its answer is being told.
                Paint("block_0002", old);
                Paint("block_0003", old);
            }
        };

        Paint("block_0001", old);

        await ReviewFolder.UntilAsync(() => changed.Count == 2, "the second look");
        Assert.Equal(["block_0001", "block_0003"], changed);
    }

    [Fact]
    public async Task Label_WhileFilesAreLookedAt_HasItsOwnLookedAtAfterwards()
    {
        _session.Settings.AutoAdvance = true;
        SeenChannel[] old = [new(0, "a.tif", "1-1", null)];
        bool isFirst = true;
        _session.Notices.Noticed += notice =>
        {
            if (isFirst && notice.Text.Contains("block_0001 had changed on disk", StringComparison.Ordinal))
            {
                isFirst = false;
                _ = LabelAsync(_session, OpenRoots.ConfiguredId, "block_0002", 1, old);
                _ = LabelAsync(_session, OpenRoots.ConfiguredId, "block_0004", 1, old);
            }
        };

        await LabelAsync(_session, OpenRoots.ConfiguredId, "block_0001", 1, old);

        await SaidAsync("block_0002 had changed on disk");
        await SaidAsync("block_0004 had changed on disk");
    }

    [Fact]
    public async Task Label_FileReplacedWhileShown_SaysSoToWhoHasGoneOn()
    {
        _session.Settings.AutoAdvance = true;

        LabelOutcome outcome = await LabelAsync("block_0001", 1);

        Assert.True(outcome.Accepted);
        await SaidAsync("block_0001 had changed on disk when you labelled it (a.tif)");
    }

    [Fact]
    public async Task Label_FileReplacedOfTheBlockOneStaysOn_ShowsItAnew()
    {
        var changed = new TaskCompletionSource<BlockId>();
        _session.Files.Changed += block => changed.TrySetResult(block.Id);

        await LabelAsync("block_0001", 1);

        Assert.Equal("block_0001", (await changed.Task.WaitAsync(TimeSpan.FromSeconds(90))).Value);
        Assert.DoesNotContain(_said, text => text.Contains("had changed on disk", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Label_FileDeletedWhileShown_IsKeptAndSaysSo()
    {
        File.Delete(_catalog.Current.Blocks[0].Channels[0].Path);

        LabelOutcome outcome = await LabelAsync("block_0001", 1);

        Assert.True(outcome.Accepted);
        await SaidAsync("block_0001: a.tif cannot be found on disk any more");
    }

    [Fact]
    public async Task SaveText_ShareGoesWithoutALabel_SaysSo_AndIsAsBeforeWhenItReturns()
    {
        await LabelAsync("block_0001", 1);
        string annotations = Path.Combine(_folder.FullName, "annotations");

        Directory.Move(annotations, annotations + "-away");

        await UntilAsync(() => _session.Saving.Text.StartsWith("Share not available, new labels are kept on this machine: not mounted", StringComparison.Ordinal));
        Assert.False(_session.Saving.IsSaved);
        Directory.Move(annotations + "-away", annotations);
        await UntilAsync(() => _session.Saving.Text.StartsWith("Saved ", StringComparison.Ordinal));
        Assert.True(_session.Saving.IsSaved);
    }

    [Fact]
    public async Task Notices_OfWhatHappensLater_AreSaidOnceToo()
    {
        byte[] foreign = """{"annotations": {"block_0004": {"label": 3, "annotated_at": "2024-01-02T10:30:00+00:00"}}}"""u8.ToArray();
        _session.Notices.SayOpening();
        await _share.FlushAsync(TimeSpan.FromSeconds(90));

        await File.WriteAllBytesAsync(Path.Combine(_folder.FullName, "annotations/users/alice.json"), foreign);

        await SaidAsync("1 label written by another program was taken over");
        await LabelAsync("block_0001", 1);
        Assert.Single(_said, text => text.Contains("taken over", StringComparison.Ordinal));
    }

    [Fact]
    public void Begin_AfterAReload_ReturnsToTheBlockOneWasOn()
    {
        Assert.True(_session.TryBegin(OpenRoots.ConfiguredId, "block_0003"));
        Assert.Equal("block_0003", _session.Place.Current?.Id.Value);
    }

    [Fact]
    public void Jump_AlongTheList_StopsAtItsEnds()
    {
        Assert.True(_session.TryJump(2));
        Assert.Equal("block_0003", _session.Place.Current?.Id.Value);
        Assert.True(_session.TryJump(int.MaxValue));
        Assert.Equal("block_0004", _session.Place.Current?.Id.Value);
        Assert.False(_session.TryJump(20));
        Assert.True(_session.TryJump(int.MinValue));
        Assert.Equal("block_0001", _session.Place.Current?.Id.Value);
    }

    [Fact]
    public async Task Jump_WhileAdjudicating_IsAlongTheQueue()
    {
        await DisagreeAsync(0, 2);
        await using AnnotationSession boss = await OpenAdminAsync();
        Assert.True(await boss.Admin.Shown!.Adjudication.StartAsync(AdjudicationOrder.VoteEntropy, CancellationToken.None));
        boss.BeginAdjudication();

        Assert.True(boss.TryJump(1));

        Assert.Equal("block_0003", boss.Place.Current?.Id.Value);
        Assert.Equal(boss.Place.Current?.Id, boss.Admin.Shown.Adjudication.Current);
        Assert.False(boss.TryJump(int.MaxValue));
    }

    [Fact]
    public async Task Filter_CurrentBlockDoesNotPass_IsListedAsAStray()
    {
        await LabelAsync("block_0002", 1);

        _session.Place.SetFilter(new BlockFilter(Label: BlockFilter.Labelled));

        Assert.Equal([("block_0001", true), ("block_0002", false)], _session.Place.Sequence.Visible.Select(block => (block.Id.Value, _session.Place.IsFilteredOut(block))));
    }

    [Fact]
    public async Task Rescan_AfterFoldersCameAndWent_SaysHowMany()
    {
        Directory.CreateDirectory(Path.Combine(_folder.FullName, "data/block_0007"));
        Directory.CreateDirectory(Path.Combine(_folder.FullName, "data/block_0008"));
        Directory.Delete(Path.Combine(_folder.FullName, "data/block_0004"), recursive: true);

        await _session.Place.RescanAsync();
        await _session.Place.RescanAsync();

        Assert.Equal(["Looked again: 2 new, 1 gone; 5 blocks now.", "Looked again: 0 new, 0 gone; 5 blocks now."], _said);
    }

    [Fact]
    public async Task CatalogNotice_OfFilesAndFolders_NamesEachByItsKind()
    {
        Directory.CreateDirectory(Path.Combine(_folder.FullName, "data/block_12"));
        await File.WriteAllBytesAsync(Path.Combine(_folder.FullName, "data/local_points.npy"), [1, 2, 3]);

        await _session.Place.RescanAsync();

        Assert.Equal("1 folder not used · 1 remark on this folder", CatalogText.Summary(_session.Place.Catalog));
        Assert.Contains(CatalogText.Details(_session.Place.Catalog), line => line.Contains("local_points.npy", StringComparison.Ordinal));
    }

    [Fact]
    public void FirstHit_OfASearch_IsTheFirstThatMatches()
    {
        Assert.Null(_session.Place.FirstHit);
        _session.Place.SetFilter(new BlockFilter("000", BlockFilter.Labelled));
        Assert.Null(_session.Place.FirstHit);
        _session.Place.SetFilter(new BlockFilter("003"));
        Assert.Equal("block_0003", _session.Place.FirstHit?.Id.Value);
        _session.Place.SetFilter(new BlockFilter("x"));
        Assert.Null(_session.Place.FirstHit);
    }

    [Fact]
    public async Task SaveText_AfterFinalLabels_NamesTheTime()
    {
        await using AnnotationSession boss = await OpenAdminAsync();
        Assert.Equal("Nothing to save", boss.Saving.Text);

        await boss.Admin.Shown!.SetFinalLabelAsync([_catalog.Current.Blocks[0].Id], 2, CancellationToken.None);

        Assert.StartsWith("Saved ", boss.Saving.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Admin_BrowserSignedInAsSomeoneElse_SeesNothingOfOthersUntilConfirmed()
    {
        await DisagreeAsync(0);
        Block block = _catalog.Current.Blocks[0];
        await using AnnotationSession boss = await OpenAdminAsync();
        Assert.True(await boss.Admin.Shown!.Adjudication.StartAsync(AdjudicationOrder.VoteEntropy, CancellationToken.None));
        bool told = false;
        boss.Changed += () => told = true;

        _signIns.Add("bob", isAdmin: false, former: boss.Owner.SignIn.SessionId);

        Assert.True(told);
        Assert.Null(boss.Admin.Shown);
        Assert.False(boss.Admin.IsAdjudicating);
        Assert.Empty((await boss.ReadHistoryAsync(block)).Entries);
        boss.ConfirmBlocked();
        Assert.NotNull(boss.Admin.Shown);
        Assert.NotEmpty((await boss.ReadHistoryAsync(block)).Entries);
        _signIns.Remove(_signIns.CurrentOf(boss.Owner.SignIn.SessionId)!.SessionId);
        Assert.Null(boss.Admin.Shown);
    }

    [Fact]
    public async Task QuitQuestion_WhileOpen_FollowsWhatIsDelivered()
    {
        string annotations = Path.Combine(_folder.FullName, "annotations");
        Directory.Move(annotations, annotations + "-away");
        await LabelAsync("block_0001", 2);
        await using var page = new BunitContext();
        IRenderedComponent<QuitQuestion> question = page.Render<QuitQuestion>(parameters => parameters.Add(it => it.Session, _session));
        await question.InvokeAsync(() => Assert.StartsWith("1 label is not on the share yet.", question.Find("span").TextContent, StringComparison.Ordinal));

        Directory.Move(annotations + "-away", annotations);

        await question.WaitForAssertionAsync(
            () => Assert.Equal("All labels are saved. End the program?", question.Find("span").TextContent), TimeSpan.FromMinutes(2));
    }

    [Fact]
    public async Task Label_ThatArrivesTwice_IsStoredOnce()
    {
        Paint("block_0001", Seen);
        LabelPress press = Press("block_0001", 2);

        LabelOutcome first = await _session.Viewer.LabelAsync(press);
        LabelOutcome second = await _session.Viewer.LabelAsync(press with { Label = 3 });

        Assert.True(first.Accepted);
        Assert.Same(first, second);
        Assert.Equal([2], DecisionsOf("block_0001"));
    }

    [Fact]
    public async Task Label_AskedForBeforeItArrives_IsRefusedForGood()
    {
        Paint("block_0001", Seen);
        LabelPress press = Press("block_0001", 2);

        PressOutcome asked = Assert.Single(await _session.Viewer.OutcomesAsync([press.Press]));
        LabelOutcome late = await _session.Viewer.LabelAsync(press);

        Assert.Contains("connection broke", asked.Outcome?.Reason, StringComparison.Ordinal);
        Assert.False(late.Accepted);
        Assert.Empty(DecisionsOf("block_0001"));
    }

    [Fact]
    public async Task Label_AnswerLost_IsToldWhenAskedFor()
    {
        Paint("block_0001", Seen);
        LabelPress press = Press("block_0001", 2);
        await _session.Viewer.LabelAsync(press);

        PressOutcome asked = Assert.Single(await _session.Viewer.OutcomesAsync([press.Press]));

        Assert.True(asked.Outcome?.Accepted);
        Assert.Equal(2, asked.Outcome?.Words?.Label);
    }

    [Fact]
    public async Task Label_MeantAsFinalLabel_IsNeverOnesOwnVote()
    {
        Paint("block_0001", Seen);

        LabelOutcome label = await _session.Viewer.LabelAsync(Press("block_0001", 2) with { Mode = DecisionMode.Final });
        LabelOutcome clear = await _session.Viewer.LabelAsync(Press("block_0001", null) with { Mode = DecisionMode.Final });
        LabelOutcome undo = await _session.Viewer.UndoAsync(new UndoPress(++_keys, DecisionMode.Final, Redo: false));

        Assert.All([label, clear, undo], outcome => Assert.Contains("the adjudication has ended", outcome.Reason, StringComparison.Ordinal));
        Assert.Empty(DecisionsOf("block_0001"));
    }

    [Fact]
    public async Task Label_MeantAsOwnVote_IsNoFinalLabel()
    {
        await DisagreeAsync(0);
        await using AnnotationSession boss = await OpenAdminAsync();
        Assert.True(await boss.Admin.Shown!.Adjudication.StartAsync(AdjudicationOrder.VoteEntropy, CancellationToken.None));
        boss.BeginAdjudication();
        boss.Viewer.OnPainted(new PaintedReport(++_reports, OpenRoots.ConfiguredId, "block_0001", Seen));

        LabelOutcome outcome = await boss.Viewer.LabelAsync(Press("block_0001", 2) with { Mode = DecisionMode.Own });

        Assert.Contains("keys set final labels now", outcome.Reason, StringComparison.Ordinal);
        Assert.Equal(DecisionMode.Final, boss.Viewer.Show().Mode);
        Assert.Null(boss.Admin.Shown.Table.Find(_catalog.Current.Blocks[0].Id)?.FinalLabel);
    }

    [Fact]
    public async Task Label_ProgramHasAnotherBlockOnItsWay_IsRefused()
    {
        Paint("block_0001", Seen);
        _session.Select(_catalog.Current.Blocks[2]);

        LabelOutcome outcome = await _session.Viewer.LabelAsync(Press("block_0001", 2) with { Navigation = 0 });

        Assert.Contains("block_0003 was asked for", outcome.Reason, StringComparison.Ordinal);
        Assert.Empty(DecisionsOf("block_0001"));
    }

    [Fact]
    public async Task Label_OfWhatNobodyReportedToBeOnScreen_IsRefused()
    {
        LabelOutcome outcome = await _session.Viewer.LabelAsync(Press("block_0001", 2) with { Seen = 99 });

        Assert.Contains("what was on screen", outcome.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Label_OfTheLastBlock_SaysThatItWouldHaveGoneOn()
    {
        _session.Settings.AutoAdvance = true;
        Assert.True(_session.TryJump(int.MaxValue));

        LabelOutcome outcome = await LabelAsync("block_0004", 1);

        Assert.True(outcome is { Accepted: true, IsAtEnd: true, Show: null });
    }

    [Fact]
    public async Task SameLabelAgain_IsStored_AndUndoTakesBackWhatChangedSomething()
    {
        await LabelAsync("block_0001", 2);
        Assert.True((await LabelAsync("block_0001", 2)).Accepted);
        Assert.Equal([2, 2], DecisionsOf("block_0001"));

        LabelOutcome undone = await _session.Viewer.UndoAsync(new UndoPress(++_keys, DecisionMode.Own, Redo: false));

        Assert.True(undone.Accepted);
        Assert.Equal([2, 2, null], DecisionsOf("block_0001"));
    }

    [Fact]
    public async Task Clear_OfABlockWithoutALabel_StoresNothing()
    {
        LabelOutcome outcome = await LabelAsync("block_0001", null);

        Assert.Equal("it has no label", outcome.Reason);
        Assert.Empty(DecisionsOf("block_0001"));
    }

    [Fact]
    public async Task Return_PageWentOnUnheard_IsWhereThePageIs()
    {
        var state = new PageState(3, OpenRoots.ConfiguredId, "block_0004", new PaintedReport(++_reports, OpenRoots.ConfiguredId, "block_0004", Seen), []);

        PageTaken taken = await _session.Viewer.ReturnAsync(state);

        Assert.Equal("block_0004", _session.Place.Current?.Id.Value);
        Assert.Equal("block_0004", _session.Place.Painted?.Id.Value);
        Assert.Equal((3, "block_0004", "block_0003"), (taken.Show.Navigation, taken.Show.Block?.Id, taken.Show.Previous?.Id));
        Assert.True((await _session.Viewer.LabelAsync(Press("block_0004", 1) with { Navigation = 3 })).Accepted);
    }

    [Theory]
    [InlineData(true, "block_0002")]
    [InlineData(false, "block_0001")]
    public async Task Return_KeyLedOnUnheard_GoesOnUnlessThePageWentElsewhere(bool isStill, string shown)
    {
        _session.Settings.AutoAdvance = true;
        Paint("block_0001", Seen);
        LabelPress press = Press("block_0001", 1);
        await _session.Viewer.LabelAsync(press);
        var painted = new PaintedReport(++_reports, OpenRoots.ConfiguredId, "block_0001", Seen);

        PageTaken taken = await _session.Viewer.ReturnAsync(
            new PageState(0, OpenRoots.ConfiguredId, "block_0001", painted, [new OpenPress(press.Press, isStill)]));

        Assert.Equal(shown, taken.Show.Block?.Id);
        Assert.Equal(shown, _session.Place.Current?.Id.Value);
        Assert.True(Assert.Single(taken.Outcomes).Outcome is { Accepted: true, Show: null });
    }

    [Fact]
    public async Task Return_WhileAdjudicating_DecidesOnTheBlockThePageShows()
    {
        await DisagreeAsync(0, 1, 2);
        await using AnnotationSession boss = await OpenAdminAsync();
        Assert.True(await boss.Admin.Shown!.Adjudication.StartAsync(AdjudicationOrder.VoteEntropy, CancellationToken.None));
        boss.BeginAdjudication();
        var painted = new PaintedReport(++_reports, OpenRoots.ConfiguredId, "block_0003", Seen);

        PageTaken taken = await boss.Viewer.ReturnAsync(new PageState(2, OpenRoots.ConfiguredId, "block_0003", painted, []));
        LabelOutcome outcome = await boss.Viewer.LabelAsync(Press("block_0003", 1) with { Mode = DecisionMode.Final, Navigation = 2 });

        Assert.Equal((DecisionMode.Final, "block_0003"), (taken.Show.Mode, taken.Show.Block?.Id));
        Assert.True(outcome.Accepted);
        Assert.Equal("block_0001", outcome.Show?.Block?.Id);
        Assert.Equal(boss.Place.Current?.Id, boss.Admin.Shown.Adjudication.Current);
        Assert.Equal(1, boss.Admin.Shown.Table.Find(_catalog.Current.Blocks[2].Id)?.FinalLabel?.Label);
    }

    [Fact]
    public async Task Mark_OnThePaintedBlock_IsInItsWordsAndLeadsNowhere()
    {
        _session.Settings.AutoAdvance = true;

        LabelOutcome flagged = await MarkAsync("block_0001", new MarkPress(true, null));
        LabelOutcome noted = await MarkAsync("block_0001", new MarkPress(null, " dim "));

        Assert.True(flagged.Accepted && noted.Accepted);
        Assert.Null(noted.Show);
        Assert.Equal((null, new MarkWords(true, "dim")), (noted.Words?.Label, noted.Words?.Mark));
        Assert.Equal(0, _session.AnnotatedCount);
        Assert.Equal("block_0001", _session.Place.Current?.Id.Value);
        _session.Place.SetFilter(new BlockFilter(Label: BlockFilter.Unsure));
        Assert.Equal(["block_0001"], _session.Place.Sequence.Visible.Select(block => block.Id.Value));
    }

    [Fact]
    public async Task Undo_OfAMark_SaysWhatTheBlockHasAgain()
    {
        await MarkAsync("block_0002", new MarkPress(null, "dim"));
        await MarkAsync("block_0002", new MarkPress(true, null));

        LabelOutcome undone = await _session.Viewer.UndoAsync(new UndoPress(++_keys, DecisionMode.Own, Redo: false));

        Assert.Equal("block_0002", undone.Show?.Block?.Id);
        Assert.Equal(new MarkWords(false, "dim"), undone.Show?.Block?.Words.Mark);
        await SaidAsync("Undone: block_0002 is not flagged, with the note \"dim\" again.");
    }

    [Fact]
    public async Task Mark_OnABlockThatCannotBeRead_IsKept()
    {
        SeenChannel[] failed = [new(0, "a.tif", null, "truncated")];
        Paint("block_0001", failed);
        Assert.True((await _session.Viewer.LabelAsync(Press("block_0001", null) with { Mark = new MarkPress(null, "truncated") })).Accepted);
    }

    [Theory]
    [InlineData("a\tb", null, "control character")]
    [InlineData(null, null, "did not say")]
    [InlineData("dim", 2, "did not say")]
    public async Task Mark_ThatIsNone_IsRefusedInWords(string? note, int? label, string words)
    {
        Paint("block_0001", Seen);
        LabelOutcome outcome = await _session.Viewer.LabelAsync(Press("block_0001", label) with { Mark = new MarkPress(null, note) });
        Assert.False(outcome.Accepted);
        Assert.Contains(words, outcome.Reason, StringComparison.Ordinal);
        Assert.Equal(0, _session.AnnotatedCount);
    }

    [Fact]
    public async Task Mark_WhileAdjudicating_IsRefused()
    {
        await DisagreeAsync(0);
        await using AnnotationSession admin = await OpenAdminAsync();
        Assert.True(await admin.Admin.Shown!.Adjudication.StartAsync(AdjudicationOrder.VoteEntropy, CancellationToken.None));
        admin.BeginAdjudication();
        admin.Viewer.OnPainted(new PaintedReport(++_reports, OpenRoots.ConfiguredId, "block_0001", Seen));

        LabelOutcome outcome = await admin.Viewer.LabelAsync(Press("block_0001", null) with { Mode = DecisionMode.Final, Mark = new MarkPress(true, null) });

        Assert.Contains("belong to annotators", outcome.Reason, StringComparison.Ordinal);
    }

    private Task<LabelOutcome> MarkAsync(string block, MarkPress mark)
    {
        Paint(block, Seen);
        return _session.Viewer.LabelAsync(Press(block, null) with { Mark = mark });
    }

    private IEnumerable<int?> DecisionsOf(string block) => Directory
        .EnumerateFiles(Path.Combine(_folder.FullName, "annotations/history/users/alice"), "*.jsonl")
        .SelectMany(File.ReadLines)
        .Select(line => JsonDocument.Parse(line).RootElement)
        .Where(line => line.TryGetProperty("block", out JsonElement id) && id.GetString() == block)
        .Select(line => line.GetProperty("label") is { ValueKind: JsonValueKind.Number } label ? label.GetInt32() : (int?)null);

    private LabelPress Press(string block, int? label) =>
        new(++_keys, DecisionMode.Own, -1, OpenRoots.ConfiguredId, block, label, _reports);

    private async Task<AnnotationSession> OpenAdminAsync()
    {
        SignIn boss = _signIns.Add("boss", isAdmin: true, former: null);
        AnnotationSession admin = await _factory.OpenAsync(boss.SessionId, CancellationToken.None);
        await admin.OpenReviewAsync();
        return admin;
    }

    /// <summary>Two annotators give the blocks at these places different labels.</summary>
    private async Task DisagreeAsync(params int[] places)
    {
        foreach ((string username, int label) in new[] { ("carol", 1), ("dave", 2) })
        {
            UserLabels labels = await _share.OpenUserAsync(username, CancellationToken.None);
            foreach (int place in places)
            {
                await labels.SetAsync(_catalog.Current.Blocks[place].Key, label, [], CancellationToken.None);
            }
        }

        await _share.FlushAsync(TimeSpan.FromSeconds(90));
    }

    private Task SaidAsync(string words) => UntilAsync(() => _said.Any(text => text.Contains(words, StringComparison.Ordinal)));

    private static async Task UntilAsync(Func<bool> isSo)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(90));
        while (!isSo())
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private Task<LabelOutcome> LabelAsync(string block, int? label) => LabelAsync(_session, OpenRoots.ConfiguredId, block, label, Seen);

    /// <summary>A key pressed when this was on screen; the page may have gone elsewhere since.</summary>
    private Task<LabelOutcome> LabelAsync(AnnotationSession session, string root, string block, int? label, SeenChannel[] seen)
    {
        _reports++;
        session.Viewer.OnPainted(new PaintedReport(_reports, root, block, seen));
        return session.Viewer.LabelAsync(new LabelPress(++_keys, session.Mode, -1, root, block, label, _reports));
    }

    private void Paint(string block, params SeenChannel[] seen) =>
        _session.Viewer.OnPainted(new PaintedReport(++_reports, OpenRoots.ConfiguredId, block, seen));
}
