using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Tests.Storage;

public sealed class MountTableTests
{
    private static readonly string[] Lines =
    [
        "22 1 8:2 / / rw,relatime shared:1 - ext4 /dev/sda2 rw,errors=remount-ro",
        "36 22 0:31 / /mnt/labels\\040of\\040us rw,nosuid - fuse.glusterfs server:/vol rw,user_id=0",
        "41 22 0:44 /export /mnt/a - b rw,relatime shared:7 master:2 - nfs4 server:/export rw,vers=4.2",
        "broken line",
    ];

    [Theory]
    [InlineData(8, 2, "ext4")]
    [InlineData(0, 31, "fuse.glusterfs")]
    [InlineData(0, 3, null)]
    public void TypeOf_IsThatOfTheMountOnTheDevice(uint major, uint minor, string? expected) =>
        Assert.Equal(expected, MountTable.TypeOf(Lines, major, minor));

    [Fact]
    public void FileSystemOf_AFolder_IsKnown()
    {
        Assert.False(string.IsNullOrEmpty(new FileOperations().FileSystemOf(Path.GetTempPath())));
        if (OperatingSystem.IsLinux())
        {
            Assert.Equal("proc", new FileOperations().FileSystemOf("/proc"));
        }
    }
}
