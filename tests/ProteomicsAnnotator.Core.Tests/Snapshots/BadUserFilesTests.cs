using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Merge;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Snapshots;
using ProteomicsAnnotator.Core.Storage;
using ProteomicsAnnotator.Core.Tests.Labels;
using ProteomicsAnnotator.Core.Tests.Storage;

namespace ProteomicsAnnotator.Core.Tests.Snapshots;

/// <summary>Whatever lies at <c>users/bob.json</c>: who shows labels, who counts them and who exports them take the same votes.</summary>
public sealed class BadUserFilesTests : IDisposable
{
    private readonly LabelRig _rig = new();
    private readonly FaultyFiles _files = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string BobsFile => Path.Combine(_rig.Annotations, "users", "bob.json");

    public void Dispose()
    {
        _files.Answering.Set();
        _files.Answering.Dispose();
        _rig.Dispose();
    }

    [Theory]
    [InlineData("missing", false)]
    [InlineData("pipe", true)]
    [InlineData("folder", true)]
    [InlineData("forbidden", true)]
    [InlineData("failing", true)]
    [InlineData("hanging", true)]
    [InlineData("no JSON", true)]
    [InlineData("cut", true)]
    [InlineData("another shape", true)]
    [InlineData("another person's", true)]
    [InlineData("too large", true)]
    public async Task JournalOfSomeoneWithABadFile_CountsTheSameForAllReaders(string kind, bool isNamed)
    {
        await using (LabelShare there = await _rig.OpenAsync("ws-2"))
        {
            UserLabels bob = await there.OpenUserAsync("bob", Ct);
            await bob.SetAsync(LabelRig.Key("block_0001"), 2, [], Ct);
            await bob.SetAsync(LabelRig.Key("block_0002"), 3, [], Ct);
            await (await there.OpenUserAsync("carol", Ct)).SetAsync(LabelRig.Key("block_0001"), 1, [], Ct);
            Assert.True((await there.FlushAsync(TimeSpan.FromMinutes(1))).FilesWritten);
        }

        Spoil(kind);
        await using LabelShare share = await _rig.OpenAsync(files: _files);

        AllVotes[] read =
        [
            await share.ReadAllUsersAsync(Ct),
            (await share.ReadWholeAsync(Ct)).Votes,
            (await ShareSnapshot.ReadAsync(new SharedRoot(_rig.Settings("ws-3", _files)), Ct)).Votes,
            await share.ReadAllUsersAsync(Ct),
        ];

        Assert.All(read, votes => Assert.Equal(
            [("bob", "block_0001", 2), ("bob", "block_0002", 3), ("carol", "block_0001", 1)],
            votes.Users.SelectMany(user => user.Votes.Select(vote => (user.Username, vote.Key.Value, vote.Value.Label)).Order())));
        Assert.All(read, votes => Assert.Equal(isNamed ? [BobsFile] : [], votes.Unreadable.Select(fault => fault.Path)));
        Assert.All(read, votes => Assert.Equal(isNamed, ReviewInput.Of([], votes, LabelSnapshot.Empty).Annotators.Single(user => user.Username == "bob").Fault is not null));
    }

    [Fact]
    public async Task BadFileThatStays_IsNoChangeAtEachPoll()
    {
        await using (LabelShare there = await _rig.OpenAsync("ws-2"))
        {
            await (await there.OpenUserAsync("bob", Ct)).SetAsync(LabelRig.Key("block_0001"), 2, [], Ct);
        }

        Spoil("folder");
        await using LabelShare share = await _rig.OpenAsync(files: _files);
        int looks = 0;
        int told = 0;
        _files.Fault = (done, path) =>
        {
            _ = done == "ListFolders" && path.EndsWith("history/users", StringComparison.Ordinal) ? Interlocked.Increment(ref looks) : 0;
            return null;
        };
        AllVotes before = await share.ReadAllUsersAsync(Ct);
        share.Changed += () => Interlocked.Increment(ref told);
        int start = Volatile.Read(ref looks);
        await Eventually.IsTrueAsync(() => Volatile.Read(ref looks) > start + 10, "it polls");
        int beforeTheLabel = Volatile.Read(ref told);

        await using (LabelShare there = await _rig.OpenAsync("ws-2"))
        {
            await (await there.OpenUserAsync("bob", Ct)).SetAsync(LabelRig.Key("block_0002"), 3, [], Ct);
        }

        await Eventually.IsTrueAsync(() => Volatile.Read(ref told) > beforeTheLabel, "a new line of the journal is told");
        Assert.Equal(0, beforeTheLabel);
        Assert.Single(Assert.Single(before.Users).Votes);
        Assert.Equal(2, Assert.Single((await share.ReadAllUsersAsync(Ct)).Users).Votes.Count);
    }

    private void Spoil(string kind)
    {
        byte[] bytes = File.ReadAllBytes(BobsFile);
        File.Delete(BobsFile);
        switch (kind)
        {
            case "missing":
                break;
            case "pipe":
                RegularFileTests.MakeFifo(BobsFile);
                break;
            case "folder":
                Directory.CreateDirectory(BobsFile);
                break;
            case "another person's":
                _rig.WriteShare("users/bob.json", """{"username": "carol", "annotations": {"block_0003": {"label": 1}}}""");
                break;
            case "no JSON":
                _rig.WriteShare("users/bob.json", "no JSON");
                break;
            case "cut":
                File.WriteAllBytes(BobsFile, bytes[..^20]);
                break;
            case "another shape":
                _rig.WriteShare("users/bob.json", """{"annotations": [1, 2]}""");
                break;
            case "too large":
                using (FileStream file = File.Create(BobsFile))
                {
                    file.SetLength(RegularFile.MaxBytes + 1);
                }

                break;
            default:
                File.WriteAllBytes(BobsFile, bytes);
                Bar(kind);
                break;
        }
    }

    private void Bar(string kind)
    {
        if (kind == "hanging")
        {
            _files.HangingPath = BobsFile;
            _files.Answering.Reset();
            return;
        }

        Exception error = kind == "forbidden" ? new UnauthorizedAccessException("EACCES") : FaultyFiles.Errno(5);
        _files.Fault = (done, path) => done == "Open" && path == BobsFile ? error : null;
    }
}
