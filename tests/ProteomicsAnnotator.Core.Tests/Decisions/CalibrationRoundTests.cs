using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Agreement.CalibrationRounds;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Decisions;
using ProteomicsAnnotator.Core.Export;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Merge;
using ProteomicsAnnotator.Core.Planning;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Snapshots;
using ProteomicsAnnotator.Core.Storage;
using ProteomicsAnnotator.Core.Tests.Labels;

namespace ProteomicsAnnotator.Core.Tests.Decisions;

/// <summary>Labels of the calibration round are no votes, in no reading, and measure their authors by the first of them.</summary>
public sealed class CalibrationRoundTests : IDisposable
{
    private static readonly BlockId[] Blocks = [.. Enumerable.Range(1, 6).Select(BlockId.OfNumber)];
    private readonly LabelRig _rig = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task LabelsOfTheRound_AreInNoReading_AndTheBlocksAreInNoTable()
    {
        await using LabelShare share = await _rig.OpenAsync();
        await LabelRig.SetAsync(await share.OpenUserAsync("alice", Ct), ("block_0001", 1), ("block_0002", 2), ("block_0003", 1));
        await LabelRig.SetAsync(await share.OpenUserAsync("bob", Ct), ("block_0001", 2), ("block_0003", 2));
        FinalLabels finals = await share.OpenFinalLabelsAsync("lead", Ct);
        Assert.True((await finals.SetAsync([LabelRig.Key("block_0001")], 1, Ct)).Accepted);
        await share.FlushAsync(LabelRig.Patient.Closing);
        Assert.All(await LabelRig.AllReadingsAsync(share), votes => Assert.Equal(5, votes.Counted.Sum(user => user.Votes.Count)));

        await DecideAsync((1, 2, "A rim all around"), (4, 1, null));

        foreach (AllVotes votes in await LabelRig.AllReadingsAsync(share))
        {
            Assert.Equal([Blocks[1], Blocks[2]], votes.Users[0].Votes.Keys.Order());
            Assert.Equal([Blocks[2]], votes.Users[1].Votes.Keys);
            Assert.Equal((2, "A rim all around", "lead"), (votes.Calibration.Answers[Blocks[0]].Label, votes.Calibration.Answers[Blocks[0]].Why, votes.Calibration.Answers[Blocks[0]].By));
            var table = ReviewTable.Of(ReviewInput.Of(Blocks, votes, finals.Current));
            Assert.Equal([Blocks[1], Blocks[2], Blocks[4], Blocks[5]], table.Blocks);
            Assert.Equal((2, 1, 0), (table.Statistics.AnnotatedBlocks, table.Statistics.Disagreements, table.Vanished.Count));
            Assert.Empty(table.Input.FinalLabels);
        }

        HistoryRead history = HistoryFiles.Read(new SharedRoot(_rig.Settings("ws-2")));
        Assert.Equal(["block_0001", "block_0001", "block_0001"], history.Rows.Where(row => row.IsCalibration).Select(row => row.BlockId));
        Assert.Equal(6, history.Rows.Count);
    }

    [Fact]
    public async Task FirstAnswer_Counts_WhateverFollows_AndAChangedAnswerCountsEverybodyAgain()
    {
        await using LabelShare share = await _rig.OpenAsync();
        await DecideAsync((1, 2, null), (2, 1, null), (3, 3, null));
        UserLabels alice = await share.OpenUserAsync("alice", Ct);
        await LabelRig.SetAsync(alice, ("block_0001", 1), ("block_0001", 2), ("block_0002", 1), ("block_0003", 2));
        _ = await alice.UndoAsync(Ct);
        await share.FlushAsync(LabelRig.Patient.Closing);

        CalibrationFigures figures = await FiguresAsync("carol");

        // Wilson's interval of 1 of 3, computed from its formula in Python.
        Assert.Equal(["alice", "carol"], figures.People.Select(person => person.Username));
        Assert.Equal((3, 3, 1), (figures.Blocks, figures.People[0].Accuracy.Answered, figures.People[0].Accuracy.Right));
        Assert.Equal(0.061492, figures.People[0].Accuracy.Interval!.Value.Low, 1e-5);
        Assert.Equal(0.792340, figures.People[0].Accuracy.Interval!.Value.High, 1e-5);
        Assert.Equal((0, 0, null), (figures.People[1].Accuracy.Answered, figures.People[1].Accuracy.Right, figures.People[1].Accuracy.Interval));
        CalibrationRound round = CalibrationRound.Read(Root());
        Assert.Equal([(Blocks[0], 1), (Blocks[1], 1), (Blocks[2], 2)], FirstAnswers.Of(alice.History, round).OrderBy(answer => answer.Key).Select(answer => (answer.Key, answer.Value.Label)));

        await DecideAsync((1, 1, null));
        Assert.Equal(2, (await FiguresAsync()).People[0].Accuracy.Right);
    }

