using Microsoft.Extensions.Time.Testing;
using ProteomicsAnnotator.Core.Delivery;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Owners;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Tests.Labels;
using ProteomicsAnnotator.Core.Tests.Storage;

namespace ProteomicsAnnotator.Core.Tests.Share;

/// <summary>The share goes while nobody labels.</summary>
public sealed class ShareAwayTests : IDisposable
{
    private readonly LabelRig _rig = new();
    private readonly FaultyFiles _files = new();
    private volatile SaveState? _shown;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task FolderGone_WithoutALabel_SaveStateSaysSo_AndIsSavedAgainWhenItReturns()
    {
        await using LabelShare share = await _rig.OpenAsync();
        UserLabels labels = await OpenAsync(share);
        string away = _rig.Annotations + "-away";

        Directory.Move(_rig.Annotations, away);

        await Eventually.IsTrueAsync(() => _shown?.Kind == SaveStateKind.ShareAway, "the share is said to be away");
        Assert.Contains("not mounted", labels.SaveState.Reason, StringComparison.Ordinal);
        Assert.Equal(0, labels.SaveState.Undelivered);
        Directory.Move(away, _rig.Annotations);
        await Eventually.IsTrueAsync(() => _shown is { Kind: SaveStateKind.Saved, Reason: null }, "saved again");
    }

    [Fact]
    public async Task FolderGone_WithALabel_TheLabelIsWhatCounts()
    {
        await using LabelShare share = await _rig.OpenAsync();
        UserLabels labels = await OpenAsync(share);
        Directory.Move(_rig.Annotations, _rig.Annotations + "-away");
        await Eventually.IsTrueAsync(() => _shown?.Kind == SaveStateKind.ShareAway, "the share is said to be away");

        await labels.SetAsync(LabelRig.Key("block_0002"), 2, [], Ct);

        Assert.Equal((SaveStateKind.NotSaved, 1), (labels.SaveState.Kind, labels.SaveState.Undelivered));
    }

    [Fact]
    public async Task ShareHangs_WithoutALabel_SaveStateSaysSo_AndIsSavedAgainWhenItAnswers()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using LabelShare share = await LabelShare.OpenAsync(_rig.Settings(files: _files) with { TimeProvider = time }, Ct);
        _ = await OpenAsync(share);
        _files.HangingPath = "/share/annotations/";
        _files.Answering.Reset();

        await Eventually.IsTrueAsync(() => HasPassed(_shown?.Kind == SaveStateKind.ShareAway), "the share is said to be away");
        Assert.Equal("the share does not answer", _shown?.Reason);
        _files.Answering.Set();
        await Eventually.IsTrueAsync(() => _shown?.Kind == SaveStateKind.Saved, "saved again");

        bool HasPassed(bool isSo)
        {
            time.Advance(isSo ? TimeSpan.Zero : TimeSpan.FromMilliseconds(200));
            return isSo;
        }
    }

    private async Task<UserLabels> OpenAsync(LabelShare share)
    {
        UserLabels labels = await share.OpenUserAsync("alice", Ct);
        Assert.Equal(LabelResult.OnShare, await labels.SetAsync(LabelRig.Key("block_0001"), 1, [], Ct));
        labels.Changed += () => _shown = labels.SaveState;
        return labels;
    }
}
