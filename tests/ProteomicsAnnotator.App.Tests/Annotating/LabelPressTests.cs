using System.Text.Json;
using Bunit;
using ProteomicsAnnotator.App.Annotating;
using ProteomicsAnnotator.App.Annotating.Viewer;
using ProteomicsAnnotator.App.SigningIn;
using ProteomicsAnnotator.Core.Agreement;

namespace ProteomicsAnnotator.App.Tests.Annotating;

/// <summary>A key of the viewer is about exactly the block that was on screen, and is carried out once.</summary>
public sealed class LabelPressTests : SessionTests
{
    [Fact]
    public async Task Label_PaintedBlock_IsInTheUsersFileOfTheShareAfterwards()
    {
        LabelOutcome outcome = await Rig.LabelAsync("block_0001", 2);
        await Rig.Share.FlushAsync(TimeSpan.FromSeconds(90));

        Assert.True(outcome.Accepted);
        Assert.Null(outcome.Show);
        string json = await File.ReadAllTextAsync(Path.Combine(Rig.Folder, "annotations/users/alice.json"));
        Assert.Contains("\"label\": 2", json, StringComparison.Ordinal);
        Assert.Equal(1, Rig.Session.AnnotatedCount);
    }

    [Theory]
    [InlineData("block_0001", 4, "there is no class 4")]
    [InlineData("block_0099", 1, "not in the open folder")]
    [InlineData("../block_0001", 1, "not in the open folder")]
    public async Task Label_ThatCannotBeMeant_IsRefusedInWords(string block, int label, string words)
    {
        LabelOutcome outcome = await Rig.LabelAsync(block, label);

        Assert.False(outcome.Accepted);
        Assert.Contains(words, outcome.Reason, StringComparison.Ordinal);
        Assert.Equal(0, Rig.Session.AnnotatedCount);
    }

    [Fact]
    public async Task Label_NoChannelCouldBeRead_IsRefused()
    {
        SeenChannel[] failed = [new(0, "a.tif", null, "truncated")];

        LabelOutcome outcome = await Rig.LabelAsync("block_0001", 1, failed);

        Assert.False(outcome.Accepted);
    }

    [Fact]
    public async Task Label_OfAnotherRootsBlockWithTheSameName_IsRefused()
    {
        LabelOutcome outcome = await Rig.LabelAsync("block_0001", 1, root: "another-root");

        Assert.False(outcome.Accepted);
        Assert.Equal(0, Rig.Session.AnnotatedCount);
    }

    [Fact]
    public async Task Label_AutoAdvanceSkippingAnnotated_GoesToTheNextUnlabelledBlock()
    {
        await Rig.LabelAsync("block_0002", 1);
        (Rig.Session.Settings.AutoAdvance, Rig.Session.Settings.SkipAnnotated) = (true, true);

        LabelOutcome outcome = await Rig.LabelAsync("block_0001", 3);

        Assert.Equal("block_0003", outcome.Show?.Block?.Id);
        Assert.Equal(["block_0004"], outcome.Show!.Next.Select(block => block.Id));
    }

    [Fact]
    public async Task Label_AutoAdvanceAfterOneWentElsewhere_StaysThere()
    {
        Rig.Session.Settings.AutoAdvance = true;
        Rig.Session.Viewer.OnNavigated(1, OpenRoots.ConfiguredId, "block_0004");

        LabelOutcome outcome = await Rig.LabelAsync("block_0001", 3);

        Assert.True(outcome.Accepted);
        Assert.Null(outcome.Show);
        Assert.Equal("block_0004", Rig.Session.Place.Current?.Id.Value);
    }

    [Fact]
    public async Task Undo_AfterAutoAdvance_GoesBackToTheBlockItConcerns()
    {
        Rig.Session.Settings.AutoAdvance = true;
        await Rig.LabelAsync("block_0001", 3);
        Assert.Equal("block_0002", Rig.Session.Place.Current?.Id.Value);

        LabelOutcome undone = await Rig.Session.Viewer.UndoAsync(Rig.Undo());

        Assert.True(undone.Accepted);
        Assert.Equal("block_0001", undone.Show?.Block?.Id);
        Assert.Equal(0, Rig.Session.AnnotatedCount);
    }

    [Fact]
    public async Task Label_BrowserSignedInAsSomeoneElse_WaitsForAConfirmation()
    {
        Rig.SignIns.Add("bob", isAdmin: false, former: Rig.Session.Owner.SignIn.SessionId);

        Assert.False((await Rig.LabelAsync("block_0001", 1)).Accepted);
        Assert.Contains("bob", Rig.Session.Owner.BlockedReason, StringComparison.Ordinal);

        Rig.Session.ConfirmBlocked();
        Assert.True((await Rig.LabelAsync("block_0001", 1)).Accepted);
    }

    [Fact]
    public async Task Label_ThatArrivesTwice_IsStoredOnce()
    {
        Rig.Paint("block_0001");
        LabelPress press = Rig.Press("block_0001", 2);

        LabelOutcome first = await Rig.Session.Viewer.LabelAsync(press);
        LabelOutcome second = await Rig.Session.Viewer.LabelAsync(press with { Label = 3 });

        Assert.True(first.Accepted);
        Assert.Same(first, second);
        Assert.Equal([2], DecisionsOf("block_0001"));
    }

