using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Owners;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Tests.Labels;
using ProteomicsAnnotator.Core.Tests.Storage;

namespace ProteomicsAnnotator.Core.Tests.Journals;

/// <summary>Which of the files that this machine keeps go, which stay, and who may read them.</summary>
public sealed class RememberedFilesTests : IDisposable
{
    private readonly LabelRig _rig = new();
    private readonly FaultyFiles _files = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task Old_AndAllOnTheShare_GoesAtAStart_NothingElseDoes()
    {
        await _rig.LabelAndEndAsync(("block_0001", 1));
        string old = Assert.Single(_rig.Remembered());
        Age(old, 31);
        await _rig.LabelAndEndAsync(("block_0002", 2));
        string young = Assert.Single(_rig.Remembered());
        Assert.NotEqual(old, young);
        Age(young, 29);
        await _rig.LabelAndEndAsync(("block_0003", 3));
        Assert.Contains(young, _rig.Remembered());

        Age(young, 31);
        foreach (string journal in Directory.GetFiles(_rig.Journals))
        {
            File.Delete(journal);
        }

        _rig.ForgetCache();
        await _rig.LabelAndEndAsync(("block_0004", 1));
        Assert.Contains(young, _rig.Remembered());
        Assert.Superset(new HashSet<string> { "block_0002", "block_0003", "block_0004" }, OwnReader.Merge(_rig.Journals).Keys.ToHashSet());
    }

    [Fact]
    public async Task LargerThanAllThatIsKept_TheNewestStaysAllTheSame()
    {
        await _rig.LabelAndEndAsync(("block_0001", 1));
        string large = Assert.Single(_rig.Remembered());
        await EnlargeAsync(large);
        await _rig.LabelAndEndAsync(("block_0002", 2));
        Assert.Contains(large, _rig.Remembered());

        string newer = _rig.Remembered().Single(path => path != large);
        Age(large, 1);
        await EnlargeAsync(newer);
        await _rig.LabelAndEndAsync(("block_0003", 3));
        Assert.Contains(newer, _rig.Remembered());
        Assert.DoesNotContain(large, _rig.Remembered());
    }

    [Theory]
    [InlineData("{\"format\":9,", "", 0)]
    [InlineData("{\"format\":1,", "{\"mark\":\"block_0009\"}\n", 2)]
    [InlineData("{\"format\":1,", "{\"seq\":9,\"clock\":0,\"at\":\"2024-01-02T10:30:00+00:00\",\"block\":\"block_0009\",\"label\":1}\n", 2)]
    [InlineData("{\"format\":1,", "{\"seq\":9,\"clo\n", 2)]
    public async Task WaitingFile_WithWhatThisProgramDoesNotKnow_StaysAsItIs_AndIsNamed(string header, string line, int label)
    {
        await using (LabelShare share = await _rig.OpenAsync(files: _files))
        {
            UserLabels labels = await share.OpenUserAsync("alice", Ct);
            _files.Fault = (done, path) => done == "Write" && path.Contains("/share/annotations/", StringComparison.Ordinal) ? FaultyFiles.Errno(28) : null;
            Assert.Equal(LabelPlace.ThisMachine, (await labels.SetAsync(LabelRig.Key("block_0001"), 2, [], Ct)).Place);
        }

        string waiting = Assert.Single(_rig.Waiting());
        await EndedProgram.PretendAsync(waiting);
        string text = (await File.ReadAllTextAsync(waiting, Ct)).Replace("{\"format\":1,", header, StringComparison.Ordinal);
        int first = text.IndexOf('\n', StringComparison.Ordinal) + 1;
        byte[] content = System.Text.Encoding.UTF8.GetBytes(text[..first] + line + text[first..]);
        await File.WriteAllBytesAsync(waiting, content, Ct);

        for (int i = 0; i < 2; i++)
        {
            await using LabelShare next = await _rig.OpenAsync();
            UserLabels again = await next.OpenUserAsync("alice", Ct);
            Assert.Equal(label, again.Find(LabelRig.Key("block_0001"))?.Label ?? 0);
            Assert.Contains(again.Notices, notice => notice.Contains(waiting, StringComparison.Ordinal));
            await next.FlushAsync(LabelRig.Patient.Closing);
        }

        Assert.Equal(content, await File.ReadAllBytesAsync(waiting, Ct));
        Assert.Equal(label == 0 ? 0 : 1, OwnReader.Decisions(_rig.Journals).Count());
    }

    [Fact]
    public async Task StateFolder_IsForThisAccountOnly()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("modes are those of Unix");
        }

        string state = Path.Combine(_rig.Folder, "state-ws-1");
        Directory.CreateDirectory(state);
        Open(state);
        await using LabelShare share = await _rig.OpenAsync(files: _files);
        UserLabels labels = await share.OpenUserAsync("alice", Ct);
        await labels.SetAsync(LabelRig.Key("block_0001"), 1, [], Ct);
        _files.Fault = (done, path) => done == "Write" && path.Contains("/share/annotations/", StringComparison.Ordinal) ? FaultyFiles.Errno(28) : null;
        await labels.SetAsync(LabelRig.Key("block_0002"), 1, [], Ct);
        await Eventually.IsTrueAsync(() => _rig.Remembered().Length == 1 && _rig.Waiting().Length == 1, "both kinds are there");

        string[] folders = [state, .. Directory.GetDirectories(state, "*", SearchOption.AllDirectories)];
        Assert.All(folders, folder => Assert.Equal((UnixFileMode)0b111_000_000, ModeOf(folder)));
        string[] files = Directory.GetFiles(state, "*", SearchOption.AllDirectories);
        Assert.Equal(3, files.Length);
        Assert.All(files, file => Assert.Equal((UnixFileMode)0b110_000_000, ModeOf(file)));
        _files.Fault = null;
    }

    private static UnixFileMode ModeOf(string path) => OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(path);

    private static void Open(string folder)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(folder, (UnixFileMode)0b111_101_101);
        }
    }

    private static async Task EnlargeAsync(string journal)
    {
        await using FileStream file = File.OpenWrite(journal);
        file.Seek(0, SeekOrigin.End);
        byte[] lines = new byte[64 * 1024 * 1024];
        lines.AsSpan().Fill((byte)'\n');
        await file.WriteAsync(lines, Ct);
    }

    private static void Age(string path, int days) =>
        File.SetLastWriteTimeUtc(path, TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(-days));
}
