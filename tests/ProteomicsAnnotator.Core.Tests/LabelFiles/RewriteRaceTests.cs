using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Tests.Labels;
using ProteomicsAnnotator.Core.Tests.Storage;

namespace ProteomicsAnnotator.Core.Tests.LabelFiles;

/// <summary>Another program replaces the file after ours has read it and before ours replaces it.</summary>
public sealed class RewriteRaceTests : IDisposable
{
    private readonly LabelRig _rig = new();
    private readonly FaultyFiles _files = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task Rewrite_FileReplacedInBetween_OverwritesNothingAndHasBoth()
    {
        await using LabelShare share = await _rig.OpenAsync(files: _files);
        UserLabels labels = await share.OpenUserAsync("alice", Ct);
        int left = 1;
        WhileOursIsMade(() => left-- > 0, () => WriteForeign("block_0002"));

        await labels.SetAsync(LabelRig.Key("block_0001"), 1, [], Ct);
        Assert.True((await share.FlushAsync(TimeSpan.FromSeconds(30))).FilesWritten);

        Assert.Equal(3, labels.Find(LabelRig.Key("block_0002"))?.Label);
        Assert.Equal(["block_0001", "block_0002"], Written());
        Assert.Single(labels.History(LabelRig.Key("block_0002")));
    }

    [Fact]
    public async Task Rewrite_FileReplacedEveryTime_GivesUpAndTriesLater()
    {
        await using LabelShare share = await _rig.OpenAsync(files: _files);
        UserLabels labels = await share.OpenUserAsync("alice", Ct);
        int written = 0;
        WhileOursIsMade(() => true, () => WriteForeign($"block_{1000 + ++written}"));

        await labels.SetAsync(LabelRig.Key("block_0001"), 1, [], Ct);
        Assert.False((await share.FlushAsync(TimeSpan.FromSeconds(30))).FilesWritten);
        Assert.DoesNotContain("block_0001", Written());

        _files.Fault = null;
        await Eventually.IsTrueAsync(() => Written().Contains("block_0001"), "the file is written once the other program rests");
        Assert.Equal(written + 1, labels.Current.Count);
        Assert.Equal(written + 1, Written().Count);
        Assert.DoesNotContain(Directory.GetFiles(Path.GetDirectoryName(_rig.UserFile)!), path => path.EndsWith(".tmp", StringComparison.Ordinal));
    }

    private void WhileOursIsMade(Func<bool> isDue, Action act) => _files.Fault = (done, path) =>
    {
        if (done == "FlushToDisk" && path.Contains("/users/.alice_", StringComparison.Ordinal) && isDue())
        {
            act();
        }

        return null;
    };

    private void WriteForeign(string block) => _rig.WriteShare(
        "users/alice.json",
        $$"""{"annotations": {"{{block}}": {"label": 3, "annotated_at": "2024-01-02T10:30:00+00:00"} } }""");

    private List<string> Written() =>
        [.. OwnReader.FileLabels(File.ReadAllBytes(_rig.UserFile)).Keys.Order(StringComparer.Ordinal)];
}
