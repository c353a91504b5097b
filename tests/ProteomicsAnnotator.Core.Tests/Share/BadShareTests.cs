using Microsoft.Extensions.Time.Testing;
using ProteomicsAnnotator.Core.Delivery;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Owners;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Tests.Labels;
using ProteomicsAnnotator.Core.Tests.Storage;

namespace ProteomicsAnnotator.Core.Tests.Share;

/// <summary>The share fails, hangs, goes away or comes back under a running program.</summary>
public sealed class BadShareTests : IDisposable
{
    private readonly LabelRig _rig = new();
    private readonly FaultyFiles _files = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<string, Exception, string> Faults => new()
    {
        { "Write", FaultyFiles.Errno(116), "stale" },
        { "FlushToDisk", FaultyFiles.Errno(5), "input/output" },
        { "Write", FaultyFiles.Errno(11), "busy" },
        { "Write", FaultyFiles.Errno(28), "full" },
        { "Write", FaultyFiles.Errno(122), "quota" },
        { "Write", FaultyFiles.Errno(30), "read-only" },
        { "Write", new UnauthorizedAccessException("EACCES"), "permission" },
        { "Write", FaultyFiles.Errno(unchecked((int)0x80070035)), "network path" },
        { "Write", FaultyFiles.Errno(unchecked((int)0x8007003B)), "network error" },
        { "FlushToDisk", FaultyFiles.Errno(unchecked((int)0x80070040)), "network name" },
        { "Write", FaultyFiles.Errno(unchecked((int)0x800704CF)), "cannot be reached" },
    };

    public void Dispose() => _rig.Dispose();

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Set_ShareFails_IsKeptHereAndDeliveredWhenItIsBack(string operation, Exception fault, string words)
    {
        await using LabelShare share = await _rig.OpenAsync(files: _files);
        UserLabels labels = await share.OpenUserAsync("alice", Ct);
        await labels.SetAsync(LabelRig.Key("block_0001"), 1, [], Ct);
        _files.Fault = (done, path) => done == operation && path.Contains("/share/annotations/", StringComparison.Ordinal) ? fault : null;

        LabelResult result = await labels.SetAsync(LabelRig.Key("block_0002"), 2, [], Ct);

        Assert.Equal(LabelPlace.ThisMachine, result.Place);
        Assert.Contains(words, result.Reason, StringComparison.Ordinal);
        Assert.Equal((SaveStateKind.NotSaved, 1), (labels.SaveState.Kind, labels.SaveState.Undelivered));
        Assert.Equal(2, labels.Find(LabelRig.Key("block_0002"))?.Label);
        Assert.Equal(1, share.Undelivered);

        _files.Fault = null;
        await Eventually.IsTrueAsync(() => share.Undelivered == 0, "the label is delivered");
        Assert.Equal(SaveStateKind.Saved, labels.SaveState.Kind);
        await Eventually.IsTrueAsync(
            () => _rig.Waiting().Length == 0,
            "the journal on this machine is gone");
        await _rig.AssertSeenOnceElsewhereAsync(("block_0001", 1), ("block_0002", 2));
    }

    [Fact]
    public async Task Set_FolderMovedAwayUnderTheOpenJournal_IsKeptHereAndDeliveredWhenItIsBack()
    {
        await using LabelShare share = await _rig.OpenAsync();
        UserLabels labels = await share.OpenUserAsync("alice", Ct);
        await labels.SetAsync(LabelRig.Key("block_0001"), 1, [], Ct);
        await share.FlushAsync(LabelRig.Patient.Closing);
        string away = _rig.Annotations + "-away";
        Directory.Move(_rig.Annotations, away);

        LabelResult result = await labels.SetAsync(LabelRig.Key("block_0002"), 2, [], Ct);

        Assert.Equal(LabelPlace.ThisMachine, result.Place);
        Assert.Equal((SaveStateKind.NotSaved, 1), (labels.SaveState.Kind, labels.SaveState.Undelivered));
        Directory.Move(away, _rig.Annotations);
        await Eventually.IsTrueAsync(() => share.Undelivered == 0, "the label is delivered");
        await _rig.AssertSeenOnceElsewhereAsync(("block_0001", 1), ("block_0002", 2));
    }

