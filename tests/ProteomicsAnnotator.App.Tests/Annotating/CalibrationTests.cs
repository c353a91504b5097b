using Bunit;
using ProteomicsAnnotator.App.Annotating.Viewer;
using ProteomicsAnnotator.App.Components.Panels;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Campaign;
using ProteomicsAnnotator.Core.Decisions;
using ProteomicsAnnotator.Core.Planning;

namespace ProteomicsAnnotator.App.Tests.Annotating;

/// <summary>The calibration round in the list of a page, and what is said after each key.</summary>
public sealed class CalibrationTests : BunitContext, IAsyncLifetime
{
    private static readonly string[] Round = ["block_0007", "block_0003"];

    private readonly SessionRig _rig = new()
    {
        Classes = new LabelClasses([new LabelClass(1, "Round", "#35B56E") { Description = "A rim all around." }, new LabelClass(2, "Long", "#6390FF") { Examples = [BlockId.Parse("block_0005")] }]),
    };

    public async ValueTask InitializeAsync()
    {
        _rig.PutBlocks([.. Enumerable.Range(1, 8).Select(i => $"block_{i:0000}")]);
        await _rig.OpenShareAsync();
    }

    ValueTask IAsyncDisposable.DisposeAsync()
    {
        GC.SuppressFinalize(this);
        Dispose();
        return _rig.DisposeAsync();
    }

    [Fact]
    public async Task Round_ComesBeforeTheQueue_AndIsMarked()
    {
        await DecideAsync();
        string[] queue = Plan();
        await OpenAsync();

        Assert.Equal(["block_0003", "block_0007", .. queue], Shown());
        Assert.Equal("block_0003", _rig.Session.Place.Current!.Id.Value);
        ShowRequest show = _rig.Session.Viewer.Show();
        Assert.Equal(("Calibration 1 of 2", "Calibration 2 of 2", "3 of 5"), (show.Block!.Words.Position, show.Next[0].Words.Position, show.Next[1].Words.Position));
        IRenderedComponent<CalibrationPanel> panel = Panel();
        Assert.Equal("Calibration 1 of 2", panel.Find("[data-testid=calibration-position]").TextContent);
        Assert.Contains("The answer follows your key", panel.Find("[data-testid=calibration-open]").TextContent, StringComparison.Ordinal);
        Assert.Empty(panel.FindAll("[data-testid=calibration-verdict]"));
    }

    /// <summary>By an admin's choice, and by the annotator's: what is given after it is marked.</summary>
    [Fact]
    public async Task Hint_IsOffAtFirst_AndALabelGivenAfterItIsMarked()
    {
        await DecideAsync();
        _ = Plan();
        await OpenAsync();
        Assert.Empty(Panel().FindAll("[data-testid=calibration-show-hint]"));

        await _rig.Share.Decisions.DecideAsync(new Dictionary<string, System.Text.Json.Nodes.JsonNode?> { [CampaignSettings.HintsKey] = true }, "lead");
        BlockId hinted = _rig.Session.Place.ConfiguredBlocks.Select(block => block.Id).First(id => _rig.Share.Plan.Calibration.Has(id) && _rig.Share.Plan.Calibration.Answers[id].Why is not null);
        _rig.Session.Select(_rig.Session.Place.ConfiguredBlocks.First(block => block.Id == hinted));
        IRenderedComponent<CalibrationPanel> panel = Panel();
        Assert.Empty(panel.FindAll("[data-testid=calibration-hint]"));
        await panel.Find("[data-testid=calibration-show-hint]").ClickAsync(new());

        Assert.Contains(_rig.Share.Plan.Calibration.Answers[hinted].Why!, panel.Find("[data-testid=calibration-hint]").TextContent, StringComparison.Ordinal);
        foreach (string block in Round)
        {
            Assert.True((await _rig.LabelAsync(block, 1)).Accepted);
        }

        Core.Labels.UserLabels alice = await _rig.Share.OpenUserAsync("alice", Xunit.TestContext.Current.CancellationToken);
        Assert.Equal(
            Round.Select(block => block == hinted.Value),
            Round.Select(block => alice.Find(new LabelKey(null, BlockId.Parse(block)))!.Value.IsNotBlind));
        await _rig.Share.FlushAsync(TimeSpan.FromSeconds(30));
        Core.Snapshots.ShareSnapshot read = await _rig.Share.ReadWholeAsync(Xunit.TestContext.Current.CancellationToken);
        Assert.Equal(("alice", 2, 1), Core.Agreement.CalibrationRounds.CalibrationFigures.Of(read.Votes.Calibration, read.ReadFirstAnswers(_ => null), []).People
            .Select(person => (person.Username, person.Accuracy.Answered, person.NotBlind)).Single());
    }

    [Fact]
    public async Task WithoutAPlan_TheRoundComesFirstInTheWholeList_UntilItIsDone()
    {
        await DecideAsync();
        await OpenAsync();

        Assert.Equal(["block_0003", "block_0007", "block_0001", "block_0002", "block_0004"], Shown()[..5]);
        Assert.False(_rig.Session.Place.Queue.HasBlocks);
        _ = await _rig.LabelAsync("block_0003", 1);
        _ = await _rig.LabelAsync("block_0007", 1);
        _rig.Session.OrderList();
        Assert.Equal("block_0001", Shown()[0]);
    }

