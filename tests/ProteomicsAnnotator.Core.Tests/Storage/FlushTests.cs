using System.Diagnostics;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Tests.Storage;

/// <summary>A flush that the system refuses is never taken for one that was done.</summary>
public sealed class FlushTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("flush-").FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("EIO", 5)]
    [InlineData("ENOSPC", 28)]
    [InlineData("EDQUOT", 122)]
    [InlineData("ESTALE", 116)]
    [InlineData("EROFS", 30)]
    [InlineData("EINVAL", 22)]
    public async Task FlushToDisk_TheSystemRefuses_ThrowsItsError(string name, int errno)
    {
        string path = Path.Combine(_folder, "file");

        (string[] answers, string[] failed) = await RunAsync("error=" + name, path);

        Assert.Contains(failed, line => line.Contains("fsync(", StringComparison.Ordinal) && line.Contains(name, StringComparison.Ordinal));
        Assert.Equal([Labels.TestScale.Text(errno), "ok"], answers);
    }

    [Fact]
    public async Task FlushFolder_TheSystemRefuses_ThrowsItsError()
    {
        (string[] answers, string[] failed) = await RunAsync("error=EIO", _folder);

        Assert.NotEmpty(failed);
        Assert.Equal(["ok", "5"], answers);
    }

    [Fact]
    public async Task FlushToDisk_Interrupted_IsDoneAgain()
    {
        string path = Path.Combine(_folder, "file");

        (string[] answers, string[] failed) = await RunAsync("error=EINTR:when=1..2", path);

        Assert.Equal(2, failed.Length);
        Assert.Equal(["ok", "ok"], answers);
    }

    [Fact]
    public void FlushFolder_IsNotThere_Throws() =>
        Assert.ThrowsAny<IOException>(() => new FileOperations().FlushFolder(Path.Combine(_folder, "nowhere")));

    [Theory]
    [InlineData(5, false)]
    [InlineData(28, false)]
    [InlineData(122, false)]
    [InlineData(116, false)]
    [InlineData(30, false)]
    [InlineData(22, true)]
    [InlineData(38, true)]
    [InlineData(95, true)]
    [InlineData(unchecked((int)0x80070001), true)]
    [InlineData(unchecked((int)0x80070032), true)]
    [InlineData(unchecked((int)0x80070026), false)]
    [InlineData(unchecked((int)0x80070070), false)]
    public void CannotFlush_OnlyWhereThereIsNoSuchOperation(int code, bool expected)
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Skip("the numbers are those of Linux");
        }

        Assert.Equal(expected, StorageFault.CannotFlush(FaultyFiles.Errno(code)));
    }

    private async Task<(string[] Answers, string[] Failed)> RunAsync(string how, string path)
    {
        string log = Path.Combine(_folder, "strace");
        using Process worker = Process.Start(FailingCalls.Wrap(FlushWorker.StartOf(Path.Combine(_folder, "file")), log, "fsync", how, path))!;
        string text = await worker.StandardOutput.ReadToEndAsync(Ct);
        await worker.WaitForExitAsync(Ct);
        return (
            text.Split('\n', StringSplitOptions.RemoveEmptyEntries),
            [.. (await File.ReadAllLinesAsync(log, Ct)).Where(line => line.EndsWith("(INJECTED)", StringComparison.Ordinal))]);
    }
}
