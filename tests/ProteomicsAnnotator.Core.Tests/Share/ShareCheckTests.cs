using ProteomicsAnnotator.Core.Roots;
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
        await UseAsync();

        IReadOnlyList<ShareCheckRow> rows = await ShareCheck.RunAsync(new SharedRoot(_rig.Settings()), Ct);

        Assert.Equal(13, rows.Count);
        Assert.All(rows, row => Assert.True(row.IsSafe, row.ToString()));
        Assert.Equal([Path.Combine(_rig.Annotations, ".annotator-root")], Directory.GetFileSystemEntries(_rig.Annotations));
    }

    [Fact]
    public async Task Check_DamageAndOtherClassNames_AreUnsafeAndEachFaultIsASentence()
    {
        await UseAsync();
        _rig.WriteShare("users/bob.json", "{");
        _rig.WriteShare("users/bob (1).json", "{}");
        _rig.WriteShare("users/bob copy.json", "{}");
        _rig.WriteShare(
            "history/users/eve/20240102T080000Z-ws-7-ba9876543210.jsonl",
            """
            {"format":1,"program":"1.0.0","host":"ws-7","account":"eve","data_root":"/d","classes":["Cat","Dog"]}
            {"seq":1,"clock":1,"at":"2024-01-02T10:30:00+00:00","block":"block_0001","label":1,"was":null}

            """);

        IReadOnlyList<ShareCheckRow> rows = await ShareCheck.RunAsync(new SharedRoot(_rig.Settings()), Ct);

        ShareCheckRow[] unsafeRows = [.. rows.Where(row => !row.IsSafe)];
        Assert.Equal(["damaged files", "names of classes"], unsafeRows.Select(row => row.Check));
        Assert.Contains("eve on ws-7", unsafeRows[1].Detail, StringComparison.Ordinal);
        Assert.Contains("Cat, Dog", unsafeRows[1].Detail, StringComparison.Ordinal);
        Assert.Equal(3, unsafeRows[0].Detail.Split(". " + _rig.Annotations).Length);
        Assert.EndsWith(".", unsafeRows[0].Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Check_AccountWithoutAccessToTheFoldersOfAdmins_IsSafe_AndSaysWhichAreClosed(bool isClosed)
    {
        await UseAsync();
        _rig.WriteShare("admin/final_labels.json", """{"labels": {}}""");
        _rig.WriteShare("history/admin/20240102T080000Z-ws-7-ba9876543210.jsonl", "{\"format\":1,\"program\":\"1.0.0\"}\n");
        var files = new FaultyFiles
        {
            Fault = (_, path) => isClosed && path.StartsWith(_rig.Annotations, StringComparison.Ordinal) && (path + "/").Contains("/admin/", StringComparison.Ordinal) ? new UnauthorizedAccessException("EACCES") : null,
        };

        IReadOnlyList<ShareCheckRow> rows = await ShareCheck.RunAsync(new SharedRoot(_rig.Settings(files: files)), Ct);

        Assert.All(rows, row => Assert.True(row.IsSafe, row.ToString()));
        ShareCheckRow row = Assert.Single(rows, row => row.Check == "folders of admins");
        Assert.Equal(isClosed ? "admin and history/admin closed" : "admin and history/admin open", row.Result);
    }

    [Fact]
    public async Task Check_ReadOnlyShare_FailsRowByRow()
    {
        await UseAsync();
        var files = new FaultyFiles { Fault = (done, _) => done is "Write" ? FaultyFiles.Errno(30) : null };

        IReadOnlyList<ShareCheckRow> rows = await ShareCheck.RunAsync(new SharedRoot(_rig.Settings(files: files)), Ct);

        Assert.Contains(rows, row => row is { Check: "flush to disk", IsSafe: false });
    }

    /// <summary>As Windows has it: a file that is open is not replaced, and the program tries again when it is closed.</summary>
    [Fact]
    public async Task Check_OpenFilesAreNotReplaced_IsSafeAndSaysSo()
    {
        await UseAsync();
        int renames = 0;
        var files = new FaultyFiles { Fault = (done, _) => done == "Rename" && ++renames is > 1 and <= 21 ? StorageFaultTests.Windows(32) : null };

        IReadOnlyList<ShareCheckRow> rows = await ShareCheck.RunAsync(new SharedRoot(_rig.Settings(files: files)), Ct);

        ShareCheckRow row = Assert.Single(rows, row => row.Check == "atomic rename");
        Assert.Equal((true, "a file that is open is replaced once it is closed"), (row.IsSafe, row.Detail));
    }

    [Fact]
    public async Task Check_RenamesAreRefused_IsUnsafe()
    {
        await UseAsync();
        int renames = 0;
        var files = new FaultyFiles { Fault = (done, _) => done == "Rename" && ++renames > 1 ? StorageFaultTests.Windows(5) : null };

        IReadOnlyList<ShareCheckRow> rows = await ShareCheck.RunAsync(new SharedRoot(_rig.Settings(files: files)), Ct);

        Assert.False(Assert.Single(rows, row => row.Check == "atomic rename").IsSafe);
    }

    [Fact]
    public async Task Check_NotMounted_StopsAtTheFirstRow()
    {
        LabelShareSettings settings = _rig.Settings() with { AnnotationsRoot = Path.Combine(_rig.Folder, "no", "where") };
        ShareCheckRow row = Assert.Single(await ShareCheck.RunAsync(new SharedRoot(settings), Ct));
        Assert.False(row.IsSafe);
    }

    /// <summary>Whoever misspelt the path must not find a folder there, and labels in it one day.</summary>
    [Fact]
    public async Task Check_NoSuchFolder_IsUnsafe_SaysWhatToDo_AndMakesNothing()
    {
        string[] before = Everything();

        ShareCheckRow row = Assert.Single(await ShareCheck.RunAsync(new SharedRoot(_rig.Settings()), Ct));

        Assert.Equal((false, "not there"), (row.IsSafe, row.Result));
        Assert.StartsWith(_rig.Annotations + ": there is no such folder.", row.Detail, StringComparison.Ordinal);
        Assert.Equal(before, Everything());
    }

    /// <summary>Before people start, each kind of machine is tested: that needs no marker, and makes none.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("users/local")]
    [InlineData("history/users")]
    public async Task Check_FolderWithoutAMarker_IsTestedAndLeftAsItWas(string content)
    {
        Directory.CreateDirectory(Path.Combine(_rig.Annotations, content));
        string[] before = Everything();

        IReadOnlyList<ShareCheckRow> rows = await ShareCheck.RunAsync(new SharedRoot(_rig.Settings()), Ct);

        Assert.Equal(13, rows.Count);
        Assert.All(rows, row => Assert.True(row.IsSafe, row.ToString()));
        Assert.Equal("not in use yet", rows[0].Result);
        Assert.Contains("start the program", rows[0].Detail, StringComparison.Ordinal);
        Assert.Equal(before, Everything());
    }

    [Fact]
    public async Task Check_FolderOfSomethingElse_IsUnsafe_AndNothingIsTriedInIt()
    {
        _rig.WriteShare("thesis/chapter.txt", "text");
        string[] before = Everything();
        var files = new FaultyFiles { Fault = (done, _) => done == "Write" ? throw new InvalidOperationException("something is written") : null };

        ShareCheckRow row = Assert.Single(await ShareCheck.RunAsync(new SharedRoot(_rig.Settings(files: files)), Ct));

        Assert.Equal((false, "no annotations root"), (row.IsSafe, row.Result));
        Assert.Contains("thesis", row.Detail, StringComparison.Ordinal);
        Assert.Equal(before, Everything());
    }

    /// <summary>As a start of the program leaves it.</summary>
    private async Task UseAsync() => await (await _rig.OpenAsync()).DisposeAsync();

    private string[] Everything() => [.. Directory.GetFileSystemEntries(_rig.Folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
}
