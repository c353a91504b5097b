using System.Text;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Owners;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Tests.Labels;
using ProteomicsAnnotator.Core.Tests.Storage;

namespace ProteomicsAnnotator.Core.Tests.Delivery;

/// <summary>Another share in the place of the one this machine knows: nothing of one gets into the other.</summary>
public sealed class OtherShareTests : IDisposable
{
    private readonly LabelRig _rig = new();
    private readonly FaultyFiles _files = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string Former => _rig.Annotations + "-former";

    public void Dispose() => _rig.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task MountedAfterAStartWithoutAny_MemoryForgetsTheFormerOne(bool leavesLabelsHere)
    {
        await LabelOnFormerAsync(leavesLabelsHere);
        Directory.Move(_rig.Annotations, Former);
        await using LabelShare share = await _rig.OpenAsync();
        UserLabels labels = await share.OpenUserAsync("alice", Ct);
        Assert.Equal(1, labels.Find(LabelRig.Key("block_0001"))?.Label);
        Assert.Equal(LabelPlace.ThisMachine, (await labels.SetAsync(LabelRig.Key("block_0003"), 3, [], Ct)).Place);

        await MountAsync("bob-was-here");

        await Eventually.IsTrueAsync(() => labels.Find(LabelRig.Key("block_0001")) is null && labels.Find(LabelRig.Key("block_0009"))?.Label == 9, "the labels of this share");
        await Eventually.IsTrueAsync(() => share.Undelivered == 0, "what was decided since is delivered");
        Assert.Equal(LabelResult.OnShare, await labels.SetAsync(LabelRig.Key("block_0004"), 1, [], Ct));
        Assert.True((await share.FlushAsync(LabelRig.Patient.Closing)).FilesWritten);
        string file = await File.ReadAllTextAsync(_rig.UserFile, Ct);
        Assert.Equal(["block_0003", "block_0004", "block_0009"], Blocks(file));
        Assert.Equal(["block_0003", "block_0004", "block_0009"], OwnReader.Merge(_rig.Journals).Keys.Order(StringComparer.Ordinal));
        Assert.Equal(leavesLabelsHere ? 1 : 0, _rig.Waiting().Length);
        Assert.Equal(UndoOutcome.Done, (await labels.UndoAsync(Ct)).Outcome);
    }

    [Fact]
    public async Task MountedAfterAStartWithoutAny_NextStart_HasOnlyItsLabels_AndTheFormerOneHasItsOwnAgain()
    {
        await LabelOnFormerAsync(leavesLabelsHere: true);
        Directory.Move(_rig.Annotations, Former);
        await using (LabelShare share = await _rig.OpenAsync())
        {
            UserLabels labels = await share.OpenUserAsync("alice", Ct);
            await MountAsync("bob-was-here");
            await Eventually.IsTrueAsync(() => labels.Find(LabelRig.Key("block_0001")) is null, "the former share is forgotten");
        }

        await using (LabelShare share = await _rig.OpenAsync())
        {
            UserLabels labels = await share.OpenUserAsync("alice", Ct);
            Assert.Equal(["block_0009"], labels.Current.Labels.Keys.Select(key => key.Block.Value));
        }

        Directory.Move(_rig.Annotations, _rig.Annotations + "-other");
        Directory.Move(Former, _rig.Annotations);
        await using LabelShare again = await _rig.OpenAsync();
        UserLabels former = await again.OpenUserAsync("alice", Ct);
        await Eventually.IsTrueAsync(() => again.Undelivered == 0, "what waited for it is delivered");
        Assert.Equal(["block_0001", "block_0002"], former.Current.Labels.Keys.Select(key => key.Block.Value).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task MountedUnderARunningProgram_NothingIsWrittenThere_AndTheStateNamesBothMarkers()
    {
        await using LabelShare share = await _rig.OpenAsync();
        UserLabels labels = await share.OpenUserAsync("alice", Ct);
        await labels.SetAsync(LabelRig.Key("block_0001"), 1, [], Ct);
        string expected = (await File.ReadAllTextAsync(Path.Combine(_rig.Annotations, ".annotator-root"), Ct)).Trim();
        Directory.Move(_rig.Annotations, Former);
        await MountAsync("bob-was-here");
        string found = (await File.ReadAllTextAsync(Path.Combine(_rig.Annotations, ".annotator-root"), Ct)).Trim();
        string[] before = Directory.GetFiles(_rig.Annotations, "*", SearchOption.AllDirectories);

        LabelResult result = await labels.SetAsync(LabelRig.Key("block_0002"), 2, [], Ct);

        Assert.Equal(LabelPlace.ThisMachine, result.Place);
        await Eventually.IsTrueAsync(() => !share.State.IsAvailable, "the share is not the one that was there");
        Assert.Contains(expected, share.State.Reason, StringComparison.Ordinal);
        Assert.Contains(found, share.State.Reason, StringComparison.Ordinal);
        Assert.Equal(before, Directory.GetFiles(_rig.Annotations, "*", SearchOption.AllDirectories));
        Assert.Null(labels.Find(LabelRig.Key("block_0009")));
        Directory.Move(_rig.Annotations, _rig.Annotations + "-other");
        Directory.Move(Former, _rig.Annotations);
        await Eventually.IsTrueAsync(() => share.Undelivered == 0, "the label is delivered to the share it was given on");
        Assert.Equal(2, OwnReader.Merge(_rig.Journals)["block_0002"]);
    }

    private static IEnumerable<string> Blocks(string file)
    {
        using var document = System.Text.Json.JsonDocument.Parse(file);
        return [.. document.RootElement.GetProperty("annotations").EnumerateObject().Select(entry => entry.Name).Order(StringComparer.Ordinal)];
    }

    private async Task LabelOnFormerAsync(bool leavesLabelsHere)
    {
        await using (LabelShare share = await _rig.OpenAsync(files: _files))
        {
            UserLabels labels = await share.OpenUserAsync("alice", Ct);
            await labels.SetAsync(LabelRig.Key("block_0001"), 1, [], Ct);
            if (leavesLabelsHere)
            {
                _files.Fault = (done, path) => done == "Write" && path.StartsWith(_rig.Annotations, StringComparison.Ordinal) ? FaultyFiles.Errno(28) : null;
                Assert.Equal(LabelPlace.ThisMachine, (await labels.SetAsync(LabelRig.Key("block_0002"), 2, [], Ct)).Place);
            }
        }

        foreach (string journal in _rig.Waiting().Concat(_rig.Remembered()))
        {
            await EndedProgram.PretendAsync(journal);
        }
    }

    /// <summary>At once, with a label of the same user.</summary>
    private async Task MountAsync(string host)
    {
        string made = _rig.Annotations + "-made";
        string journals = Path.Combine(made, "history", "users", "alice");
        Directory.CreateDirectory(journals);
        await File.WriteAllBytesAsync(Path.Combine(made, ".annotator-root"), Encoding.ASCII.GetBytes(new string('b', 32) + "\n"), Ct);
        await File.WriteAllBytesAsync(
            Path.Combine(journals, $"20240101T000000Z-{host}-0123456789ab.jsonl"),
            Encoding.UTF8.GetBytes("""
                {"format":1,"program":"1.0","host":"h"}
                {"seq":1,"clock":1,"at":"2024-01-01T00:00:00+00:00","block":"block_0009","label":9,"was":null}

                """),
            Ct);
        Directory.Move(made, _rig.Annotations);
    }
}
