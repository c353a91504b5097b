using System.Collections.Concurrent;
using System.Text.Json;
using ProteomicsAnnotator.App.Annotating;
using ProteomicsAnnotator.App.Annotating.SelfChecks;
using ProteomicsAnnotator.App.Annotating.Viewer;
using ProteomicsAnnotator.App.Settings;
using ProteomicsAnnotator.App.SigningIn;
using ProteomicsAnnotator.App.Tests.Hosting;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Volumes;

namespace ProteomicsAnnotator.App.Tests.Annotating.SelfChecks;

/// <summary>A self-check on one page and on two, with a real share: what is shown, what is kept, and what is told.</summary>
public sealed class SelfCheckSessionTests : IAsyncLifetime
{
    private const int Labelled = 6;
    private const int Blocks = 30;
    private static readonly SeenChannel[] Seen = [new(0, "channel 1", "10-20", null)];
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("self-check");
    private readonly ConcurrentQueue<string> _said = [];
    private readonly SignIns _signIns = new();
    private LabelShare _share = null!;
    private BlockCatalog _catalog = null!;
    private OpenRoots _roots = null!;
    private VolumeCache _volumes = null!;
    private AnnotationSessionFactory _factory = null!;
    private AnnotationSession _session = null!;
    private UserLabels _labels = null!;
    private int _reports;
    private int _keys;

