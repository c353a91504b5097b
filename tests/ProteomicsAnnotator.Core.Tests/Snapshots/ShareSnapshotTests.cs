using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Snapshots;
using ProteomicsAnnotator.Core.Storage;
using ProteomicsAnnotator.Core.Tests.Labels;
using ProteomicsAnnotator.Core.Tests.Storage;

namespace ProteomicsAnnotator.Core.Tests.Snapshots;

public sealed class ShareSnapshotTests : IDisposable
{
    private const string NewerJournal = "history/users/bob/20300101T000000Z-ws-5-abc.jsonl";
    private readonly LabelRig _rig = new();
    private readonly FaultyFiles _files = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private LabelShareSettings Reader => _rig.Settings("ws-9", _files);

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task Read_FinalLabelsClosedToThisAccount_IsAFaultThatSaysWhoMay_OrIsPassedOver()
    {
        await using (LabelShare share = await _rig.OpenAsync())
        {
            await (await share.OpenUserAsync("alice", Ct)).SetAsync(LabelRig.Key("block_0001"), 1, [], Ct);
            await (await share.OpenFinalLabelsAsync("alice", Ct)).SetAsync([LabelRig.Key("block_0001")], 2, Ct);
        }

        var files = new Storage.FaultyFiles
        {
            Fault = (_, path) => (path + "/").Contains("/admin/", StringComparison.Ordinal) ? new UnauthorizedAccessException("EACCES") : null,
        };
        LabelShareSettings closed = Reader with { Files = files };

        StorageException fault = await Assert.ThrowsAsync<StorageException>(() => ShareSnapshot.ReadAsync(new SharedRoot(closed), Ct));
        ShareSnapshot open = await ShareSnapshot.ReadWithoutClosedAsync(new SharedRoot(closed), Ct);

        Assert.EndsWith("no permission: this needs an account that may read the final labels, as an admin's may", fault.Reason, StringComparison.Ordinal);
        Assert.Empty(open.FinalLabels.Labels);
        Assert.Single(open.Votes.Users);
    }

    [Fact]
    public async Task Read_DecisionTheFileDoesNotHaveYet_IsThere()
    {
        await using LabelShare share = await _rig.OpenAsync();
        UserLabels bob = await share.OpenUserAsync("bob", Ct);
        FinalLabels finals = await share.OpenFinalLabelsAsync("ann", Ct);
        for (int i = 1; i <= 20; i++)
        {
            await bob.SetAsync(LabelRig.Key("block_0001"), (i % 3) + 1, [], Ct);
            await finals.SetAsync([LabelRig.Key("block_0002")], (i % 3) + 1, Ct);

            ShareSnapshot whole = await ShareSnapshot.ReadAsync(new SharedRoot(Reader), Ct);

            Assert.Equal((i % 3) + 1, Assert.Single(whole.Votes.Users).Votes[BlockId.Parse("block_0001")].Label);
            Assert.Equal((i % 3) + 1, whole.FinalLabels.Find(LabelRig.Key("block_0002"))?.Label);
            Assert.Equal((i % 3) + 1, Assert.Single((await share.ReadWholeAsync(Ct)).Votes.Users).Votes[BlockId.Parse("block_0001")].Label);
        }
    }

