using System.Diagnostics;
using ProteomicsAnnotator.Core.Volumes;
using ProteomicsAnnotator.Core.Volumes.Tiff;

namespace ProteomicsAnnotator.Core.Tests.Volumes.Tiff;

/// <summary>A file of the same size with another modification time is another file, at whatever moment it comes.</summary>
public sealed class ChangedFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("changed-").FullName;
    private readonly string _path;

    public ChangedFileTests()
    {
        _path = new DescribedTiff { Pages = 3 }.WriteTo(Path.Combine(_folder, "a.tif"));
    }

    public static TheoryData<string> Changes => ["written in place", "replaced by a rename", "touched", "behind a link"];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Changes))]
    public void Read_ChangedSinceItsHeadersWereRead_SaysSo(string change)
    {
        string path = PathFor(change);
        var reader = TiffReader.Open(path);
        Change(change);
        Assert.Throws<FileChangedException>(() => reader.Read(0, TestContext.Current.CancellationToken));
        Assert.Throws<FileChangedException>(() => reader.ReadPlane(0, 1, TestContext.Current.CancellationToken));
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public void Input_ChangedBetweenOpeningAndEnd_SaysSo(string change)
    {
        using TiffInput input = TiffInput.Open(PathFor(change));
        input.ThrowIfChanged();
        Change(change);
        Assert.Throws<FileChangedException>(input.ThrowIfChanged);
    }

    [Theory]
    [InlineData("1960-05-04 03:02:01.123456789 UTC")]
    [InlineData("1970-01-01 00:00:00 UTC")]
    [InlineData("2300-05-04 03:02:01.123456789 UTC")]
    public void Read_TimeFarFromNow_IsTheSameFileByPathAndOpened(string time)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "touch -d is GNU's");
        using (Process touch = Process.Start("touch", ["-d", time, _path]))
        {
            touch.WaitForExit();
            Assert.Equal(0, touch.ExitCode);
        }

        using Volume volume = TiffReader.Open(_path).Read(0, TestContext.Current.CancellationToken);

        Assert.Equal(3, volume.Shape.Depth);
    }

    [Fact]
    public void Input_ShorterThanWhenOpened_IsNeverReadShort()
    {
        using TiffInput input = TiffInput.Open(_path);
        File.WriteAllBytes(_path, [1, 2, 3]);
        Assert.Throws<FileChangedException>(() => input.Read(new byte[10], 0));
    }

    private string PathFor(string change)
    {
        if (change != "behind a link")
        {
            return _path;
        }

        string link = Path.Combine(_folder, "link.tif");
        File.CreateSymbolicLink(link, "a.tif");
        return link;
    }

    private void Change(string change)
    {
        DateTime later = File.GetLastWriteTimeUtc(_path).AddSeconds(3);
        if (change == "replaced by a rename")
        {
            File.Copy(_path, _path + ".new");
            File.SetLastWriteTimeUtc(_path + ".new", later);
            File.Move(_path + ".new", _path, overwrite: true);
            return;
        }

        if (change == "written in place")
        {
            using FileStream file = File.OpenWrite(_path);
            file.WriteByte((byte)'I');
        }

        File.SetLastWriteTimeUtc(_path, later);
    }
}
