using System.Text;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Owners;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Tests.Labels;
using ProteomicsAnnotator.Core.Tests.Storage;

namespace ProteomicsAnnotator.Core.Tests.Delivery;

/// <summary>What waits on a machine finds its annotations root by the root's marker, wherever that is mounted, and whatever the machine is called.</summary>
public sealed class MovedRootTests : IDisposable
{
    private readonly LabelRig _rig = new();
    private readonly FaultyFiles _files = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string Elsewhere => Path.Combine(_rig.Folder, "mnt");

    public void Dispose() => _rig.Dispose();

    [Theory]
    [InlineData(false, "ws-1")]
    [InlineData(true, "ws-1")]
    [InlineData(false, "renamed")]
    [InlineData(true, "renamed")]
    public async Task Open_AnotherPathOrHostName_DeliversWhatWaits_AndEmptiesTheFolder(bool isMoved, string host)
    {
        await LabelHereOnlyAsync();
        LabelShareSettings settings = Settings(isMoved) with { HostName = host };

        await using LabelShare share = await LabelShare.OpenAsync(settings, Ct);

        await Eventually.IsTrueAsync(() => OwnReader.Merge(JournalsOf(settings)).GetValueOrDefault("block_0001") == 1, "the label is on the share");
        await Eventually.IsTrueAsync(() => _rig.Waiting().Length == 0, "nothing waits any more");
        Assert.Equal(1, (await share.OpenUserAsync("alice", Ct)).Find(LabelRig.Key("block_0001"))?.Label);
    }

    [Fact]
    public async Task Open_SignedInBeforeTheMovedRootIsThere_DeliversOnceItIs()
    {
        await LabelHereOnlyAsync();
        LabelShareSettings settings = _rig.Settings() with { AnnotationsRoot = Path.Combine(Elsewhere, "annotations") };
        await using LabelShare share = await LabelShare.OpenAsync(settings, Ct);
        await share.OpenUserAsync("alice", Ct);
        Assert.False(share.State.IsAvailable);

        Directory.CreateSymbolicLink(Elsewhere, Path.GetDirectoryName(_rig.Annotations)!);

        await Eventually.IsTrueAsync(() => OwnReader.Merge(_rig.Journals).GetValueOrDefault("block_0001") == 1, "the label is on the share");
        await Eventually.IsTrueAsync(() => _rig.Waiting().Length == 0, "nothing waits any more");
    }

    [Fact]
    public async Task Open_FileOfAnotherMachine_IsDeliveredOnce_AndLeftToItForAWeek()
    {
        await LabelHereOnlyAsync();
        var time = new ShiftedTime();
        LabelShareSettings settings = _rig.Settings() with { HostName = "ws-2", MachineId = "0123456789abcdef", TimeProvider = time };
        for (int start = 0; start < 2; start++)
        {
            await using LabelShare share = await LabelShare.OpenAsync(settings, Ct);
            await share.OpenUserAsync("alice", Ct);
            await Eventually.IsTrueAsync(() => OwnReader.Merge(_rig.Journals).GetValueOrDefault("block_0001") == 1, "the label is on the share");
            await Eventually.IsTrueAsync(() => share.Undelivered == 0, "everything is delivered");
        }

        Assert.Single(_rig.Waiting());
        Assert.Single(Directory.GetFiles(_rig.Journals).SelectMany(File.ReadAllLines), line => line.Contains("block_0001", StringComparison.Ordinal));
        time.Shift = TimeSpan.FromDays(8);
        await using LabelShare later = await LabelShare.OpenAsync(settings, Ct);
        await Eventually.IsTrueAsync(() => _rig.Waiting().Length == 0, "nobody writes it any more");
    }

