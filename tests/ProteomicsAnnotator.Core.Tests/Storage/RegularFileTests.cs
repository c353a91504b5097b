using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using Microsoft.Win32.SafeHandles;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Tests.Storage;

public sealed class RegularFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("regular-").FullName;
    private readonly FileOperations _files = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("fifo", "a named pipe")]
    [InlineData("link to a fifo", "a named pipe")]
    [InlineData("device", "a device")]
    [InlineData("socket", "a socket")]
    [InlineData("folder", "a folder")]
    public void Read_NoRegularFile_IsRefusedInWordsAtOnce(string kind, string words)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such files in folders");
        string path = Make(kind);

        StorageException fault = Assert.Throws<StorageException>(() => _files.ReadAll(path));

        Assert.Contains(words, fault.Message, StringComparison.Ordinal);
        Assert.StartsWith(path, fault.Message, StringComparison.Ordinal);
        Assert.True(fault.IsLasting);
        Assert.Contains(words, Assert.Throws<StorageException>(() => RegularFile.ReadAll(path)).Message, StringComparison.Ordinal);
        JsonRead<string> read = JsonFile.Read(_files, path, Encoding.UTF8.GetString);
        Assert.Equal(ReadOutcome.Unreadable, read.Outcome);
    }

    [Theory]
    [InlineData((4L * 1024 * 1024 * 1024) + 50)]
    [InlineData(10L * 1024 * 1024 * 1024)]
    [InlineData((256L * 1024 * 1024) + 1)]
    public void Read_LargerThanTheLimit_NamesFileSizeAndLimit(long length)
    {
        string path = Sparse(length);

        StorageException fault = Assert.Throws<StorageException>(() => _files.ReadAll(path));

        Assert.Contains(path, fault.Message, StringComparison.Ordinal);
        Assert.Contains($"{length} bytes", fault.Message, StringComparison.Ordinal);
        Assert.Contains("268435456", fault.Message, StringComparison.Ordinal);
        Assert.Throws<StorageException>(() => _files.ReadFrom(path, length - 10));
        Assert.Equal(ReadOutcome.Unreadable, JsonFile.Read(_files, path, Encoding.UTF8.GetString).Outcome);
    }

    [Fact]
    public void Read_ExactlyTheLimit_IsRead()
    {
        string path = Sparse(1000);

        Assert.Equal(1000, _files.ReadAll(path, 1000).Length);
        Assert.Throws<StorageException>(() => _files.ReadAll(path, 999));
        Assert.Equal(1000, RegularFile.ReadAll(path, 1000).Length);
        Assert.Throws<StorageException>(() => RegularFile.ReadAll(path, 999));
    }

    [Fact]
    public void Open_MissingOrHidden_IsWhatTheSystemSays()
    {
        Assert.Throws<FileNotFoundException>(() => RegularFile.OpenRead(Path.Combine(_folder, "nothing")));
        Assert.True(StorageFault.IsMissing(Record.Exception(() => RegularFile.OpenRead(Path.Combine(_folder, "no", "folder")))!));
        string path = Path.Combine(_folder, "file");
        File.WriteAllBytes(path, [1]);
        Assert.True(StorageFault.IsMissing(Record.Exception(() => RegularFile.OpenRead(Path.Combine(path, "below a file")))!));
    }

    [Fact]
    public void Open_ReplacedAndDeletedWhileOpen_KeepsWhatWasOpened()
    {
        string path = Path.Combine(_folder, "ä file");
        File.WriteAllBytes(path, [1, 2, 3]);
        using SafeFileHandle file = RegularFile.OpenRead(path);
        AtomicFile.Write(_files, path, [9]);
        File.Delete(path);

        var bytes = new byte[8];
        Assert.Equal(3, RandomAccess.Read(file, bytes, 0));
        Assert.Equal([1, 2, 3], bytes[..3]);
    }

    private string Sparse(long length)
    {
        string path = Path.Combine(_folder, "large");
        using FileStream file = File.Create(path);
        file.SetLength(length);
        return path;
    }

    private string Make(string kind)
    {
        string path = Path.Combine(_folder, kind);
        switch (kind)
        {
            case "fifo":
                MakeFifo(path);
                return path;
            case "link to a fifo":
                MakeFifo(path + " itself");
                File.CreateSymbolicLink(path, path + " itself");
                return path;
            case "device":
                return "/dev/zero";
            case "socket":
                using (var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
                {
                    socket.Bind(new UnixDomainSocketEndPoint(path));
                    return Keep(path);
                }

            default:
                Directory.CreateDirectory(path);
                return path;
        }
    }

    // The socket's file goes with the socket: another name of it stays.
    private static string Keep(string path)
    {
        using Process made = Process.Start("ln", [path, path + "-kept"]);
        made.WaitForExit();
        return path + "-kept";
    }

    internal static void MakeFifo(string path)
    {
        using Process made = Process.Start("mkfifo", [path]);
        made.WaitForExit();
        Assert.Equal(0, made.ExitCode);
    }
}
