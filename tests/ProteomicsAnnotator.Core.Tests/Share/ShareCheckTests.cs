using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Tests.Labels;
using ProteomicsAnnotator.Core.Tests.Storage;

namespace ProteomicsAnnotator.Core.Tests.Share;

public sealed class ShareCheckTests : IDisposable
{
    private readonly LabelRig _rig = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task Check_GoodShare_IsSafeAndLeavesNothing()
    {
        IReadOnlyList<ShareCheckRow> rows = await ShareCheck.RunAsync(_rig.Settings(), Ct);

        Assert.Equal(10, rows.Count);
        Assert.All(rows, row => Assert.True(row.IsSafe, row.ToString()));
        Assert.Equal([Path.Combine(_rig.Annotations, ".annotator-root")], Directory.GetFileSystemEntries(_rig.Annotations));
    }

    [Fact]
    public async Task Check_DamageAndUnknownClasses_AreUnsafe()
    {
        await ShareCheck.RunAsync(_rig.Settings(), Ct);
        _rig.WriteShare("users/bob.json", "{");
        _rig.WriteShare("users/eve.json", """{"annotations": {"block_0001": {"label": 7, "annotated_at": "2024-01-02T10:30:00+00:00"}}}""");

        IReadOnlyList<ShareCheckRow> rows = await ShareCheck.RunAsync(_rig.Settings(), Ct);

        Assert.Equal(["damaged files", "unknown classes"], rows.Where(row => !row.IsSafe).Select(row => row.Check));
    }

    [Fact]
    public async Task Check_ReadOnlyShare_FailsRowByRow()
    {
        await ShareCheck.RunAsync(_rig.Settings(), Ct);
        var files = new FaultyFiles { Fault = (done, _) => done is "Write" ? FaultyFiles.Errno(30) : null };

        IReadOnlyList<ShareCheckRow> rows = await ShareCheck.RunAsync(_rig.Settings(files: files), Ct);

        Assert.Contains(rows, row => row is { Check: "flush to disk", IsSafe: false });
    }

    [Fact]
    public async Task Check_NotMounted_StopsAtTheFirstRow()
    {
        LabelShareSettings settings = _rig.Settings() with { AnnotationsRoot = Path.Combine(_rig.Folder, "no", "where") };
        ShareCheckRow row = Assert.Single(await ShareCheck.RunAsync(settings, Ct));
        Assert.False(row.IsSafe);
    }
}
