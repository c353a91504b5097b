using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Tests.Labels;
using ProteomicsAnnotator.Core.Tests.Storage;

namespace ProteomicsAnnotator.Core.Tests.Roots;

/// <summary>docs/storage-format.md, "When the share is bad": how the marker is made.</summary>
public sealed class RootMarkerTests : IDisposable
{
    private readonly LabelRig _rig = new();
    private readonly FaultyFiles _files = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task ManyProgramsAtOnce_MakeOneMarker_AndLeaveNoTempFile()
    {
        Directory.CreateDirectory(_rig.Annotations);
        LabelShare[] shares = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => _rig.OpenAsync("ws-" + TestScale.Text(i))));
        string?[] ids = [.. shares.Select(share => share.State.RootId)];
        foreach (LabelShare share in shares)
        {
            await share.DisposeAsync();
        }

        string marker = await File.ReadAllTextAsync(Path.Combine(_rig.Annotations, ".annotator-root"), Ct);
        Assert.Matches("^[0-9a-f]{32}\n$", marker);
        Assert.All(ids, id => Assert.Equal(marker.Trim(), id));
        Assert.Equal([".annotator-root"], FilesAtTheTop());
    }

    [Theory]
    [InlineData("Write", 28)]
    [InlineData("FlushToDisk", 5)]
    [InlineData("Rename", 5)]
    [InlineData("RenameIfAbsent", 5)]
    [InlineData("RenameIfAbsent", 122)]
    public async Task FailureOfAnyStep_LeavesNoTempFile_AndTheMarkerIsMadeOnceItWorks(string step, int errno)
    {
        Directory.CreateDirectory(_rig.Annotations);
        bool fails = true;
        _files.Fault = (done, path) => Volatile.Read(ref fails) && done == step && path.Contains(".annotator-root", StringComparison.Ordinal) ? FaultyFiles.Errno(errno) : null;
        await using LabelShare share = await _rig.OpenAsync(files: _files);

        Assert.False(share.State.IsAvailable);
        Assert.NotEmpty(share.State.Reason!);
        await Eventually.IsTrueAsync(() => FilesAtTheTop().Length == 0, "no temp file is left behind a try");

        Volatile.Write(ref fails, false);
        await Eventually.IsTrueAsync(() => share.State.IsAvailable, "the marker is made at the next look");
        Assert.Equal([".annotator-root"], FilesAtTheTop());
    }

    private string[] FilesAtTheTop() => [.. Directory.GetFiles(_rig.Annotations).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];
}
