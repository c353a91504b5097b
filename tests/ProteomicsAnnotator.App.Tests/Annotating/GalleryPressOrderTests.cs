using ProteomicsAnnotator.App.Annotating.Viewer;
using ProteomicsAnnotator.App.SigningIn;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Owners;
using ProteomicsAnnotator.Core.Volumes;

namespace ProteomicsAnnotator.App.Tests.Annotating;

/// <summary>A key of the gallery takes long, as it looks at many files: what happens meanwhile counts.</summary>
public sealed class GalleryPressOrderTests : IAsyncLifetime
{
    private static readonly string[] Ids = ["block_0001", "block_0002", "block_0003"];

    private readonly PersonLimits _limits = new();
    private readonly ManualResetEventSlim _gate = new();
    private readonly SessionRig _rig;

    public GalleryPressOrderTests() => _rig = new SessionRig { PollInterval = TimeSpan.FromSeconds(5), SignIns = new SignIns { Limits = _limits } };

    public async ValueTask InitializeAsync()
    {
        _rig.PutBlocks(Ids);
        await _rig.OpenAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _rig.DisposeAsync();
        _limits.Dispose();
        _gate.Dispose();
    }

    [Theory]
    [InlineData(2, null)]
    [InlineData(null, "torn")]
    public async Task Label_WhileAnotherKeyDecidesOneOfTheBlocks_IsOnNone(int? label, string? unusable)
    {
        (Task<LabelResult> before, Action letGo) = await HoldTheDiskAsync();
        Task<LabelOutcome> single = unusable is null ? _rig.LabelAsync(Ids[1], label) : _rig.MarkAsync(Ids[1], new MarkPress(null, null, unusable));
        Task<LabelOutcome> many = _rig.Session.Viewer.Gallery.LabelAsync(Press(1, Ids));
        letGo();

        LabelOutcome outcome = await many;

        Assert.True((await single).Accepted);
        Assert.False((await before).Accepted);
        Assert.Equal((false, "block_0002 was decided meanwhile"), (outcome.Accepted, outcome.Reason));
        Assert.Equal("3 blocks: the labels are NOT changed: block_0002 was decided meanwhile", outcome.Sentence);
        Assert.Equal([Ids[1]], outcome.Changed);
        Assert.Equal([0, label ?? 0, 0], _rig.Session.Viewer.Gallery.Rows(0)!.Labels);
    }

    [Fact]
    public async Task Label_OfAPageThatBecomesNobodysMeanwhile_IsOnNone()
    {
        (Task<LabelResult> before, Action letGo) = await HoldTheDiskAsync();
        Task<LabelOutcome> many = _rig.Session.Viewer.Gallery.LabelAsync(Press(1, Ids));
        _ = _rig.SignIns.Add("bob", isAdmin: false, former: _rig.Session.Owner.SignIn.SessionId);
        letGo();

        LabelOutcome outcome = await many;

        Assert.False((await before).Accepted);
        Assert.Equal((false, _rig.Session.Owner.BlockedReason), (outcome.Accepted, outcome.Reason));
        Assert.NotNull(outcome.Reason);
        Assert.Equal(0, _rig.Session.AnnotatedCount);
    }

    [Fact]
    public async Task Label_OfAPersonWhoseKeysComeTooFast_IsRefused()
    {
        await Eventually.IsTrueAsync(
            async () =>
            {
                while (_limits.TryWrite("alice"))
                {
                    // Until nothing is left; a little comes back while a key is on its way.
                }

                int before = _rig.Session.AnnotatedCount;
                LabelOutcome outcome = await _rig.Session.Viewer.Gallery.LabelAsync(Press(1, Ids));
                return !outcome.Accepted && outcome.Reason!.Contains("more slowly", StringComparison.Ordinal) && _rig.Session.AnnotatedCount == before;
            },
            "a key is refused, and changes nothing");
    }

    /// <summary>Alice's decisions wait for one that is not written yet, and is refused at the end.</summary>
    private async Task<(Task<LabelResult> Before, Action LetGo)> HoldTheDiskAsync()
    {
        UserLabels alice = await _rig.Share.OpenUserAsync("alice", CancellationToken.None);
        var begun = new TaskCompletionSource();
        var before = Task.Run(() => alice.SetManyAsync([], 1, hasEvidence: false, CancellationToken.None, whyNot: () =>
        {
            begun.SetResult();
            _gate.Wait();
            return "it only held the others back";
        }));
        await begun.Task;
        return (before, _gate.Set);
    }

    private GalleryPress Press(int? label, params string[] ids) => new(
        _rig.NextKey(),
        OpenRoots.ConfiguredId,
        label,
        null,
        null,
        [.. ids.Select(id => new GalleryBlock(id, [new SeenChannel(0, "a.tif", FileVersion.Of(Path.Combine(_rig.Folder, "data", id, "a.tif"))!.Value.ToString(), null)]))]);
}