    [Fact]
    public async Task Read_StaleAndForeignEntriesAndAGoneFile_AreMergedAsAProgramWould()
    {
        await using (LabelShare share = await _rig.OpenAsync())
        {
            UserLabels alice = await share.OpenUserAsync("alice", Ct);
            await alice.SetAsync(LabelRig.Key("block_0001"), 1, [], Ct);
            await alice.SetAsync(LabelRig.Key("block_0002"), 2, [], Ct);
            await (await share.OpenUserAsync("bob", Ct)).SetAsync(LabelRig.Key("block_0003"), 3, [], Ct);
            await share.OpenUserAsync("empty", Ct);
        }

        File.Delete(Path.Combine(_rig.Annotations, "users", "bob.json"));
        _rig.WriteShare("users/alice.json", """
            {"annotations": {"block_0001": {"label": 3, "annotated_at": "2024-01-02T10:30:00+00:00"},
              "/mnt/elsewhere/data/blocks": {"block_0004": {"label": 1, "annotated_at": "2024-01-02T10:30:00+00:00"}}}}
            """);

        ShareSnapshot whole = await ShareSnapshot.ReadAsync(new SharedRoot(Reader), Ct);

        Assert.Equal(["alice", "bob", "empty"], whole.Votes.Users.Select(user => user.Username));
        Assert.Equal(
            [("block_0001", 3), ("block_0002", 2), ("block_0004", 1)],
            whole.Votes.Users[0].Votes.Select(vote => (vote.Key.Value, vote.Value.Label)).Order());
        Assert.Equal(3, whole.Votes.Users[1].Votes[BlockId.Parse("block_0003")].Label);
        Assert.Contains("alice: 1 label stored under /mnt/elsewhere", Assert.Single(whole.Votes.Notices), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Read_DamagedFileOrUnreadableJournal_GivesTheRestAndTheFault(bool isFile)
    {
        await using (LabelShare share = await _rig.OpenAsync())
        {
            await (await share.OpenUserAsync("alice", Ct)).SetAsync(LabelRig.Key("block_0001"), 1, [], Ct);
        }

        string journal = Path.GetFileName(Directory.GetFiles(_rig.Journals).Single());
        if (isFile)
        {
            _rig.WriteShare("users/alice.json", "{ no json");
        }
        else
        {
            _files.Fault = (done, path) => done == "Read" && path.EndsWith(journal, StringComparison.Ordinal) ? FaultyFiles.Errno(5) : null;
        }

        ShareSnapshot whole = await ShareSnapshot.ReadAsync(new SharedRoot(Reader), Ct);
        var input = ReviewInput.Of([BlockId.Parse("block_0001")], whole.Votes, whole.FinalLabels);

        AnnotatorVotes alice = Assert.Single(input.Annotators);
        Assert.Equal(1, alice.Votes[BlockId.Parse("block_0001")].Label);
        Assert.NotNull(alice.Fault);
        Assert.Null(ReviewInput.ShareFault(whole.Votes));
    }

    [Fact]
    public async Task Read_WritesNothing_NeitherMarkerNorFolder()
    {
        _rig.WriteShare("users/alice.json", """{"annotations": {"block_0001": {"label": 2, "annotated_at": "2024-01-02T10:30:00+00:00"}}}""");
        string[] before = Directory.GetFileSystemEntries(_rig.Folder, "*", SearchOption.AllDirectories);

        ShareSnapshot whole = await ShareSnapshot.ReadAsync(new SharedRoot(Reader), Ct);

        Assert.Single(Assert.Single(whole.Votes.Users).Votes);
        Assert.Equal(before, Directory.GetFileSystemEntries(_rig.Folder, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Read_RootIsGoneOrNotMounted_IsAFaultAndMakesNothing()
    {
        await Assert.ThrowsAsync<StorageException>(() => ShareSnapshot.ReadAsync(new SharedRoot(Reader), Ct));
        Assert.False(Directory.Exists(_rig.Annotations));

        await using (await _rig.OpenAsync("ws-9"))
        {
            // This machine knows the root from now on.
        }

        Directory.Move(_rig.Annotations, _rig.Annotations + "-mounted");
        Directory.CreateDirectory(_rig.Annotations);
        StorageException fault = await Assert.ThrowsAsync<StorageException>(() => ShareSnapshot.ReadAsync(new SharedRoot(Reader), Ct));
        Assert.Contains("not mounted", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_NewerJournalOfAUserNobodyOpened_IsNamed()
    {
        await using LabelShare share = await _rig.OpenAsync();
        await share.OpenUserAsync("alice", Ct);
        _rig.WriteShare("users/bob.json", """{"annotations": {}}""");
        Assert.Null(await share.LookForNewerAsync(Ct));
        _rig.WriteShare(NewerJournal, "{\"format\":9,\"program\":\"9.0\",\"host\":\"ws-5\"}\n");

        Assert.Contains(NewerJournal, (await ShareSnapshot.ReadAsync(new SharedRoot(Reader), Ct)).UpdateNeeded, StringComparison.Ordinal);
        Assert.Contains(NewerJournal, await share.LookForNewerAsync(Ct), StringComparison.Ordinal);
        Assert.Contains(NewerJournal, share.UpdateNeeded, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Poll_NewerJournalOfAUserNobodyOpened_IsTold()
    {
        await using LabelShare share = await _rig.OpenAsync();
        await share.ReadAllUsersAsync(Ct);
        _rig.WriteShare(NewerJournal, "{\"format\":9,\"program\":\"9.0\",\"host\":\"ws-5\"}\n");

        await Eventually.IsTrueAsync(() => share.UpdateNeeded is not null, "polling finds the newer journal");
    }

    [Fact]
    public async Task Read_NewerJournalOfTheAdmins_IsNamed()
    {
        _rig.WriteShare("history/admin/20300101T000000Z-ws-5-abc.jsonl", "{\"format\":7}\n");

        Assert.Contains("history/admin/20300101T000000Z-ws-5-abc.jsonl", (await ShareSnapshot.ReadAsync(new SharedRoot(Reader), Ct)).UpdateNeeded, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_FinalLabelsStayDamaged_TheJournalsCountAndItIsNamed()
    {
        await SetFinalLabelAsync();
        _rig.WriteShare("admin/final_labels.json", "{ no json");

        ShareSnapshot whole = await ShareSnapshot.ReadAsync(new SharedRoot(Reader), Ct);

        Assert.Equal(3, whole.FinalLabels.Find(LabelRig.Key("block_0001"))?.Label);
        Assert.Contains("final_labels.json", Assert.Single(whole.Votes.NotCounted), StringComparison.Ordinal);
        Assert.Equal("{ no json", await File.ReadAllTextAsync(Path.Combine(_rig.Annotations, "admin", "final_labels.json"), Ct));
    }

    [Fact]
    public async Task Read_FinalLabelsDamagedAndNoPageOpen_TheProgramMendsThemWhileItIsAsked()
    {
        await SetFinalLabelAsync();
        _rig.WriteShare("admin/final_labels.json", "{ no json");
        await using LabelShare share = await _rig.OpenAsync();
        await Assert.ThrowsAsync<StorageException>(() => share.ReadWholeAsync(Ct));

        ShareSnapshot? whole = null;
        await Eventually.IsTrueAsync(
            async () =>
            {
                try
                {
                    whole = await share.ReadWholeAsync(Ct);
                    return whole.Votes.NotCounted.Count == 0;
                }
                catch (StorageException)
                {
                    return false;
                }
            },
            "the file is set aside and written anew");

        Assert.Equal(3, whole!.FinalLabels.Find(LabelRig.Key("block_0001"))?.Label);
        Assert.Single(Directory.GetFiles(Path.Combine(_rig.Annotations, "admin"), "final_labels.json.damaged-*"));
        await Eventually.IsTrueAsync(() => File.Exists(Path.Combine(_rig.Annotations, "admin", "final_labels.json")), "it is written from the journals");
    }

    private async Task SetFinalLabelAsync()
    {
        await using LabelShare share = await _rig.OpenAsync("ws-2");
        FinalLabels finals = await share.OpenFinalLabelsAsync("ann", Ct);
        await finals.SetAsync([LabelRig.Key("block_0001")], 3, Ct);
    }
}
