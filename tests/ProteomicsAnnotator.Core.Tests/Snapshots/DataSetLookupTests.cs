using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Export;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Snapshots;
using ProteomicsAnnotator.Core.Tests.Labels;

namespace ProteomicsAnnotator.Core.Tests.Snapshots;

/// <summary>Files of the original program are placed by a look at the data root, which may take long: one look serves all.</summary>
public sealed class DataSetLookupTests : IDisposable
{
    private const string Block = "brain/tile_1/ch/blocks/block_0001";
    private static readonly TimeSpan LongForAFile = TimeSpan.FromMinutes(1);
    private readonly LabelRig _rig = new();
    private readonly WatchedTime _time = new();
    private readonly ManualResetEventSlim _begun = new();
    private readonly ManualResetEventSlim _mayEnd = new(initialState: true);
    private int _looks;

    public DataSetLookupTests()
    {
        Directory.CreateDirectory(Path.Combine(_rig.Folder, "share", "data", "blocks", Block));
        foreach (string user in new[] { "alice", "ben" })
        {
            _rig.WriteShare($"users/local/{user}/tile_1/ch_blocks.json", $$"""
                {
                  "username": "{{user}}",
                  "dataset_key": "tile_1/ch/blocks",
                  "annotations": { "block_0001": { "label": 2, "annotated_at": "2024-01-02T10:30:00+00:00" } }
                }
                """);
        }
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private LabelShareSettings Settings => _rig.Settings() with
    {
        TimeProvider = _time,
        PollInterval = TimeSpan.FromHours(1),
        FindDataSets = root =>
        {
            Interlocked.Increment(ref _looks);
            _begun.Set();
            _mayEnd.Wait();
            _time.Pass(TimeSpan.FromSeconds(1));
            return DataSetIndex.Find(root);
        },
    };

    public void Dispose()
    {
        _mayEnd.Set();
        _rig.Dispose();
        _begun.Dispose();
        _mayEnd.Dispose();
    }

    [Fact]
    public async Task Program_WhateverIsRead_LooksThroughTheDataRootOnce()
    {
        await using LabelShare share = await LabelShare.OpenAsync(Settings, Ct);

        foreach (string user in new[] { "alice", "ben" })
        {
            Assert.Equal(1, (await share.OpenUserAsync(user, Ct)).Current.Count);
        }

        _ = await share.OpenFinalLabelsAsync("carol", Ct);
        AssertComplete(await share.ReadAllUsersAsync(Ct));
        AssertComplete((await share.ReadWholeAsync(Ct)).Votes);
        Assert.NotEmpty((await share.ReadHistoryAsync(LabelRig.Key(Block), withEvidence: false, Ct)).Entries);
        _ = await share.FindRepeatedAsync([new LaterVote("alice", BlockId.Parse(Block), 2, _time.GetUtcNow())], Ct);

        Assert.Equal(1, Volatile.Read(ref _looks));
    }

    [Fact]
    public async Task Command_WhateverItReads_LooksThroughTheDataRootOnce()
    {
        var root = new SharedRoot(Settings);

        AssertComplete((await ShareSnapshot.ReadAsync(root, Ct)).Votes);
        Assert.Equal(2, HistoryFiles.Read(root).Rows.Count);
        _ = await RepeatedVotes.FindAsync(root, [new LaterVote("alice", BlockId.Parse(Block), 2, _time.GetUtcNow())], Ct);

        Assert.Equal(1, Volatile.Read(ref _looks));
    }

    /// <summary>An export that lacks labels because folders are many is worse than one that takes longer.</summary>
    [Fact]
    public async Task Export_TheLookTakesLong_WaitsForIt_AndLacksNothing()
    {
        _mayEnd.Reset();

        Task<ShareSnapshot> reading = ShareSnapshot.ReadAsync(new SharedRoot(Settings), Ct);
        _begun.Wait(Ct);
        _time.Pass(LongForAFile);
        await _time.WhenAskedAsync(20);

        Assert.False(reading.IsCompleted);
        _mayEnd.Set();
        AssertComplete((await reading).Votes);
    }

    [Fact]
    public async Task SignIn_TheLookTakesLong_IsNotHeldUp_AndLabelsComeOnceItHasEnded()
    {
        _mayEnd.Reset();
        await using LabelShare share = await LabelShare.OpenAsync(Settings with { PollInterval = TimeSpan.FromMilliseconds(100) }, Ct);

        Task<UserLabels> opening = share.OpenUserAsync("alice", Ct);
        await Task.Run(() => _begun.Wait(Ct), Ct);
        _time.Pass(LongForAFile);
        UserLabels alice = await opening;

        Assert.Equal(0, alice.Current.Count);
        _mayEnd.Set();
        await Eventually.IsTrueAsync(() => alice.Current.Count == 1, "the label is taken over");
    }

    private static void AssertComplete(AllVotes votes)
    {
        Assert.Equal([("alice", 2), ("ben", 2)], votes.Users.Select(user => (user.Username, Assert.Single(user.Votes).Value.Label)));
        Assert.Empty(votes.Unreadable);
    }

    /// <summary>A clock that stands still until it is moved, and knows how often it was asked.</summary>
    private sealed class WatchedTime : TimeProvider
    {
        private long _passed;
        private int _asked;

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + TimeSpan.FromTicks(Volatile.Read(ref _passed));

        public override long GetTimestamp()
        {
            Interlocked.Increment(ref _asked);
            return TimestampFrequency + (long)(TimeSpan.FromTicks(Volatile.Read(ref _passed)).TotalSeconds * TimestampFrequency);
        }

        public void Pass(TimeSpan time) => Interlocked.Add(ref _passed, time.Ticks);

        public Task WhenAskedAsync(int times)
        {
            int before = Volatile.Read(ref _asked);
            return Eventually.IsTrueAsync(() => Volatile.Read(ref _asked) >= before + times, "the clock is asked");
        }
    }
}
