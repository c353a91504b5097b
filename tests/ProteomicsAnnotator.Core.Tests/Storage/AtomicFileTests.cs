using System.Text;
using ProteomicsAnnotator.Core.Storage;
using ProteomicsAnnotator.Core.Tests.Labels;

namespace ProteomicsAnnotator.Core.Tests.Storage;

public sealed class AtomicFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("atomic-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("Open", 28)]
    [InlineData("Write", 28)]
    [InlineData("Write", 5)]
    [InlineData("FlushToDisk", 5)]
    [InlineData("FlushToDisk", 28)]
    [InlineData("FlushToDisk", 116)]
    [InlineData("FlushToDisk", 122)]
    [InlineData("Rename", 30)]
    [InlineData("Rename", 116)]
    public void Write_AnOperationFails_TargetIsAsItWasAndNoTempIsLeft(string operation, int errno)
    {
        string path = Path.Combine(_folder, "alice.json");
        AtomicFile.Write(new FileOperations(), path, "old"u8);
        var files = new FaultyFiles { Fault = (done, _) => done == operation ? FaultyFiles.Errno(errno) : null };

        StorageException error = Assert.Throws<StorageException>(() => AtomicFile.Write(files, path, "new"u8));

        Assert.Equal(path, error.Path);
        Assert.IsType<IOException>(error.InnerException);
        Assert.Equal("old"u8.ToArray(), File.ReadAllBytes(path));
        Assert.Equal([path], Directory.GetFiles(_folder));
    }

    /// <summary>As Windows refuses it: 32 while another program has the file open, 5 without permission.</summary>
    [Theory]
    [InlineData(32, 3, true)]
    [InlineData(5, 1, false)]
    public void Write_RenameRefused_IsTriedAgainOnlyWhereAnotherProgramHoldsTheFile(int code, int tries, bool isWritten)
    {
        string path = Path.Combine(_folder, "alice.json");
        int renames = 0;
        var files = new FaultyFiles { Fault = (done, _) => done == "Rename" && ++renames < 3 ? StorageFaultTests.Windows(code) : null };

        Exception? error = Record.Exception(() => AtomicFile.Write(files, path, "new"u8));

        Assert.Equal(tries, renames);
        Assert.Equal((isWritten, isWritten), (error is null, File.Exists(path)));
    }

    [Theory]
    [InlineData("FlushToDisk", 22)]
    [InlineData("FlushFolder", 22)]
    [InlineData("FlushFolder", 95)]
    public void Write_TheFileSystemHasNoSuchFlush_IsTolerated(string operation, int errno)
    {
        string path = Path.Combine(_folder, "alice.json");
        var files = new FaultyFiles { Fault = (done, _) => done == operation ? FaultyFiles.Errno(errno) : null };

        AtomicFile.Write(files, path, "new"u8);

        Assert.Equal("new"u8.ToArray(), File.ReadAllBytes(path));
        Assert.Equal([path], Directory.GetFiles(_folder));
    }

    [Theory]
    [InlineData(5)]
    [InlineData(28)]
    [InlineData(116)]
    [InlineData(122)]
    public void Write_FlushOfTheFolderFails_IsAFailure(int errno)
    {
        string path = Path.Combine(_folder, "alice.json");
        var files = new FaultyFiles { Fault = (done, _) => done == "FlushFolder" ? FaultyFiles.Errno(errno) : null };

        StorageException error = Assert.Throws<StorageException>(() => AtomicFile.Write(files, path, "new"u8));

        Assert.Equal(path, error.Path);
        Assert.Equal([path], Directory.GetFiles(_folder));
    }

    [Fact]
    public void Write_OperationsAreInTheOrderThatSurvivesAPowerCut()
    {
        List<string> done = [];
        var files = new FaultyFiles
        {
            Fault = (operation, _) =>
            {
                done.Add(operation);
                return null;
            },
        };

        AtomicFile.Write(files, Path.Combine(_folder, "alice.json"), "new"u8);

        Assert.Equal(["Write", "FlushToDisk", "Rename", "FlushFolder"], done.Where(operation => operation is not ("Open" or "Stat")));
    }

    [Fact]
    public async Task Write_ReaderDuringManyRenames_NeverSeesTornOrMissing()
    {
        int rounds = TestScale.Of(200, 2_000, 10_000);
        string path = Path.Combine(_folder, "alice.json");
        byte[][] contents = [Encoding.UTF8.GetBytes(new string('a', 20_000)), Encoding.UTF8.GetBytes(new string('b', 30_000))];
        var files = new FaultyFiles();
        AtomicFile.Write(files, path, contents[0]);
        using var stop = new CancellationTokenSource();
        Task<int> reading = Task.Run(() => ReadUntil(path, contents, stop.Token), TestContext.Current.CancellationToken);

        for (int i = 0; i < rounds; i++)
        {
            AtomicFile.Write(files, path, contents[i % 2]);
        }

        await stop.CancelAsync();
        Assert.True(await reading > 0);
    }

    [Theory]
    [InlineData(".alice_0123456789abcdef0123456789abcdef.tmp", true)]
    [InlineData(".alice_2_0123456789abcdef0123456789abcdef.tmp", false)]
    [InlineData(".alice_0123456789abcdef0123456789abcdeX.tmp", false)]
    [InlineData("alice.json", false)]
    public void IsTempOf_OnlyOwnTemps(string name, bool expected) =>
        Assert.Equal(expected, AtomicFile.IsTempOf("alice", name));

    private static int ReadUntil(string path, byte[][] contents, CancellationToken stop)
    {
        int reads = 0;
        var files = new FileOperations();
        while (!stop.IsCancellationRequested || reads == 0)
        {
            byte[] seen = files.ReadAll(path);
            Assert.Contains(contents, content => content.AsSpan().SequenceEqual(seen));
            reads++;
        }

        return reads;
    }
}
