using System.Runtime.Versioning;
using ProteomicsAnnotator.App.Reviewing;
using ProteomicsAnnotator.App.Tests.Annotating;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Decisions;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Planning;

namespace ProteomicsAnnotator.App.Tests.Reviewing;

/// <summary>What an admin's page decides of known answers and the calibration round: shown with counts first, and taken back in one step.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class AnswerDeskTests : IAsyncDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 30, 0, 0, 0, TimeSpan.Zero);
    private static readonly BlockId Block = BlockId.OfNumber(3);
    private readonly SessionRig _rig = new();

    private string Admin => Path.Combine(_rig.Folder, "annotations", "admin");

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public async Task CalibrationRound_IsShownFirst_ThenDecided_AndUnknownBlocksAreRefused()
    {
        CampaignDesk desk = await OpenAsync();
        await ProposeCalibrationAsync(desk, BlockId.OfNumber(77), new CalibrationChange(1, null));
        Assert.Equal("Nothing is decided: the data root has no such block.", desk.Fault);
        Assert.Null(desk.Answers.Proposed);

        await ProposeCalibrationAsync(desk, Block, new CalibrationChange(2, "A rim"));
        Assert.Equal("Calibration: 1 new, 0 changed, 0 withdrawn; 1 block then.", desk.Answers.Proposed!.Effect);
        Assert.Empty(desk.Calibration!.Value.Round.Blocks);
        Assert.Empty(CalibrationRound.Read(_rig.Share.Root).Blocks);
        await DecideAsync(desk);

        Assert.Equal(("Decided. Calibration: 1 new, 0 changed, 0 withdrawn; 1 block then.", null), (desk.Done, desk.Fault));
        Assert.Null(desk.Answers.Proposed);
        Assert.Equal("A rim", desk.Calibration!.Value.Round.Answers[Block].Why);
        await desk.PreviewAsync(new PlanRequest { Votes = 2, Annotators = PlannedAnnotators.Parse("ann,ben", out _) });
        Assert.Equal("1 block for each of 2 people: 2 labels on top", desk.Draft!.CalibrationText);
        await LabelAsync("ann", 2);
        await desk.ReadAsync(Now);
        Assert.Equal(("ann", 1, 1), (desk.Calibration.Value.Figures.People[0].Username, desk.Calibration.Value.Figures.People[0].Accuracy.Answered, desk.Calibration.Value.Figures.People[0].Accuracy.Right));

        await desk.AskAsync((answers, votes) => answers.ProposeCalibrationUndoAsync(votes), Now);
        Assert.StartsWith("What boss decided at ", desk.Answers.Proposed!.Effect, StringComparison.Ordinal);
        Assert.EndsWith(" of 1 block is taken back. Calibration: 0 new, 0 changed, 1 withdrawn; 0 blocks then. Labels given during the round stay no votes.", desk.Answers.Proposed.Effect, StringComparison.Ordinal);
        await DecideAsync(desk);
        Assert.Empty(desk.Calibration!.Value.Round.Blocks);
    }

    [Fact]
    public async Task KnownAnswer_SaysWhatItChanges_BeforeAndAfter_AndIsTakenBack()
    {
        CampaignDesk desk = await OpenAsync();
        await LabelAsync("ann", 1);
        await LabelAsync("ben", 2);

        await ProposeGoldAsync(desk, 2);
        Assert.Equal("Known answers: 1 new, 0 changed, 0 withdrawn; 1 then. Everybody's figures are counted again: 2 labels are on this block.", desk.Answers.Proposed!.Effect);
        Assert.Equal(0, desk.GoldCount);
        desk.Answers.Drop();
        await DecideAsync(desk);
        Assert.Equal((null, 0), (desk.Done, desk.GoldCount));

        await ProposeGoldAsync(desk, 2);
        await DecideAsync(desk);
        Assert.StartsWith("Decided. Known answers: 1 new", desk.Done, StringComparison.Ordinal);
        Assert.Equal((1, 2), (desk.GoldCount, desk.Answers.Known[Block].Label));
        Assert.Equal([("ann", 0), ("ben", 1)], desk.Gold!.People.Select(person => (person.Username, person.Accuracy.Right)));

        await ProposeGoldAsync(desk, 1);
        await DecideAsync(desk);
        Assert.Equal([("ann", 1), ("ben", 0)], desk.Gold!.People.Select(person => (person.Username, person.Accuracy.Right)));
        await desk.AskAsync((answers, votes) => answers.ProposeGoldUndoAsync(votes), Now);
        await DecideAsync(desk);
        Assert.Equal(2, desk.Answers.Known[Block].Label);
        await ProposeGoldAsync(desk, null);
        await DecideAsync(desk);
        Assert.Empty(desk.Answers.Known);
    }

    /// <summary>Labels that come while it is shown are no reason to ask again; another admin's answer is.</summary>
    [Fact]
    public async Task AnotherAdminsAnswer_MeanwhileGiven_IsShownBeforeAnythingIsStored()
    {
        CampaignDesk desk = await OpenAsync();
        await ProposeGoldAsync(desk, 2);
        await LabelAsync("ann", 1);
        _rig.Share.Gold.Set(new Dictionary<BlockId, int?> { [Block] = 1 }, "lead");

        await DecideAsync(desk);
        Assert.StartsWith("Nothing is decided: somebody has decided of these blocks meanwhile.", desk.Fault, StringComparison.Ordinal);
        Assert.StartsWith("Known answers: 0 new, 1 changed, 0 withdrawn; 1 then.", desk.Answers.Proposed!.Effect, StringComparison.Ordinal);
        Assert.Equal(1, _rig.Share.Gold.ReadGiven()[Block].Label);
        await LabelAsync("ben", 1);
        await DecideAsync(desk);

        Assert.Equal((2, null), (_rig.Share.Gold.ReadGiven()[Block].Label, desk.Fault));
        Assert.EndsWith("2 labels are on this block.", desk.Done, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FolderThatAnnotatorsRead_IsSaid_AndTakesNoAnswer()
    {
        CampaignDesk desk = await OpenAsync();
        File.SetUnixFileMode(Admin, (UnixFileMode)Convert.ToInt32("755", 8));

        await ProposeGoldAsync(desk, 2);

        Assert.Contains("open to every account", desk.Fault, StringComparison.Ordinal);
        Assert.False(desk.Answers.Open!.CanBeConfirmed);
        Assert.Null(desk.Answers.Proposed);
        Assert.Empty(_rig.Share.Gold.ReadGiven());
    }

    private static Task ProposeGoldAsync(CampaignDesk desk, int? label) => desk.AskAsync((answers, votes) => answers.ProposeGoldAsync(votes, Block, label), Now);

    private static Task ProposeCalibrationAsync(CampaignDesk desk, BlockId block, CalibrationChange? change) => desk.AskAsync((answers, votes) => answers.ProposeCalibrationAsync(votes, block, change), Now);

    private static Task DecideAsync(CampaignDesk desk) => desk.AskAsync((answers, votes) => answers.DecideAsync(votes), Now);

    private async Task LabelAsync(string username, int label)
    {
        UserLabels labels = await _rig.Share.OpenUserAsync(username, CancellationToken.None);
        Assert.True((await labels.SetAsync(new LabelKey(null, Block), label, [], CancellationToken.None)).Accepted);
        await _rig.Share.FlushAsync(TimeSpan.FromSeconds(90));
    }

    private async Task<CampaignDesk> OpenAsync()
    {
        _rig.PutBlocks([.. Enumerable.Range(1, 6).Select(i => $"block_{i:0000}")]);
        await _rig.OpenShareAsync();
        Directory.CreateDirectory(Admin, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var desk = new CampaignDesk(_rig.Share, _rig.Classes, () => Task.FromResult<IReadOnlyList<BlockId>>([.. _rig.Catalog.Current.Blocks.Select(block => block.Id)]), _ => Task.FromResult(Core.Share.UnreadableFound.None), "boss");
        await desk.ReadAsync(Now);
        return desk;
    }
}