    [Fact]
    public async Task Answer_IsSaidAtOnce_AndStaysUntilOneGoesOn()
    {
        await DecideAsync();
        _ = Plan();
        await OpenAsync();
        _rig.Session.Settings.AutoAdvance = true;

        LabelOutcome outcome = await _rig.LabelAsync("block_0003", 1);

        Assert.Equal((true, null, "block_0003: Right: Round"), (outcome.Accepted, outcome.Show, outcome.Sentence));
        Assert.Equal("block_0003", _rig.Session.Place.Current!.Id.Value);
        IRenderedComponent<CalibrationPanel> panel = Panel();
        Assert.Equal("Right: Round", panel.Find("[data-testid=calibration-verdict]").TextContent);
        Assert.Contains("A rim all around.", panel.Find("[data-testid=calibration-guide]").TextContent, StringComparison.Ordinal);

        LabelOutcome again = await _rig.LabelAsync("block_0003", 2);
        Assert.Equal((false, "its answer is shown, and only the first one counts. ↓ goes to the next block"), (again.Accepted, again.Reason));
        Assert.Equal(1, _rig.Session.Labels.Of(_rig.Session.Place.Current!));

        await panel.Find("[data-testid=calibration-next]").ClickAsync(new());
        Assert.Equal("block_0007", _rig.Session.Place.Current!.Id.Value);
    }

    [Fact]
    public async Task WrongAnswer_IsSaidWithTheSentenceAndTheGuide_AndTheEndSumsUp()
    {
        await DecideAsync();
        _ = Plan();
        await OpenAsync();
        _ = await _rig.LabelAsync("block_0003", 1);
        Assert.True(_rig.Session.TryJump(1));

        LabelOutcome outcome = await _rig.LabelAsync("block_0007", 1);

        Assert.Equal("block_0007: Wrong: you said Round, the answer is Long", outcome.Sentence);
        IRenderedComponent<CalibrationPanel> panel = Panel();
        Assert.Equal("Wrong: you said Round, the answer is Long", panel.Find("[data-testid=calibration-verdict]").TextContent);
        Assert.Equal("Twice as long as wide", panel.Find("[data-testid=calibration-why]").TextContent);
        await panel.Find("[data-testid=calibration-example]").ClickAsync(new());
        Assert.Equal((BlockId.Parse("block_0005"), 2), Assert.Single(_pinned));
        Assert.Contains("1 of 2 right", panel.Find("[data-testid=calibration-summary]").TextContent, StringComparison.Ordinal);
        await panel.Find("[data-testid=calibration-wrong]").ClickAsync(new());
        Assert.Equal("block_0007", Assert.Single(_selected).Id.Value);
    }

    [Fact]
    public async Task AnswerAfterUndo_IsKept_AndTheFirstCounts()
    {
        await DecideAsync();
        await OpenAsync();
        _ = await _rig.LabelAsync("block_0003", 2);
        Assert.True((await _rig.Session.Viewer.UndoAsync(_rig.Undo())).Accepted);

        Assert.True((await _rig.LabelAsync("block_0003", 1)).Accepted);

        Assert.Equal((1, 0), (Own().Accuracy.Answered, Own().Accuracy.Right));
        Assert.Equal("Wrong: you said Long, the answer is Round", Panel().Find("[data-testid=calibration-verdict]").TextContent);
    }

    [Fact]
    public async Task RoundThatBegins_WhileThePageIsOpen_IsFollowedAndSaid()
    {
        string[] queue = Plan();
        await OpenAsync();
        Assert.Equal(queue, Shown());

        await DecideAsync();
        await Eventually.IsTrueAsync(() => _rig.Session.Place.Queue.IsStale, "the round is seen");
        await _rig.Session.FollowPlanAsync();

        Assert.Equal(["block_0003", "block_0007", .. queue.Except(Round)], Shown());
        Assert.Contains("The calibration round has changed: 2 blocks before all others.", _rig.Said);
    }

    private readonly List<(BlockId, int)> _pinned = [];
    private readonly List<Block> _selected = [];

    private App.Annotating.Calibrating.OwnCalibration Own() => _rig.Session.Place.Queue.Calibration.Own(_rig.Session.Place.ConfiguredBlocks);

    private Task DecideAsync() => CalibrationRound.WriteAsync(
        _rig.Share.Root,
        new Dictionary<BlockId, CalibrationChange?> { [BlockId.Parse(Round[0])] = new(2, "Twice as long as wide"), [BlockId.Parse(Round[1])] = new(1, null) },
        "lead");

    /// <summary>Every second block for alice and the others for bob, none of the round.</summary>
    private string[] Plan()
    {
        var files = new PlanFiles(_rig.Share.Root);
        CalibrationRound round = CalibrationRound.Read(_rig.Share.Root);
        BlockId[] blocks = [.. _rig.Catalog.Current.Blocks.Select(block => block.Id).Where(block => !round.Has(block))];
        var request = new PlanRequest { Votes = 1, Annotators = [new PlannedAnnotator("alice", 1), new PlannedAnnotator("bob", 1)] };
        PlanResult made = Planner.Make(request, new PlanBasis(blocks, new Dictionary<string, IReadOnlySet<BlockId>>(), new Dictionary<string, IReadOnlyList<BlockId>>()));
        return [.. files.ReadQueue(files.Write(made.Draft!, "lead", files.Read()), "alice").Select(block => block.Value)];
    }

    private async Task OpenAsync()
    {
        await _rig.OpenSessionAsync(false);
        Assert.True(_rig.Session.TryBegin(null, null));
    }

    private string[] Shown() => [.. _rig.Session.Place.Sequence.Visible.Select(block => block.Id.Value)];

    private IRenderedComponent<CalibrationPanel> Panel() => Render<CalibrationPanel>(parameters => parameters
        .Add(panel => panel.Session, _rig.Session)
        .Add(panel => panel.OnNext, () => _rig.Session.TryJump(1))
        .Add(panel => panel.OnExampleShown, example => _pinned.Add(example))
        .Add(panel => panel.OnSelect, block =>
        {
            _selected.Add(block);
            return Task.CompletedTask;
        }));
}
