using Bunit;
using ProteomicsAnnotator.App.Annotating;
using ProteomicsAnnotator.App.Reviewing;
using ProteomicsAnnotator.App.SigningIn;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Snapshots;

namespace ProteomicsAnnotator.App.Tests.Annotating;

/// <summary>What an admin's page shows of everyone, and to whom.</summary>
public sealed class SessionAdminTests : SessionTests
{
    [Fact]
    public async Task History_ForAdmins_IsEveryonesAndForOthersTheirOwn()
    {
        await Rig.LabelAsync("block_0001", 2);
        FinalLabels finals = await Rig.Share.OpenFinalLabelsAsync("boss", CancellationToken.None);
        Block block = Rig.Catalog.Current.Blocks[0];
        await finals.SetAsync([block.Key], 3, CancellationToken.None);
        SignIn boss = Rig.SignIns.Add("boss", isAdmin: true, former: null);
        await using AnnotationSession admin = await Rig.OpenPageAsync(boss);

        BlockHistory all = await admin.ReadHistoryAsync(block);
        BlockHistory own = await Rig.Session.ReadHistoryAsync(block);

        Assert.Equal([("boss", 3, true), ("alice", 2, false)], all.Entries.Select(entry => (entry.By, entry.Label!.Value, entry.IsFinalLabel)));
        Assert.Equal(["alice"], own.Entries.Select(entry => entry.By));
        await Rig.LabelAsync("block_0001", 1);
        Assert.Equal([1, 2], (await Rig.Session.ReadHistoryAsync(block)).Entries.Select(entry => entry.Label));
    }

    [Fact]
    public async Task History_WhileTheAdjudicationHidesNames_HidesThemToo()
    {
        await Rig.LabelAsync("block_0001", 2);
        Block block = Rig.Catalog.Current.Blocks[0];
        UserLabels carol = await Rig.Share.OpenUserAsync("carol", CancellationToken.None);
        await carol.SetAsync(block.Key, 1, [], CancellationToken.None);
        await Rig.Share.FlushAsync(TimeSpan.FromSeconds(90));
        SignIn boss = Rig.SignIns.Add("boss", isAdmin: true, former: null);
        await using AnnotationSession admin = await Rig.OpenPageAsync(boss);
        await admin.OpenReviewAsync();
        Assert.True(await admin.Admin.Shown!.Adjudication.StartAsync(AdjudicationOrder.VoteEntropy, CancellationToken.None));

        BlockHistory hidden = await admin.ReadHistoryAsync(block);
        await admin.Admin.Shown.Adjudication.SetBlindingAsync(new Blinding(HidesNames: true, HidesVotes: true));
        BlockHistory blind = await admin.ReadHistoryAsync(block);
        await admin.Admin.Shown.Adjudication.SetBlindingAsync(default);
        BlockHistory shown = await admin.ReadHistoryAsync(block);

        Assert.Equal(["hidden", "hidden"], hidden.Entries.Select(entry => entry.By));
        Assert.All(hidden.Entries, entry => Assert.Null(LabelTime.Known(entry.At)));
        Assert.Empty(blind.Entries);
        Assert.Equal(["carol", "alice"], shown.Entries.Select(entry => entry.By));
    }

    [Fact]
    public async Task Admin_BrowserSignedInAsSomeoneElse_SeesNothingOfOthersUntilConfirmed()
    {
        await Rig.DisagreeAsync(0);
        Block block = Rig.Catalog.Current.Blocks[0];
        await using AnnotationSession boss = await Rig.OpenAdminAsync();
        Assert.True(await boss.Admin.Shown!.Adjudication.StartAsync(AdjudicationOrder.VoteEntropy, CancellationToken.None));
        bool told = false;
        boss.Changed += () => told = true;

        Rig.SignIns.Add("bob", isAdmin: false, former: boss.Owner.SignIn.SessionId);

        Assert.True(told);
        Assert.Null(boss.Admin.Shown);
        Assert.False(boss.Admin.IsAdjudicating);
        Assert.Empty((await boss.ReadHistoryAsync(block)).Entries);
        boss.ConfirmBlocked();
        Assert.NotNull(boss.Admin.Shown);
        Assert.NotEmpty((await boss.ReadHistoryAsync(block)).Entries);
        Rig.SignIns.Remove(Rig.SignIns.CurrentOf(boss.Owner.SignIn.SessionId)!.SessionId);
        Assert.Null(boss.Admin.Shown);
    }
}