    public async ValueTask InitializeAsync()
    {
        for (int i = 1; i <= Blocks; i++)
        {
            string block = _folder.CreateSubdirectory($"data/block_{i:0000}").FullName;
            await File.WriteAllBytesAsync(Path.Combine(block, $"block_{i:0000}_488.tif"), [0]);
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
        _labels = await _share.OpenUserAsync("alice", CancellationToken.None);
        _factory = new AnnotationSessionFactory(_roots, _volumes, _share, _signIns, options, new OpenSelfChecks(_roots), new EvidenceRecording(_share, options, TimeProvider.System));
        _session = await OpenAsync();
        _session.Settings.AutoAdvance = true;
        for (int i = 0; i < Labelled; i++)
        {
            await PressAsync(1 + (i % 3));
        }
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
    public async Task SelfCheck_MixesItsBlocksAmongTheOthers_AndKeepsTheAnswersAsRepeats()
    {
        Assert.Null(_session.Viewer.SelfCheck.Begin(4));
        List<int> gaps = [];
        int between = 0;
        int answered = 0;
        while (answered < 4)
        {
            Block current = _session.Place.Current!;
            if (current.IsBlind)
            {
                gaps.Add(between);
                between = 0;
                await PressAsync(1);
                answered++;
            }
            else
            {
                between++;
                await PressAsync(2);
            }
        }

        // The block that was on screen as it began is one more.
        Assert.InRange(gaps[0], 2, 5);
        Assert.All(gaps.Skip(1), gap => Assert.InRange(gap, 2, 4));
        Assert.True(_session.Place.Repeats.TakeEnd());
        Assert.False(_session.Place.Repeats.TakeEnd());
        RepeatFigures figures = _session.Viewer.SelfCheck.FiguresOfCheck;
        Assert.Equal(4, figures.Total);
        Assert.Equal([1, 2, 3], figures.Classes.Select(found => found.Label));
        Assert.Equal(figures.Classes.Single(found => found.Label == 1).Total, figures.Same);
        Assert.Equal(Labels(), Enumerable.Range(0, Labelled).Select(i => 1 + (i % 3)));
        (string Block, int? Label)[] lines = RepeatLines();
        Assert.Equal(4, lines.Select(line => line.Block).Distinct(StringComparer.Ordinal).Count());
        Assert.All(lines, line => Assert.Equal(1, line.Label));
    }

    [Fact]
    public void Repeat_ThatIsShown_TellsNothingOfItsBlock()
    {
        ShowAlias(out Block alias);

        ShowRequest show = _session.Viewer.Show();
        string told = JsonSerializer.Serialize(show.Block, JsonSerializerOptions.Web) + JsonSerializer.Serialize(_session.Viewer.WordsAround()[0], JsonSerializerOptions.Web);
        Assert.DoesNotContain(_catalog.Current.Blocks, block => told.Contains(block.Id.Value, StringComparison.Ordinal));
        Assert.DoesNotContain(_folder.Name, told, StringComparison.Ordinal);
        Assert.Equal((null, null, null), (show.Block!.Words.Label, show.Block.Words.Mark, show.Block.Words.Review));
        Assert.Equal(("", "channel 1", "channel 1"), (show.Block.Folder, show.Block.Channels[0].File, show.Block.Channels[0].Name));
        Assert.Equal(alias.Id.Value, show.Block.Id);

        // It stands in for the block of the list that comes next, and the list stays.
        Block standing = _session.Place.Standing!;
        Assert.Equal($"{_session.Place.Sequence.IndexOf(standing.Id) + 2} of {Blocks}", show.Block.Words.Position);
        Assert.DoesNotContain(_session.Place.Sequence.Visible, block => block.Id == _session.Place.Current!.Id);
        Assert.Equal(standing.Id, show.Previous!.Id is { } id ? BlockId.Parse(id) : default);
        Assert.DoesNotContain(_session.Place.Recent.Blocks, block => block.IsBlind);
        Assert.Empty(_labels.Repeats);
    }

    [Fact]
    public async Task Undo_TakesTheAnswerBack_AndShowsTheBlockAgainWithoutItsName()
    {
        ShowAlias(out Block alias);
        await PressAsync(3);
        Assert.False(_session.Place.Current!.IsBlind);

        LabelOutcome undone = await UndoAsync();

        Assert.True(undone.Accepted);
        Assert.Equal((alias.Id.Value, (int?)null), (undone.Show!.Block!.Id, undone.Show.Block.Words.Label));
        Assert.Empty(_labels.Repeats);
        Assert.DoesNotContain(_said, text => text.Contains("block_0", StringComparison.Ordinal));
        Assert.Equal(0, _session.Viewer.SelfCheck.Check!.Answered);
        Assert.True((await PressAsync(2)).Accepted);
        Assert.Equal([3, null, 2], RepeatLines().Select(line => line.Label));
        Assert.Equal(1, _session.Viewer.SelfCheck.Check.Answered);
    }

    [Fact]
    public async Task Repeat_ThatIsLeft_ComesAgain_AndCountsAsNotAnswered()
    {
        ShowAlias(out Block alias);
        Assert.True(_session.TryNextUnlabelled());
        Assert.False(_session.Place.Current!.IsBlind);
        Assert.Equal(0, _session.Viewer.SelfCheck.Check!.Answered);
        Assert.Contains(alias.Id, _session.Viewer.SelfCheck.Check.Waiting());

        _session.Viewer.SelfCheck.Stop();
        Assert.Contains(_said, text => text.Contains("0 of 3 answered", StringComparison.Ordinal));
        for (int i = 0; i < 12; i++)
        {
            await PressAsync(1);
            Assert.False(_session.Place.Current!.IsBlind);
        }
    }

    [Fact]
    public async Task Stop_WhileARepeatIsShown_GoesOnInTheList_AndItsKeysSayThatItIsOver()
    {
        ShowAlias(out Block alias);
        Paint(alias, out int report);
        _session.Viewer.SelfCheck.Stop();

        Assert.False(_session.Place.Current!.IsBlind);
        LabelOutcome late = await _session.Viewer.LabelAsync(new LabelPress(++_keys, DecisionMode.Own, 0, OpenRoots.ConfiguredId, alias.Id.Value, 1, report));
        Assert.Equal((false, "the self-check that it was of is over"), (late.Accepted, late.Reason));
        Assert.Empty(_labels.Repeats);
    }

    [Fact]
    public async Task FlagAndNote_OfARepeat_AreRefusedInWords_AndNothingIsKept()
    {
        ShowAlias(out Block alias);
        Paint(alias, out int report);
        LabelOutcome flag = await _session.Viewer.LabelAsync(new LabelPress(++_keys, DecisionMode.Own, 0, OpenRoots.ConfiguredId, alias.Id.Value, null, report) { Mark = new MarkPress(true, null) });
        LabelOutcome clear = await _session.Viewer.LabelAsync(new LabelPress(++_keys, DecisionMode.Own, 0, OpenRoots.ConfiguredId, alias.Id.Value, null, report));

        Assert.Equal((false, "a block of the self-check takes no flag and no note"), (flag.Accepted, flag.Reason));
        Assert.Equal((false, "it has no answer yet"), (clear.Accepted, clear.Reason));
        Assert.Empty(_labels.Current.Marks);
    }

    [Fact]
    public async Task Clear_OfAnAnswerThatIsStillOnScreen_TakesItBack()
    {
        _session.Settings.AutoAdvance = false;
        ShowAlias(out Block alias);
        Assert.Equal(2, (await PressAsync(2)).Words!.Label);
        Assert.Equal(alias.Id, _session.Place.Current!.Id);
        LabelOutcome cleared = await PressAsync(null);
        Assert.Equal((true, (int?)null), (cleared.Accepted, cleared.Words!.Label));
        Assert.Equal([2, null], RepeatLines().Select(line => line.Label));
        Assert.Equal(0, _session.Viewer.SelfCheck.Check!.Answered);
    }

    [Fact]
    public async Task Reload_FindsTheSelfCheckAgain_AndASecondWindowHasItToo()
    {
        ShowAlias(out Block alias);
        await using AnnotationSession again = await _factory.OpenAsync(_session.Owner.SignIn.SessionId, CancellationToken.None);
        Assert.True(again.TryBegin(OpenRoots.ConfiguredId, alias.Id.Value));
        Assert.Equal((alias.Id, true), (again.Place.Current!.Id, again.Place.Current.IsBlind));
        Assert.NotNull(again.Place.Standing);

        await PressAsync(1);
        Assert.Equal(1, again.Viewer.SelfCheck.Check!.Answered);
        again.Viewer.SelfCheck.Stop();
        Assert.True(_session.Viewer.SelfCheck.Check!.IsStopped);

        // Nothing of an earlier run of the program: the queue goes on, and the address is explained.
        await using AnnotationSession other = await OpenAsync(new AnnotationSessionFactory(_roots, _volumes, _share, _signIns, _factory.Options, new OpenSelfChecks(_roots), new EvidenceRecording(_share, _factory.Options, TimeProvider.System)), alias.Id.Value);
        Assert.False(other.Place.Current!.IsBlind);
        AddressSteps.SayMissing(other, alias.Id.Value);
        Assert.Contains(_said, text => text.StartsWith("The self-check that this page was at has ended", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Begin_WithoutEnoughLabels_OrElsewhere_SaysWhyNot()
    {
        Assert.Contains("at most 6", _session.Viewer.SelfCheck.Begin(Labelled + 1), StringComparison.Ordinal);
        Assert.Contains("at least one", _session.Viewer.SelfCheck.Begin(0), StringComparison.Ordinal);
        string browsed = _folder.CreateSubdirectory("other/block_0001").Parent!.FullName;
        _session.Open(browsed);
        Assert.Contains("campaign's data folder", _session.Viewer.SelfCheck.Begin(1), StringComparison.Ordinal);
        _session.Place.OpenConfigured();
        Assert.Null(_session.Viewer.SelfCheck.Begin(1));
        Assert.Contains("under way", _session.Viewer.SelfCheck.Begin(1), StringComparison.Ordinal);

        // It pauses in another folder.
        _session.Open(browsed);
        Assert.False(_session.Place.TryFindShown(_session.Place.Root.Id, _session.Viewer.SelfCheck.Check!.Waiting()[0].Value, out _));
        SignIn carol = _signIns.Add("carol", isAdmin: false, former: null);
        await using AnnotationSession nobody = await _factory.OpenAsync(carol.SessionId, CancellationToken.None);
        Assert.Contains("Label some first", nobody.Viewer.SelfCheck.Begin(1), StringComparison.Ordinal);
        Assert.Null(nobody.Place.Repeats.Find(_session.Viewer.SelfCheck.Check!.Waiting()[0]));
    }

    [Fact]
    public async Task WhereNothingIsLeftToLabel_TheyComeOneAfterAnother()
    {
        while (_session.AnnotatedCount < Blocks)
        {
            await PressAsync(1);
        }

        Assert.Null(_session.Viewer.SelfCheck.Begin(3));
        Assert.True(Go());
        for (int i = 0; i < 3; i++)
        {
            Assert.True(_session.Place.Current!.IsBlind);
            await PressAsync(2);
        }

        Assert.Equal(3, _session.Viewer.SelfCheck.FiguresOfCheck.Total);
        Assert.Equal([2], RepeatLines().Select(line => line.Label).Distinct());
    }

    [Fact]
    public void Figures_LeaveOutASelfCheckUnderWay()
    {
        ShowAlias(out _);
        Assert.Equal(0, _session.Viewer.SelfCheck.Figures.Total);
    }

    private async Task<AnnotationSession> OpenAsync(AnnotationSessionFactory? factory = null, string? at = null)
    {
        SignIn signIn = _signIns.Add("alice", isAdmin: false, former: null);
        AnnotationSession session = await (factory ?? _factory).OpenAsync(signIn.SessionId, CancellationToken.None);
        session.Notices.Noticed += notice => _said.Enqueue(notice.Text);
        Assert.True(session.TryBegin(OpenRoots.ConfiguredId, at));
        return session;
    }

    /// <summary>Begins a self-check of three and goes on until one of its blocks is current.</summary>
    private void ShowAlias(out Block alias)
    {
        Assert.Null(_session.Viewer.SelfCheck.Begin(3));
        for (int i = 0; i < 6 && !_session.Place.Current!.IsBlind; i++)
        {
            Assert.True(Go());
        }

        alias = _session.Place.Current!;
        Assert.True(alias.IsBlind);
        _said.Clear();
    }

    /// <summary>As Down does: to what the viewer was told comes next.</summary>
    private bool Go()
    {
        IReadOnlyList<BlockRef> next = _session.Viewer.Show().Next;
        return next.Count > 0 && _session.Viewer.OnNavigated(0, next[0].Root, next[0].Id) is not null;
    }

    private void Paint(Block block, out int report)
    {
        report = ++_reports;
        _session.Viewer.OnPainted(new PaintedReport(report, OpenRoots.ConfiguredId, block.Id.Value, Seen));
    }

    private Task<LabelOutcome> PressAsync(int? label)
    {
        Block current = _session.Place.Current!;
        Paint(current, out int report);
        return _session.Viewer.LabelAsync(new LabelPress(++_keys, DecisionMode.Own, 0, OpenRoots.ConfiguredId, current.Id.Value, label, report));
    }

    private Task<LabelOutcome> UndoAsync() => _session.Viewer.UndoAsync(new UndoPress(++_keys, DecisionMode.Own, false));

    private IEnumerable<int> Labels() => Enumerable.Range(1, Labelled).Select(i => _labels.Find(new LabelKey(null, BlockId.OfNumber(i)))!.Value.Label);

    private (string Block, int? Label)[] RepeatLines() =>
    [
        .. Directory.GetFiles(Path.Combine(_folder.FullName, "annotations/history/users/alice"), "*.jsonl").SelectMany(File.ReadLines)
            .Select(line => JsonDocument.Parse(line).RootElement)
            .Where(line => line.TryGetProperty("repeat", out _))
            .Select(line => line.GetProperty("repeat"))
            .Select(repeat => (repeat.GetProperty("block").GetString()!, repeat.GetProperty("label") is { ValueKind: JsonValueKind.Number } label ? label.GetInt32() : (int?)null)),
    ];
}