    /// <summary>Each name counts its own decisions, so only the time tells which of two names answered first.</summary>
    [Fact]
    public async Task FirstAnswer_OfOnePersonUnderTwoNames_IsTheEarlier()
    {
        await DecideAsync((1, 2, null));
        Put("alice", """{"seq":1,"clock":40,"at":"2024-01-02T10:00:00+00:00","block":"block_0001","label":2,"was":null}""", """{"seq":2,"clock":41,"at":"2024-01-02T09:00:00+00:00","block":"block_0001","label":1,"was":2}""");
        Put("alyce", """{"seq":1,"clock":1,"at":"2024-01-02T11:00:00+00:00","block":"block_0001","label":3,"was":null}""");
        await PeopleDecisions.WriteAsync(Root(), new Dictionary<string, PersonChange>(StringComparer.Ordinal) { ["alyce"] = new(null, new PersonSameness("alice")) }, "lead");

        IReadOnlyDictionary<BlockId, FirstAnswer> answers = Assert.Single((await ShareSnapshot.ReadAsync(Root(), Ct)).ReadFirstAnswers(_ => null)).Value;
        Assert.Equal(2, answers[Blocks[0]].Label);

        void Put(string name, params string[] lines) => _rig.WriteShare(
            $"history/users/{name}/20240102T080000Z-ws-5-0123456789ab.jsonl",
            string.Concat(lines.Prepend("""{"format":1,"program":"1.0.0","host":"ws-5","account":"x","data_root":"/d","classes":[]}""").Select(line => line + "\n")));
    }

    [Fact]
    public async Task BlockThatIsTakenOut_TakesVotesAgain_ButNoneOfTheRound()
    {
        await using LabelShare share = await _rig.OpenAsync();
        UserLabels bob = await share.OpenUserAsync("bob", Ct);
        await LabelRig.SetAsync(bob, ("block_0001", 1));
        await DecideAsync((1, 2, null));
        await LabelRig.SetAsync(await share.OpenUserAsync("alice", Ct), ("block_0001", 2));
        await CalibrationRound.WriteAsync(Root(), new Dictionary<BlockId, CalibrationChange?> { [Blocks[0]] = null }, "lead");
        await LabelRig.SetAsync(await share.OpenUserAsync("carol", Ct), ("block_0001", 3));
        await share.FlushAsync(LabelRig.Patient.Closing);

        foreach (AllVotes votes in await LabelRig.AllReadingsAsync(share))
        {
            Assert.Equal([("alice", 0), ("bob", 1), ("carol", 1)], votes.Users.Select(user => (user.Username, user.Votes.Count)));
            Assert.Equal(Blocks, ReviewTable.Of(ReviewInput.Of(Blocks, votes, LabelSnapshot.Empty)).Blocks);
        }
    }