    [Fact]
    public async Task Label_AskedForBeforeItArrives_IsRefusedForGood()
    {
        Rig.Paint("block_0001");
        LabelPress press = Rig.Press("block_0001", 2);

        PressOutcome asked = Assert.Single(await Rig.Session.Viewer.OutcomesAsync([press.Press]));
        LabelOutcome late = await Rig.Session.Viewer.LabelAsync(press);

        Assert.Contains("connection broke", asked.Outcome?.Reason, StringComparison.Ordinal);
        Assert.False(late.Accepted);
        Assert.Empty(DecisionsOf("block_0001"));
    }

    [Fact]
    public async Task Label_AnswerLost_IsToldWhenAskedFor()
    {
        Rig.Paint("block_0001");
        LabelPress press = Rig.Press("block_0001", 2);
        await Rig.Session.Viewer.LabelAsync(press);

        PressOutcome asked = Assert.Single(await Rig.Session.Viewer.OutcomesAsync([press.Press]));

        Assert.True(asked.Outcome?.Accepted);
        Assert.Equal(2, asked.Outcome?.Words?.Label);
    }

    [Fact]
    public async Task Label_MeantAsFinalLabel_IsNeverOnesOwnVote()
    {
        Rig.Paint("block_0001");

        LabelOutcome label = await Rig.Session.Viewer.LabelAsync(Rig.Press("block_0001", 2) with { Mode = DecisionMode.Final });
        LabelOutcome clear = await Rig.Session.Viewer.LabelAsync(Rig.Press("block_0001", null) with { Mode = DecisionMode.Final });
        LabelOutcome undo = await Rig.Session.Viewer.UndoAsync(Rig.Undo(DecisionMode.Final));

        Assert.All([label, clear, undo], outcome => Assert.Contains("the adjudication has ended", outcome.Reason, StringComparison.Ordinal));
        Assert.Empty(DecisionsOf("block_0001"));
    }

    [Fact]
    public async Task Label_MeantAsOwnVote_IsNoFinalLabel()
    {
        await Rig.DisagreeAsync(0);
        await using AnnotationSession boss = await Rig.OpenAdminAsync();
        Assert.True(await boss.Admin.Shown!.Adjudication.StartAsync(AdjudicationOrder.VoteEntropy, CancellationToken.None));
        boss.BeginAdjudication();
        boss.Viewer.OnPainted(Rig.Report("block_0001"));

        LabelOutcome outcome = await boss.Viewer.LabelAsync(Rig.Press("block_0001", 2) with { Mode = DecisionMode.Own });

        Assert.Contains("keys set final labels now", outcome.Reason, StringComparison.Ordinal);
        Assert.Equal(DecisionMode.Final, boss.Viewer.Show().Mode);
        Assert.Null(boss.Admin.Shown.Table.Find(Rig.Catalog.Current.Blocks[0].Id)?.FinalLabel);
    }

    [Fact]
    public async Task Label_ProgramHasAnotherBlockOnItsWay_IsRefused()
    {
        Rig.Paint("block_0001");
        Rig.Session.Select(Rig.Catalog.Current.Blocks[2]);

        LabelOutcome outcome = await Rig.Session.Viewer.LabelAsync(Rig.Press("block_0001", 2) with { Navigation = 0 });

        Assert.Contains("block_0003 was asked for", outcome.Reason, StringComparison.Ordinal);
        Assert.Empty(DecisionsOf("block_0001"));
    }

    [Fact]
    public async Task Label_OfWhatNobodyReportedToBeOnScreen_IsRefused()
    {
        LabelOutcome outcome = await Rig.Session.Viewer.LabelAsync(Rig.Press("block_0001", 2) with { Seen = 99 });

        Assert.Contains("what was on screen", outcome.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Label_OfTheLastBlock_SaysThatItWouldHaveGoneOn()
    {
        Rig.Session.Settings.AutoAdvance = true;
        Assert.True(Rig.Session.TryJump(int.MaxValue));

        LabelOutcome outcome = await Rig.LabelAsync("block_0004", 1);

        Assert.True(outcome is { Accepted: true, IsAtEnd: true, Show: null });
    }

    [Fact]
    public async Task SameLabelAgain_IsStored_AndUndoTakesBackWhatChangedSomething()
    {
        await Rig.LabelAsync("block_0001", 2);
        Assert.True((await Rig.LabelAsync("block_0001", 2)).Accepted);
        Assert.Equal([2, 2], DecisionsOf("block_0001"));

        LabelOutcome undone = await Rig.Session.Viewer.UndoAsync(Rig.Undo());

        Assert.True(undone.Accepted);
        Assert.Equal([2, 2, null], DecisionsOf("block_0001"));
    }

    [Fact]
    public async Task Clear_OfABlockWithoutALabel_StoresNothing()
    {
        LabelOutcome outcome = await Rig.LabelAsync("block_0001", null);

        Assert.Equal("it has no label", outcome.Reason);
        Assert.Empty(DecisionsOf("block_0001"));
    }

    private IEnumerable<int?> DecisionsOf(string block) => Directory
        .EnumerateFiles(Path.Combine(Rig.Folder, "annotations/history/users/alice"), "*.jsonl")
        .SelectMany(File.ReadLines)
        .Select(line => JsonDocument.Parse(line).RootElement)
        .Where(line => line.TryGetProperty("block", out JsonElement id) && id.GetString() == block)
        .Select(line => line.GetProperty("label") is { ValueKind: JsonValueKind.Number } label ? label.GetInt32() : (int?)null);
}