    [Fact]
    public async Task Open_FileOfARunningProgramOfThisMachine_IsLeftToIt()
    {
        await LabelHereOnlyAsync(hasEnded: false);

        await using LabelShare share = await LabelShare.OpenAsync(Settings(isMoved: true), Ct);
        await share.OpenUserAsync("alice", Ct);

        Assert.Single(_rig.Waiting());
        Assert.Equal(0, share.Undelivered);
        Assert.Empty(share.Notices);
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, true)]
    [InlineData(true, false)]
    public async Task Describe_LabelOnThisMachineOnly_IsNamedWithItsPerson_UntilTheShareHasIt(bool isMoved, bool hasEnded)
    {
        await LabelHereOnlyAsync(hasEnded);
        LabelShareSettings settings = Settings(isMoved);

        Assert.StartsWith("1 label of alice on this machine is not on the share yet", Assert.Single(await WaitingLabels.DescribeAsync(new SharedRoot(settings), Ct)), StringComparison.Ordinal);
        Assert.Contains(await ShareCheck.RunAsync(new SharedRoot(settings), Ct), row => row is { Check: "waiting labels", IsSafe: false });

        await EndedProgram.PretendAsync(Assert.Single(_rig.Waiting()));
        await using LabelShare share = await LabelShare.OpenAsync(settings with { HostName = "ws-2", MachineId = "0123456789abcdef" }, Ct);
        await Eventually.IsTrueAsync(() => OwnReader.Merge(_rig.Journals).GetValueOrDefault("block_0001") == 1, "the label is on the share");
        Assert.Empty(await WaitingLabels.DescribeAsync(new SharedRoot(settings), Ct));
    }

    [Fact]
    public async Task Open_ProgramThatWaitsEndsLater_IsDeliveredThen()
    {
        await LabelHereOnlyAsync(hasEnded: false);
        await using LabelShare share = await LabelShare.OpenAsync(Settings(isMoved: true), Ct);
        UserLabels labels = await share.OpenUserAsync("alice", Ct);
        Assert.Null(labels.Find(LabelRig.Key("block_0001")));

        await EndedProgram.PretendAsync(Assert.Single(_rig.Waiting()));

        await Eventually.IsTrueAsync(() => OwnReader.Merge(_rig.Journals).GetValueOrDefault("block_0001") == 1, "the label is on the share");
        await Eventually.IsTrueAsync(() => _rig.Waiting().Length == 0, "nothing waits any more");
    }

    [Theory]
    [InlineData("ws-1")]
    [InlineData("renamed")]
    public async Task Open_KeptWhileTheRootHadNoMarker_WaitsUnderItsPath_WhoeverMakesIt(string host)
    {
        await LabelHereOnlyAsync();
        string waiting = Assert.Single(_rig.Waiting());
        string text = await File.ReadAllTextAsync(waiting, Ct);
        string id = (await File.ReadAllTextAsync(Path.Combine(_rig.Annotations, ".annotator-root"), Ct)).Trim();
        await File.WriteAllBytesAsync(waiting, Encoding.UTF8.GetBytes(text.Replace($",\"root_id\":\"{id}\"", "", StringComparison.Ordinal)), Ct);

        await using (LabelShare moved = await LabelShare.OpenAsync(Settings(isMoved: true) with { HostName = host }, Ct))
        {
            await moved.OpenUserAsync("alice", Ct);
            await Eventually.IsTrueAsync(() => moved.Notices.Any(notice => notice.Contains(_rig.Annotations, StringComparison.Ordinal)), "it is named with the path");
            Assert.Single(_rig.Waiting());
        }

        await using LabelShare share = await LabelShare.OpenAsync(_rig.Settings() with { HostName = host }, Ct);
        await Eventually.IsTrueAsync(() => OwnReader.Merge(_rig.Journals).GetValueOrDefault("block_0001") == 1, "the label is on the share");
    }

    [Fact]
    public async Task Open_OtherRoot_NamesWhatWaitsForTheFormerOne_AtEveryStart()
    {
        await LabelHereOnlyAsync();
        LabelShareSettings other = _rig.Settings() with { AnnotationsRoot = Path.Combine(_rig.Folder, "other") };
        for (int start = 0; start < 2; start++)
        {
            await using LabelShare share = await LabelShare.OpenAsync(other, Ct);
            await Eventually.IsTrueAsync(
                () => share.Notices.Any(notice => notice.StartsWith("1 label of alice waits", StringComparison.Ordinal) && notice.Contains(_rig.Annotations, StringComparison.Ordinal)),
                "the orphan is named");
        }

        Assert.Single(_rig.Waiting());
        Assert.False(Directory.Exists(Path.Combine(other.AnnotationsRoot, "history", "users", "alice")));
    }

    [Theory]
    [InlineData("ws-1")]
    [InlineData("renamed")]
    public async Task Open_OlderCopyOfAMovedRoot_IsMadeGoodFromWhatThisMachineRemembers(string host)
    {
        await using (LabelShare share = await _rig.OpenAsync())
        {
            UserLabels labels = await share.OpenUserAsync("alice", Ct);
            await labels.SetAsync(LabelRig.Key("block_0001"), 1, [], Ct);
        }

        foreach (string remembered in _rig.Remembered())
        {
            await EndedProgram.PretendAsync(remembered);
        }

        Directory.Delete(_rig.Journals, recursive: true);
        File.Delete(_rig.UserFile);
        LabelShareSettings settings = Settings(isMoved: true) with { HostName = host };

        await using LabelShare moved = await LabelShare.OpenAsync(settings, Ct);

        await Eventually.IsTrueAsync(() => OwnReader.Merge(_rig.Journals).GetValueOrDefault("block_0001") == 1, "the label is on the share again");
    }

    private static string JournalsOf(LabelShareSettings settings) => Path.Combine(settings.AnnotationsRoot, "history", "users", "alice");

    private LabelShareSettings Settings(bool isMoved)
    {
        if (!isMoved)
        {
            return _rig.Settings();
        }

        if (!Directory.Exists(Elsewhere))
        {
            Directory.CreateSymbolicLink(Elsewhere, Path.GetDirectoryName(_rig.Annotations)!);
        }

        return _rig.Settings() with { AnnotationsRoot = Path.Combine(Elsewhere, "annotations"), CacheFolder = Path.Combine(_rig.Folder, "cache-moved") };
    }

    /// <summary>Leaves a label of block_0001 on this machine, of a program that has ended.</summary>
    private async Task LabelHereOnlyAsync(bool hasEnded = true)
    {
        await using (LabelShare share = await _rig.OpenAsync(files: _files))
        {
            UserLabels labels = await share.OpenUserAsync("alice", Ct);
            _files.Fault = (operation, path) =>
                operation is "Write" or "Append" && path.StartsWith(_rig.Annotations, StringComparison.Ordinal) ? new IOException("the share is full") : null;
            Assert.Equal(LabelPlace.ThisMachine, (await labels.SetAsync(LabelRig.Key("block_0001"), 1, [], Ct)).Place);
        }

        _files.Fault = null;
        if (hasEnded)
        {
            await EndedProgram.PretendAsync(Assert.Single(_rig.Waiting()));
        }
    }
}