    [Fact]
    public async Task Plan_HasNoBlockOfTheRound_AndSaysWhatItCosts()
    {
        await using LabelShare share = await _rig.OpenAsync();
        var desk = new PlanDesk(Root());
        var request = new PlanRequest { Votes = 2, Annotators = [new PlannedAnnotator("alice", 1), new PlannedAnnotator("bob", 1), new PlannedAnnotator("carol", 1)] };
        PlanDraft before = Planner.Make(request, await desk.BasisAsync(Blocks, request, null, Ct)).Draft!;
        Assert.Null(before.CalibrationText);
        _ = desk.Write(before, "lead", desk.Read());
        await LabelRig.SetAsync(await share.OpenUserAsync("alice", Ct), ("block_0001", 1), ("block_0002", 1));
        await share.FlushAsync(LabelRig.Patient.Closing);

        await DecideAsync((1, 2, null), (2, 1, null), (9, 1, null));

        PlanDesign design = desk.ReadDesign(desk.Read())!;
        Assert.Equal(8, design.Ordinary.Values.Sum(blocks => blocks.Count));
        PlanDraft draft = Planner.Make(request, await desk.BasisAsync(Blocks, request, design, Ct)).Draft!;
        Assert.Equal(Blocks[2..], draft.People.SelectMany(person => person.Queue).Distinct().Order());
        Assert.Equal("2 blocks for each of 3 people: 6 labels on top", draft.CalibrationText);
        Assert.Equal(0, draft.OutsidePlan);
        (PlannedBlocks? queue, _) = await new PlanFollower(Root()).QueueOfAsync("alice");
        Assert.DoesNotContain(queue!.Blocks, block => block == Blocks[0] || block == Blocks[1]);
    }

    [Fact]
    public async Task KnownAnswerOfAdmins_IsNoCalibration_AndTheOtherWayRound()
    {
        var gold = new GoldAnswers(Root());
        gold.Set(new Dictionary<BlockId, int?> { [Blocks[0]] = 1 }, "lead");
        await DecideAsync((2, 1, null));

        Assert.Contains("block_0001 is among the known answers", gold.WhyNot(Blocks, areForCalibration: true), StringComparison.Ordinal);
        Assert.Contains("block_0002 is in the calibration round", gold.WhyNot(Blocks, areForCalibration: false), StringComparison.Ordinal);
        Assert.Null(gold.WhyNot(Blocks[2..], areForCalibration: true));
    }

    [Fact]
    public async Task OddValues_CountAsNone_AndADamagedFileStopsTheFigures()
    {
        await DecideAsync((1, 2, null));
        string folder = Path.Combine(_rig.Annotations, "campaign", "calibration");
        string text = await File.ReadAllTextAsync(Directory.GetFiles(folder)[0], Ct);
        Write("20990101T000000Z-ws-1-00000000000a", text.Replace("""{"label": 2}""", "7", StringComparison.Ordinal).Replace("block_0001\": {\n      \"label\": 2\n    }", "block_0002\": {\"label\": 10}, \"calibration/block_0003\": {\"label\": 1, \"why\": \"" + new string('x', 501) + "\"}, \"calibration/../x\": {\"label\": 1}, \"x\": null", StringComparison.Ordinal));

        CalibrationRound round = CalibrationRound.Read(Root());

        Assert.Equal([Blocks[0], Blocks[2]], round.Blocks);
        Assert.Null(round.Answers[Blocks[2]].Why);
        Write("20990101T000000Z-ws-1-00000000000b", "{");
        Assert.Contains("00000000000b", Assert.Throws<StorageException>(() => CalibrationRound.Read(Root())).Message, StringComparison.Ordinal);
        await using LabelShare share = await _rig.OpenAsync();
        Assert.NotEmpty((await share.ReadAllUsersAsync(Ct)).Unreadable);

        void Write(string id, string json) => File.WriteAllBytes(Path.Combine(folder, id + ".json"), System.Text.Encoding.UTF8.GetBytes(json));
    }

    private SharedRoot Root()
    {
        var root = new SharedRoot(_rig.Settings("ws-9"));
        root.Verify();
        return root;
    }

    private Task DecideAsync(params (int Block, int Label, string? Why)[] answers) => CalibrationRound.WriteAsync(
        Root(), answers.ToDictionary(answer => BlockId.OfNumber(answer.Block), answer => (CalibrationChange?)new CalibrationChange(answer.Label, answer.Why)), "lead");

    private async Task<CalibrationFigures> FiguresAsync(params string[] expected)
    {
        ShareSnapshot read = await ShareSnapshot.ReadAsync(Root(), Ct);
        return CalibrationFigures.Of(read.Votes.Calibration, read.ReadFirstAnswers(_ => null), expected);
    }
}
