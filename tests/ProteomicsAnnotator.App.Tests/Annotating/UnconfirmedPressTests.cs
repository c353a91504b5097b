using System.Globalization;
using System.Runtime.Versioning;
using ProteomicsAnnotator.App.Annotating;
using ProteomicsAnnotator.App.Annotating.Viewer;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Tests.Database;

namespace ProteomicsAnnotator.App.Tests.Annotating;

/// <summary>Keys of a page on a database whose standby goes while they are decided: nobody confirms them, and each is one decision once it is back.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class UnconfirmedPressTests : IAsyncLifetime
{
    private PostgresServer _server = null!;
    private string _text = "";
    private SessionRig _rig = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await PostgresServer.StartAsync();
        _text = await _server.NewDatabaseAsync() + ";Maximum Pool Size=12";
        _rig = new SessionRig { Database = _text };
        _rig.PutBlocks("block_0001", "block_0002");
        await _rig.OpenAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _rig.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Label_IsNotConfirmed_AndOneOnceItIs()
    {
        LabelOutcome outcome = await WithoutStandbyAsync(() => _rig.LabelAsync("block_0001", 2));

        await IsStoredAsync(_rig.Session, outcome, "users/alice", "label", 1);
        Assert.Equal(2, _rig.Session.Viewer.DecidedLabelOf(_rig.Catalog.Current.Blocks[0]));
    }

    [Fact]
    public async Task Flag_IsNotConfirmed_AndOneOnceItIs() =>
        await IsStoredAsync(_rig.Session, await WithoutStandbyAsync(() => _rig.MarkAsync("block_0001", new MarkPress(true, null, null))), "users/alice", "mark", 1);

    [Fact]
    public async Task ReasonWhyItCannotBeJudged_IsNotConfirmed_AndOneOnceItIs() =>
        await IsStoredAsync(_rig.Session, await WithoutStandbyAsync(() => _rig.MarkAsync("block_0001", new MarkPress(null, null, "dim"))), "users/alice", "label", 1);

    [Fact]
    public async Task FinalLabel_IsNotConfirmed_AndOneOnceItIs()
    {
        await _rig.DisagreeAsync(0, 1);
        await using AnnotationSession boss = await AdjudicatingAsync(isSecond: false);

        LabelOutcome outcome = await WithoutStandbyAsync(() => _rig.LabelAsync("block_0001", 2, page: boss));

        await IsStoredAsync(boss, outcome, "admin", "label", 1);
        Assert.Equal(1, boss.Admin.Shown!.Adjudication.DecidedCount);
    }

    [Fact]
    public async Task SecondOpinion_IsNotConfirmed_AndOneOnceItIs()
    {
        await _rig.DisagreeAsync(0, 1);
        FinalLabels chief = await _rig.Share.OpenFinalLabelsAsync("chief", Ct);
        Assert.True((await chief.SetAsync([_rig.Catalog.Current.Blocks[0].Key], 3, Ct)).Accepted);
        await using AnnotationSession boss = await AdjudicatingAsync(isSecond: true);

        LabelOutcome outcome = await WithoutStandbyAsync(() => _rig.LabelAsync("block_0001", 1, page: boss));

        await IsStoredAsync(boss, outcome, "admin", "second", 1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Step_TakenBack_IsNotConfirmed_AndOneOnceItIs(bool isFinal)
    {
        await _rig.DisagreeAsync(0, 1);
        await using AnnotationSession boss = await AdjudicatingAsync(isSecond: false);
        AnnotationSession page = isFinal ? boss : _rig.Session;
        Assert.True((await _rig.LabelAsync("block_0001", 2, page: page)).Accepted);

        LabelOutcome outcome = await WithoutStandbyAsync(() => page.Viewer.UndoAsync(_rig.Undo(page.Mode)));

        await IsStoredAsync(page, outcome, isFinal ? "admin" : "users/alice", "label", 2);
        await Eventually.IsTrueAsync(() => page.Viewer.DecidedLabelOf(_rig.Catalog.Current.Blocks[0]) is null, "the label is taken back");
        Assert.True((await page.Viewer.UndoAsync(_rig.Undo(page.Mode, redo: true))).Accepted);
        await Eventually.IsTrueAsync(() => page.Viewer.DecidedLabelOf(_rig.Catalog.Current.Blocks[0]) == 2, "it is given again");
    }

    /// <summary>What was in doubt when the campaign closed is stored, or never will be.</summary>
    [Fact]
    public async Task Label_InDoubtWhenTheCampaignCloses_IsAnsweredAsItIsStored()
    {
        LabelOutcome outcome = await WithoutStandbyAsync(() => _rig.LabelAsync("block_0001", 2));
        _ = await _rig.Share.Decisions.DecideAsync(new Dictionary<string, System.Text.Json.Nodes.JsonNode?>(StringComparer.Ordinal) { ["closed"] = true }, "boss");

        await IsStoredAsync(_rig.Session, outcome, "users/alice", "label", 1);
        await Eventually.IsTrueAsync(async () => !(await _rig.LabelAsync("block_0001", 3)).Accepted, "the campaign is closed");
    }

    private async Task<AnnotationSession> AdjudicatingAsync(bool isSecond)
    {
        AnnotationSession boss = await _rig.OpenAdminAsync();
        Assert.True(boss.TryBegin(null, null));
        boss.Admin.Shown!.Adjudication.ChooseSecondOpinion(isSecond);
        Assert.True(await boss.Admin.Shown.Adjudication.StartAsync(AdjudicationOrder.VoteEntropy, Ct));
        boss.BeginAdjudication();
        return boss;
    }

    private async Task<LabelOutcome> WithoutStandbyAsync(Func<Task<LabelOutcome>> press)
    {
        await _server.SetAsync("synchronous_standby_names = 'gone'");
        await Eventually.IsTrueAsync(async () => await AskAsync("SHOW synchronous_standby_names") == "gone", "the server waits for a standby");
        LabelOutcome outcome = await press();
        await _server.SetAsync("synchronous_standby_names = ''");
        return outcome;
    }

    private async Task IsStoredAsync(AnnotationSession page, LabelOutcome outcome, string owner, string kind, int count)
    {
        int key = _rig.NextKey() - 1;
        Assert.Equal((false, true), (outcome.Accepted, outcome.IsUnknown));
        Assert.Contains("not confirmed", outcome.Sentence, StringComparison.Ordinal);
        await Eventually.IsTrueAsync(
            async () => Assert.Single(await page.Viewer.OutcomesAsync([key])).Outcome is { Accepted: true, IsUnknown: false },
            "it is known to be stored");
        Assert.Equal($"{count}", await AskAsync($"SELECT count(*) FROM line WHERE owner = '{owner}' AND kind = '{kind}'"));
    }

    private async Task<string> AskAsync(string sql) =>
        Convert.ToString(await _server.AskAsync(sql, _text.Split("Database=")[1].Split(';')[0]), CultureInfo.InvariantCulture)!;
}
