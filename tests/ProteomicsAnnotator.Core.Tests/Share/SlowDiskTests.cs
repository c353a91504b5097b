using Microsoft.Extensions.Time.Testing;
using ProteomicsAnnotator.Core.Delivery;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Owners;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Tests.Labels;
using ProteomicsAnnotator.Core.Tests.Storage;

namespace ProteomicsAnnotator.Core.Tests.Share;

/// <summary>What a label key is answered never contradicts what a disk says later.</summary>
public sealed class SlowDiskTests : IDisposable
{
    private const string Here = "/ws-1/users/alice";
    private const string There = "/share/annotations/";
    private readonly LabelRig _rig = new();
    private readonly FaultyFiles _files = new();
    private readonly FakeTimeProvider _time = new(TimeProvider.System.GetUtcNow());
    private int _triesHere;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _files.Answering.Set();
        _rig.Dispose();
    }

    [Fact]
    public async Task Set_ThisMachineIsSlow_AnswerWaitsAndIsTrue()
    {
        await using LabelShare share = await OpenAsync(LabelRig.Patient);
        UserLabels labels = await share.OpenUserAsync("alice", Ct);
        _files.Fault = (done, path) => done == "Write" && path.Contains(There, StringComparison.Ordinal) ? FaultyFiles.Errno(28) : null;
        _files.HangingPath = Here;
        _files.Answering.Reset();

        Task<LabelResult> setting = labels.SetAsync(LabelRig.Key("block_0001"), 2, [], Ct);
        await AssertNotAnsweredAsync(setting, () => labels.SaveState.Kind == SaveStateKind.NotSaved);
        Assert.Equal((SaveStateKind.NotSaved, 0), (labels.SaveState.Kind, labels.SaveState.Undelivered));
        Assert.Equal(1, share.Undelivered);
        Assert.Null(labels.Find(LabelRig.Key("block_0001")));

        _files.Answering.Set();
        Assert.Equal(new LabelResult(LabelPlace.ThisMachine, "the disk is full"), await setting);
        Assert.Equal(2, labels.Find(LabelRig.Key("block_0001"))?.Label);
        Assert.Equal(1, labels.SaveState.Undelivered);
        _files.Fault = null;
        await AssertDeliveredAsync(share);
        await _rig.AssertSeenElsewhereAsync(("block_0001", 2));
    }

    [Fact]
    public async Task Set_BothAreSlow_TheShareAnswersFirst_IsOnTheShare()
    {
        await using LabelShare share = await OpenAsync();
        UserLabels labels = await share.OpenUserAsync("alice", Ct);
        using var here = new ManualResetEventSlim();
        _files.Fault = (_, path) =>
        {
            if (path.Contains(Here, StringComparison.Ordinal))
            {
                Interlocked.Increment(ref _triesHere);
                here.Wait();
            }

            return null;
        };
        _files.HangingPath = There;
        _files.Answering.Reset();
        Task<LabelResult> setting = labels.SetAsync(LabelRig.Key("block_0001"), 2, [], Ct);
        await AssertNotAnsweredAsync(setting, () => Volatile.Read(ref _triesHere) > 0);

        _files.Answering.Set();
        Assert.Equal(LabelResult.OnShare, await setting);
        Assert.Equal(0, share.Undelivered);
        here.Set();
        await AssertDeliveredAsync(share);
        await _rig.AssertSeenElsewhereAsync(("block_0001", 2));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Set_ShareHangsAndThisMachineIsFull_IsAnsweredByWhatTheShareDoes(bool takesIt)
    {
        await using LabelShare share = await OpenAsync();
        UserLabels labels = await share.OpenUserAsync("alice", Ct);
        await labels.SetAsync(LabelRig.Key("block_0001"), 1, [], Ct);
        _files.Fault = (done, path) => done == "Write" && path.Contains(Here, StringComparison.Ordinal) ? FaultyFiles.Errno(28)
            : done == "Write" && !takesIt && path.Contains(There, StringComparison.Ordinal) ? FaultyFiles.Errno(5)
            : null;
        _files.HangingPath = There;
        _files.Answering.Reset();

        Task<LabelResult> setting = labels.SetAsync(LabelRig.Key("block_0002"), 2, [], Ct);
        await AssertNotAnsweredAsync(setting, () => IsRefusedHere(labels));
        Assert.Contains("not on this machine either", labels.SaveState.Reason, StringComparison.Ordinal);

        _files.Answering.Set();
        Assert.Equal(takesIt ? LabelPlace.Share : LabelPlace.Refused, (await setting).Place);
        Assert.Equal(takesIt ? 2 : null, labels.Find(LabelRig.Key("block_0002"))?.Label);
        Assert.Equal(0, share.Undelivered);
        _files.Fault = null;
        await _rig.AssertSeenElsewhereAsync(takesIt ? [("block_0001", 1), ("block_0002", 2)] : [("block_0001", 1)]);
    }

    [Fact]
    public async Task Set_ThisMachineHasRoomAgainWhileTheShareHangs_IsKeptHere()
    {
        await using LabelShare share = await OpenAsync();
        UserLabels labels = await share.OpenUserAsync("alice", Ct);
        await labels.SetAsync(LabelRig.Key("block_0001"), 1, [], Ct);
        _files.Fault = (done, path) => done == "Write" && path.Contains(Here, StringComparison.Ordinal) ? FaultyFiles.Errno(28) : null;
        _files.HangingPath = There;
        _files.Answering.Reset();
        Task<LabelResult> setting = labels.SetAsync(LabelRig.Key("block_0002"), 2, [], Ct);
        await AssertNotAnsweredAsync(setting, () => IsRefusedHere(labels));

        _files.Fault = null;
        await Eventually.IsTrueAsync(() => Passes(setting.IsCompleted), "this machine is tried again");
        Assert.Equal(LabelPlace.ThisMachine, (await setting).Place);
        Assert.Equal((SaveStateKind.NotSaved, "the share does not answer"), (labels.SaveState.Kind, labels.SaveState.Reason));
        _files.Answering.Set();
        await AssertDeliveredAsync(share);
        await _rig.AssertSeenElsewhereAsync(("block_0001", 1), ("block_0002", 2));
    }

    [Fact]
    public async Task Set_TheShareAnswersJustAfterItsLimit_IsOnTheShareAndNothingWaits()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        LabelShareSettings settings = _rig.Settings(files: _files) with
        {
            TimeProvider = time,
            PollInterval = TimeSpan.FromHours(1),
            Limits = LabelRig.Patient with { Answer = TimeSpan.FromSeconds(1) },
        };
        await using LabelShare share = await LabelShare.OpenAsync(settings, Ct);
        UserLabels labels = await share.OpenUserAsync("alice", Ct);
        using var here = new ManualResetEventSlim();
        _files.Fault = (_, path) =>
        {
            if (path.Contains(Here, StringComparison.Ordinal))
            {
                here.Wait();
            }

            return null;
        };
        _files.HangingPath = There;
        _files.Answering.Reset();
        var held = new HeldContinuations();
        Task<LabelResult> setting = held.Start(() => labels.SetAsync(LabelRig.Key("block_0001"), 2, [], Ct));
        time.Advance(TimeSpan.FromSeconds(1));
        await Eventually.IsTrueAsync(() => held.Count > 0, "the limit has passed");

        _files.Answering.Set();
        await Eventually.IsTrueAsync(() => labels.Find(LabelRig.Key("block_0001")) is not null, "the share takes it");
        held.Release();

        Assert.Equal(LabelResult.OnShare, await setting);
        Assert.Equal((SaveStateKind.Saved, null, 0), (labels.SaveState.Kind, labels.SaveState.Reason, labels.SaveState.Undelivered));
        Assert.Equal(0, share.Undelivered);
        here.Set();
    }

    [Fact]
    public async Task Set_NoDiskTakesItButTheLineCannotBeTakenBack_IsNotKnownToBeStored_AndCountsOnceItIsSeen()
    {
        await using LabelShare share = await OpenAsync(LabelRig.Patient);
        UserLabels labels = await share.OpenUserAsync("alice", Ct);
        await labels.SetAsync(LabelRig.Key("block_0001"), 1, [], Ct);
        string closed = Assert.Single(Directory.GetFiles(_rig.Journals));
        _files.Fault = (done, path) => done == "SetLength"
            || (done == "Open" && path.Contains(Here, StringComparison.Ordinal))
            || (done == "Read" && path == closed) ? FaultyFiles.Errno(5) : null;
        _files.FaultAfterWrite = _ => FaultyFiles.Errno(28);

        LabelResult unknown = await labels.SetAsync(LabelRig.Key("block_0001"), 2, [], Ct);

        Assert.Equal((LabelPlace.Unknown, 1), (unknown.Place, labels.Find(LabelRig.Key("block_0001"))?.Label));
        Assert.Contains("the disk is full", unknown.Reason, StringComparison.Ordinal);
        byte[] bytes = await File.ReadAllBytesAsync(closed, Ct);
        _files.Fault = null;
        _files.FaultAfterWrite = null;
        await Eventually.IsTrueAsync(() => Passes(labels.Find(LabelRig.Key("block_0001"))?.Label == 2), "the line that stands on the share counts here, too");
        await Eventually.IsTrueAsync(() => Passes(share.Undelivered == 0), "it is in a journal that can be trusted");
        Assert.Equal(LabelPlace.Share, (await labels.SetAsync(LabelRig.Key("block_0002"), 3, [], Ct)).Place);

        await share.DisposeAsync();
        Assert.Equal(bytes, await File.ReadAllBytesAsync(closed, Ct));
        await _rig.AssertSeenElsewhereAsync(("block_0001", 2), ("block_0002", 3));
        Assert.Empty(LocalJournals());
    }

    [Fact]
    public async Task Undo_ThisMachineIsSlow_IsDoneWhenItIs()
    {
        await using LabelShare share = await OpenAsync(LabelRig.Patient);
        UserLabels labels = await share.OpenUserAsync("alice", Ct);
        await labels.SetAsync(LabelRig.Key("block_0001"), 1, [], Ct);
        await labels.SetAsync(LabelRig.Key("block_0001"), 2, [], Ct);
        _files.Fault = (done, path) => done == "Write" && path.Contains(There, StringComparison.Ordinal) ? FaultyFiles.Errno(28) : null;
        _files.HangingPath = Here;
        _files.Answering.Reset();

        Task<UndoResult> undoing = labels.UndoAsync(Ct);
        await AssertNotAnsweredAsync(undoing, () => labels.SaveState.Kind == SaveStateKind.NotSaved);
        _files.Answering.Set();

        Assert.Equal((UndoOutcome.Done, 1), ((await undoing).Outcome, labels.Find(LabelRig.Key("block_0001"))?.Label));
        Assert.Equal((UndoOutcome.Done, null), ((await labels.UndoAsync(Ct)).Outcome, labels.Find(LabelRig.Key("block_0001"))?.Label));
    }

    [Theory]
    [InlineData(There)]
    [InlineData(Here)]
    public async Task Dispose_ADiskHangs_Ends(string hanging)
    {
        LabelShare share = await LabelShare.OpenAsync(_rig.Settings(files: _files) with { Limits = new ShareLimits() }, Ct);
        UserLabels labels = await share.OpenUserAsync("alice", Ct);
        await labels.SetAsync(LabelRig.Key("block_0001"), 1, [], Ct);
        _files.Fault = (done, path) => hanging == Here && done == "Write" && path.Contains(There, StringComparison.Ordinal) ? FaultyFiles.Errno(28) : null;
        _files.HangingPath = hanging;
        _files.Answering.Reset();
        Task<LabelResult> setting = labels.SetAsync(LabelRig.Key("block_0002"), 2, [], Ct);

        await share.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(60), Ct);

        Assert.Equal(hanging == There, setting.IsCompleted);
        _files.Answering.Set();
        Assert.Equal(LabelPlace.ThisMachine, (await setting).Place);
    }

    private static bool IsRefusedHere(UserLabels labels) =>
        labels.SaveState.Reason?.Contains("not on this machine either", StringComparison.Ordinal) == true;

    /// <summary>With the limits of the real program, by a clock that only the test moves.</summary>
    private Task<LabelShare> OpenAsync(ShareLimits? limits = null) =>
        LabelShare.OpenAsync(_rig.Settings(files: _files) with { Limits = limits ?? new ShareLimits(), TimeProvider = _time }, Ct);

    /// <summary>Not while the disks are as they are, longer than any limit.</summary>
    private async Task AssertNotAnsweredAsync(Task answer, Func<bool> isWaiting)
    {
        await Eventually.IsTrueAsync(() => Passes(isWaiting() || answer.IsCompleted), "the label waits for a disk");
        for (int i = 0; i < 30; i++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(200));
            await Task.Run(() => Assert.False(answer.IsCompleted), Ct);
        }
    }

    /// <summary>Time passes until it is so.</summary>
    private bool Passes(bool isSo)
    {
        _time.Advance(isSo ? TimeSpan.Zero : TimeSpan.FromMilliseconds(200));
        return isSo;
    }

    private string[] LocalJournals() => _rig.Waiting();

    private async Task AssertDeliveredAsync(LabelShare share) =>
        await Eventually.IsTrueAsync(() => Passes(share.Undelivered == 0 && LocalJournals().Length == 0), "the label is delivered, the journal here gone");
}
