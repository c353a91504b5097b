using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Owners;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Snapshots;
using ProteomicsAnnotator.Core.Tests.Labels;
using ProteomicsAnnotator.Core.Tests.Storage;

namespace ProteomicsAnnotator.Core.Tests.LabelFiles;

/// <summary>
/// Pipes, folders and huge files where a file of the share belongs: whoever does not need them notices nothing, who does
/// is told which file it is, everyone's labels reach the share, and all is well once it is gone.
/// </summary>
public sealed class OddFilesTests : IDisposable
{
    private static readonly string[] Kinds = ["pipe", "folder", "10 GiB", "4 GiB and 50 bytes"];

    private static readonly string[] Places =
    [
        "users/alice.json",
        "history/users/alice/20200101T000000Z-ws-9-0123456789ab.jsonl",
        "users/mallory.json",
        "history/users/mallory/20200101T000000Z-ws-9-0123456789ab.jsonl",
        "admin/final_labels.json",
        "history/admin/20200101T000000Z-ws-9-0123456789ab.jsonl",
        "preferences/alice.json",
    ];

    private readonly LabelRig _rig = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _rig.Dispose();

    public static TheoryData<string, string> Cases => new(Places.SelectMany(place => Kinds.Select(kind => (place, kind))));

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task OddFile_IsNamed_StopsNobody_AndIsForgottenOnceItIsGone(string place, string kind)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() && kind == "pipe", "Windows has no pipes in folders");
        string path = Path.Combine(_rig.Annotations, place);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        Make(path, kind);
        await using LabelShare share = await _rig.OpenAsync();

        await LabelsReachTheShareAsync(share, "block_0001", 1);
        UserLabels alice = await share.OpenUserAsync("alice", Ct);
        await Eventually.IsTrueAsync(
            () => alice.Notices.Any(notice => notice.Contains(path, StringComparison.Ordinal)) == (place.Contains("alice", StringComparison.Ordinal) && !place.StartsWith("preferences", StringComparison.Ordinal)),
            "whom it concerns is told");
        ShareSnapshot? whole = await ReadWholeAsync(share);
        if (place.Contains("admin", StringComparison.Ordinal))
        {
            Assert.Null(whole);
        }
        else
        {
            Assert.All(["alice", "bob"], name => Assert.Equal(1, VoteOf(whole!, name, "block_0001")));
            Assert.Equal(!place.StartsWith("preferences", StringComparison.Ordinal), whole!.Votes.Unreadable.Any(fault => fault.Path == path));
        }

        Remove(path);
        await Eventually.IsTrueAsync(
            async () => await ReadWholeAsync(share) is { Votes.Unreadable.Count: 0 },
            "nothing is wrong any more");
        await LabelsReachTheShareAsync(share, "block_0002", 2);
    }

    private static async Task LabelsReachTheShareAsync(LabelShare share, string block, int label)
    {
        foreach (string name in (string[])["alice", "bob"])
        {
            UserLabels user = await share.OpenUserAsync(name, Ct);
            Assert.Equal(LabelPlace.Share, (await user.SetAsync(LabelRig.Key(block), label, [], Ct)).Place);
            _ = await share.Preferences.ReadAsync(name, Ct);
        }

        Assert.Equal(0, share.Undelivered);
        _ = await share.ReadAllUsersAsync(Ct);
        _ = await share.ReadHistoryAsync(LabelRig.Key(block), withEvidence: false, Ct);
        _ = await share.LookUpAsync("alice", Ct);
        _ = await share.ReadClassNamesAsync(Ct);
    }

    private static async Task<ShareSnapshot?> ReadWholeAsync(LabelShare share)
    {
        try
        {
            return await share.ReadWholeAsync(Ct);
        }
        catch (Core.Storage.StorageException)
        {
            return null;
        }
    }

    private static int? VoteOf(ShareSnapshot whole, string name, string block) =>
        whole.Votes.Users.Single(user => user.Username == name).Votes.TryGetValue(BlockId.Parse(block), out Vote vote) ? vote.Label : null;

    private static void Make(string path, string kind)
    {
        switch (kind)
        {
            case "pipe":
                RegularFileTests.MakeFifo(path);
                break;
            case "folder":
                Directory.CreateDirectory(path);
                break;
            default:
                using (FileStream file = File.Create(path))
                {
                    file.SetLength(kind == "10 GiB" ? 10L << 30 : (4L << 30) + 50);
                }

                break;
        }
    }

    private static void Remove(string path)
    {
        if (Directory.Exists(path))
        {
            Directory.Delete(path);
        }
        else
        {
            File.Delete(path);
        }
    }
}