    [Fact]
    public async Task Set_FolderDeletedUnderTheOpenJournal_IsKeptHere()
    {
        await using LabelShare share = await _rig.OpenAsync();
        UserLabels labels = await share.OpenUserAsync("alice", Ct);
        await labels.SetAsync(LabelRig.Key("block_0001"), 1, [], Ct);
        await share.FlushAsync(LabelRig.Patient.Closing);
        _rig.DeleteShare();

        LabelResult result = await labels.SetAsync(LabelRig.Key("block_0002"), 2, [], Ct);

        Assert.Equal(LabelPlace.ThisMachine, result.Place);
        Assert.Contains("not mounted, or emptied", result.Reason, StringComparison.Ordinal);
        string kept = Assert.Single(_rig.Waiting());
        Assert.Contains("block_0002", await File.ReadAllTextAsync(kept, Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Set_FolderReplacedByACopyUnderTheOpenJournal_IsInTheCopysJournal()
    {
        await using LabelShare share = await _rig.OpenAsync();
        UserLabels labels = await share.OpenUserAsync("alice", Ct);
        await labels.SetAsync(LabelRig.Key("block_0001"), 1, [], Ct);
        await share.FlushAsync(LabelRig.Patient.Closing);
        string former = _rig.Annotations + "-former";
        Directory.Move(_rig.Annotations, former);
        LabelRig.Copy(former, _rig.Annotations);

        LabelResult result = await labels.SetAsync(LabelRig.Key("block_0002"), 2, [], Ct);

        Assert.Equal(LabelPlace.Share, result.Place);
        Assert.Contains("block_0002", await File.ReadAllTextAsync(Assert.Single(Directory.GetFiles(_rig.Journals)), Ct), StringComparison.Ordinal);
        Assert.DoesNotContain("block_0002", await File.ReadAllTextAsync(Assert.Single(Directory.GetFiles(_rig.Journals.Replace(_rig.Annotations, former, StringComparison.Ordinal))), Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Set_StaleHandleOnce_IsOpenedAgainAtOnce()
    {
        await using LabelShare share = await _rig.OpenAsync(files: _files);
        UserLabels labels = await share.OpenUserAsync("alice", Ct);
        int left = 1;
        _files.Fault = (done, path) => done == "Write" && path.EndsWith(".jsonl", StringComparison.Ordinal) && left-- > 0 ? FaultyFiles.Errno(116) : null;

        Assert.Equal(LabelPlace.Share, (await labels.SetAsync(LabelRig.Key("block_0001"), 1, [], Ct)).Place);
    }

    [Fact]
    public async Task Set_ShareHangs_IsKeptHereWithinItsLimit_AndDeliveredExactlyOnce()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        ShareLimits limits = LabelRig.Patient with { Answer = TimeSpan.FromSeconds(1) };
        await using LabelShare share = await LabelShare.OpenAsync(_rig.Settings(files: _files) with { TimeProvider = time, Limits = limits }, Ct);
        UserLabels labels = await share.OpenUserAsync("alice", Ct);
        Assert.Equal(LabelResult.OnShare, await labels.SetAsync(LabelRig.Key("block_0001"), 1, [], Ct));
        _files.HangingPath = "/share/annotations/";
        _files.Answering.Reset();

        Task<LabelResult> setting = labels.SetAsync(LabelRig.Key("block_0002"), 2, [], Ct);
        await Eventually.IsTrueAsync(() => HasPassed(setting.IsCompleted), "the label is taken without the share");
        LabelResult first = await setting;
        LabelResult second = await labels.SetAsync(LabelRig.Key("block_0003"), 3, [], Ct);

        Assert.Equal((LabelPlace.ThisMachine, "the share does not answer"), (first.Place, first.Reason));
        Assert.Equal(LabelPlace.ThisMachine, second.Place);
        Assert.Equal(2, share.Undelivered);
        _files.Answering.Set();
        await Eventually.IsTrueAsync(() => HasPassed(share.Undelivered == 0), "both labels are delivered");
        Assert.Equal(SaveStateKind.Saved, labels.SaveState.Kind);
        await _rig.AssertSeenOnceElsewhereAsync(("block_0001", 1), ("block_0002", 2), ("block_0003", 3));

        // The clock goes on only while something is waited for.
        bool HasPassed(bool isSo)
        {
            time.Advance(isSo ? TimeSpan.Zero : TimeSpan.FromMilliseconds(200));
            return isSo;
        }
    }

    [Fact]
    public async Task Undelivered_ProgramEnds_NextStartDelivers_AlsoForAnotherUser()
    {
        string journal = await LeaveUndeliveredAsync();

        await using LabelShare next = await _rig.OpenAsync();
        await next.OpenUserAsync("bob", Ct);
        await Eventually.IsTrueAsync(() => !File.Exists(journal), "the leftover is delivered");
        await _rig.AssertSeenOnceElsewhereAsync(("block_0002", 2));
    }

    [Fact]
    public async Task Undelivered_CannotBeLookedForAtTheStart_IsDeliveredWhenItCan()
    {
        string journal = await LeaveUndeliveredAsync();
        _files.Fault = (done, path) => done == "ListFolders" && path.Contains("/state-ws-1/", StringComparison.Ordinal) ? FaultyFiles.Errno(5) : null;

        await using LabelShare next = await _rig.OpenAsync(files: _files);
        await Eventually.IsTrueAsync(() => next.Notices.Any(notice => notice.Contains("earlier start", StringComparison.Ordinal)), "the fault is told");
        _files.Fault = null;

        await Eventually.IsTrueAsync(() => !File.Exists(journal), "the leftover is delivered");
        await Eventually.IsTrueAsync(() => !next.Notices.Any(notice => notice.Contains("earlier start", StringComparison.Ordinal)), "the fault is over");
        await _rig.AssertSeenOnceElsewhereAsync(("block_0002", 2));
    }

    [Fact]
    public async Task RememberedRoot_WithoutMarker_IsUnavailable_NeverNew()
    {
        await using (LabelShare share = await _rig.OpenAsync())
        {
            await (await share.OpenUserAsync("alice", Ct)).SetAsync(LabelRig.Key("block_0001"), 1, [], Ct);
        }

        string mounted = _rig.Annotations + "-mounted";
        Directory.Move(_rig.Annotations, mounted);
        Directory.CreateDirectory(_rig.Annotations);
        await using LabelShare away = await _rig.OpenAsync();
        UserLabels labels = await away.OpenUserAsync("alice", Ct);

        Assert.False(away.State.IsAvailable);
        Assert.Contains("not mounted", away.State.Reason, StringComparison.Ordinal);
        Assert.Equal(1, labels.Find(LabelRig.Key("block_0001"))?.Label);
        Assert.Equal(LabelPlace.ThisMachine, (await labels.SetAsync(LabelRig.Key("block_0002"), 2, [], Ct)).Place);
        Assert.Empty(Directory.GetFileSystemEntries(_rig.Annotations));

        Directory.Delete(_rig.Annotations);
        Directory.Move(mounted, _rig.Annotations);
        await Eventually.IsTrueAsync(() => away.Undelivered == 0, "the label is delivered after mounting");
        await _rig.AssertSeenOnceElsewhereAsync(("block_0001", 1), ("block_0002", 2));
    }

    [Fact]
    public async Task Root_WhoseParentIsMissing_IsNotCreated()
    {
        LabelShareSettings settings = _rig.Settings() with { AnnotationsRoot = Path.Combine(_rig.Folder, "nowhere", "annotations") };
        await using LabelShare share = await LabelShare.OpenAsync(settings, Ct);

        Assert.False(share.State.IsAvailable);
        Assert.False(Directory.Exists(Path.Combine(_rig.Folder, "nowhere")));
    }

    /// <summary>As a program does that ended while nothing could be written to the share.</summary>
    private async Task<string> LeaveUndeliveredAsync()
    {
        string journal;
        await using (LabelShare share = await _rig.OpenAsync(files: _files))
        {
            UserLabels labels = await share.OpenUserAsync("alice", Ct);
            _files.Fault = (done, path) => done == "Write" && path.Contains("/share/annotations/", StringComparison.Ordinal) ? FaultyFiles.Errno(28) : null;
            await labels.SetAsync(LabelRig.Key("block_0002"), 2, [], Ct);
            journal = _rig.Waiting().Single();
        }

        await EndedProgram.PretendAsync(journal);
        return journal;
    }
}
