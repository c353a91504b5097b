using ProteomicsAnnotator.App.Reviewing;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Owners;
using ProteomicsAnnotator.Core.Tests.Labels;

namespace ProteomicsAnnotator.App.Tests.Reviewing;

/// <summary>What an admin decided is stored or refused, whatever becomes of the table that shows it.</summary>
public sealed class StoredDecisionTests : IAsyncDisposable
{
    private readonly ReviewFolder _folder = ReviewFolder.ProjectSmall();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _folder.DisposeAsync();

    /// <summary>A vote younger than the final label asks whose names are one person's.</summary>
    [Fact]
    public async Task FinalLabel_WhileItCannotBeReadWhoIsOnePerson_IsAnsweredAsStored_AndUndoneOnce()
    {
        _folder.PutText("users/zed.json", """{"username": "zed", "annotations": {"block_0001": {"label": 3, "annotated_at": "2099-01-02T10:30:00+00:00"}}}""");
        ReviewSession ann = await _folder.OpenAsync("ann");
        Assert.True((await ann.SetFinalLabelAsync([ReviewFolder.Id(2)], 1, Ct)).Accepted);
        Directory.CreateDirectory(Path.Combine(_folder.AnnotationsRoot, "admin", "decisions"));
        _folder.PutText("admin/decisions/20240102T090000Z-ws-6-ba9876543210.json", "{");

        LabelResult result = await ann.SetFinalLabelAsync([ReviewFolder.Id(1)], 2, Ct);

        Assert.True(result.Accepted, result.Reason);
        Assert.Equal(2, Final(ann, 1));
        UndoResult undone = await ann.Adjudication.UndoAsync(Ct);
        Assert.Equal((UndoOutcome.Done, ReviewFolder.Id(1)), (undone.Outcome, undone.Key!.Value.Block));
        Assert.Equal((null, 1), (Final(ann, 1), Final(ann, 2)));
    }

    [Fact]
    public async Task Decisions_WhoseTableFails_AreAnsweredAsStored_AndTheFaultIsSaid()
    {
        ReviewSession zoe = await _folder.OpenAsync("zoe");
        Assert.True((await zoe.SetFinalLabelAsync([ReviewFolder.Id(7)], 2, Ct)).Accepted);
        ReviewSession ann = await _folder.OpenAsync("ann");
        await Eventually.IsTrueAsync(() => Final(ann, 7) == 2, "the other's final label arrives");
        ann.Adjudication.ChooseSecondOpinion(true);
        Assert.True(await ann.Adjudication.StartAsync(AdjudicationOrder.VoteEntropy, Ct));
        bool fails = true;
        ann.Changed += () =>
        {
            if (Volatile.Read(ref fails))
            {
                throw new InvalidOperationException("the page is gone");
            }
        };

        LabelResult single = await ann.SetFinalLabelAsync([ReviewFolder.Id(1)], 2, Ct);
        LabelResult accepted = await ann.AcceptAsync(new Dictionary<BlockId, int> { [ReviewFolder.Id(3)] = 3 }, Ct);
        LabelResult second = await ann.Adjudication.Seconds.GiveAsync(ReviewFolder.Id(7), 1, null, Ct);
        UndoResult undone = await ann.Adjudication.UndoAsync(Ct);
        await Eventually.IsTrueAsync(() => ann.Fault is { } fault && fault.Contains("the page is gone", StringComparison.Ordinal), "the fault is said");
        Volatile.Write(ref fails, false);

        Assert.Equal((true, true, true, UndoOutcome.Done), (single.Accepted, accepted.Accepted, second.Accepted, undone.Outcome));
        await Eventually.IsTrueAsync(
            async () =>
            {
                await ann.RefreshAsync(Ct);
                return ann.Fault is null;
            },
            "the table is shown again");
        Assert.Equal((2, 3, null), (Final(ann, 1), Final(ann, 3), ann.Adjudication.Seconds.Of(ReviewFolder.Id(7))));
    }

    /// <summary>The share is asked before a final label is set, and meanwhile another page of this admin begins second opinions.</summary>
    [Fact]
    public async Task KeyOfAFinalLabel_WhileSecondOpinionsBegin_IsNone()
    {
        ReviewSession zoe = await _folder.OpenAsync("zoe");
        Assert.True((await zoe.SetFinalLabelAsync([ReviewFolder.Id(7)], 2, Ct)).Accepted);
        ReviewSession ann = await _folder.OpenAsync("ann");
        await Eventually.IsTrueAsync(() => Final(ann, 7) == 2, "the other's final label arrives");
        ann.Adjudication.OpenFromTable(ReviewFolder.Id(2), [ReviewFolder.Id(2)]);
        var held = new HeldContinuations();
        Task<LabelResult> pressed = held.Start(() => ann.Adjudication.DecideAsync(ReviewFolder.Id(2), 1, Ct));
        await Eventually.IsTrueAsync(() => held.Count > 0, "the share has answered");

        ann.Adjudication.ChooseSecondOpinion(true);
        Assert.True(await ann.Adjudication.StartAsync(AdjudicationOrder.VoteEntropy, Ct));
        held.Release();
        LabelResult result = await pressed;

        Assert.Equal((false, "keys give second opinions now, and this one was pressed for a final label"), (result.Accepted, result.Reason));
        Assert.Null(ann.Adjudication.Seconds.Of(ReviewFolder.Id(2)));
        Assert.Null(Final(ann, 2));
    }

    private static int? Final(ReviewSession review, int block) => review.Table.Find(ReviewFolder.Id(block))!.Value.FinalLabel?.Label;
}
