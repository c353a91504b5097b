using System.Runtime.Versioning;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Storage;
using ProteomicsAnnotator.Core.Tests.Labels;

namespace ProteomicsAnnotator.Core.Tests.Share;

/// <summary>Known answers are written only while annotators cannot read the folder, by real modes.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class AdminAccessTests : IDisposable
{
    private readonly LabelRig _rig = new();

    public AdminAccessTests()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux says who may read a folder.");
        Directory.CreateDirectory(Path.Combine(_rig.Annotations, "users"));
        File.SetUnixFileMode(_rig.Annotations, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
    }

    public void Dispose() => _rig.Dispose();

    [Theory]
    [InlineData("700", "775", null)]
    [InlineData("755", "775", "every account")]
    [InlineData("751", "775", "every account")]
    [InlineData("770", "770", "which annotators are in")]
    [InlineData("770", "700", null)]
    public void Folder_ByItsMode(string admin, string users, string? expected)
    {
        string folder = Directory.CreateDirectory(Path.Combine(_rig.Annotations, "admin")).FullName;
        File.SetUnixFileMode(folder, (UnixFileMode)Convert.ToInt32(admin, 8));
        File.SetUnixFileMode(Path.Combine(_rig.Annotations, "users"), (UnixFileMode)Convert.ToInt32(users, 8));

        string? reason = AdminAccess.WhyOpen(new SharedRoot(_rig.Settings()));

        if (expected is null)
        {
            Assert.Null(reason);
        }
        else
        {
            Assert.Contains(expected, reason, StringComparison.Ordinal);
            Assert.Contains("Permissions", reason, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void OpenFolder_BeforeAnybodyHasLabels_IsNamed()
    {
        Directory.Delete(Path.Combine(_rig.Annotations, "users"));
        File.SetUnixFileMode(Directory.CreateDirectory(Path.Combine(_rig.Annotations, "admin")).FullName, (UnixFileMode)Convert.ToInt32("755", 8));

        Assert.Contains("open to every account", AdminAccess.WhyOpen(new SharedRoot(_rig.Settings())), StringComparison.Ordinal);
    }

    [Fact]
    public void FolderThatIsNotThere_IsNotClosed() =>
        Assert.Contains("is not there yet", AdminAccess.WhyOpen(new SharedRoot(_rig.Settings())), StringComparison.Ordinal);

    [Fact]
    public void WhereModesSayNothing_AnAdminConfirmsItOnce()
    {
        Directory.CreateDirectory(Path.Combine(_rig.Annotations, "admin"));
        var root = new SharedRoot(_rig.Settings() with { Files = new Mounted() });
        Assert.Contains("cannot be seen on a file system of type smb3", AdminAccess.WhyOpen(root), StringComparison.Ordinal);

        AdminAccess.Confirm(root, "lead");

        Assert.Null(AdminAccess.WhyOpen(new SharedRoot(_rig.Settings() with { Files = new Mounted() })));
    }

    private sealed class Mounted : FileOperations
    {
        public override string? FileSystemOf(string folder) => "smb3";
    }
}
