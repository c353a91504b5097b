using System.Diagnostics;
using System.Runtime.Versioning;
using ProteomicsAnnotator.Core.Campaign;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Storage;
using ProteomicsAnnotator.Core.Tests.Labels;

namespace ProteomicsAnnotator.Core.Tests.Share;

/// <summary>Who may read the annotators' journals, by real modes and access lists. The tests may run as root, which may read all.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class EvidenceAccessTests : IDisposable
{
    private const string Annotators = "50001";
    private const string Admins = "50002";
    private readonly LabelRig _rig = new();
    private readonly SharedRoot _root;

    public EvidenceAccessTests()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Only root gives folders to other groups, and only Linux says who may read them.");
        _root = new SharedRoot(_rig.Settings() with { Classes = LabelClasses.Default with { RecordsEvidence = true } });
        foreach (string folder in new[] { "users", "admin", "history/admin", "history/users/alice", "history/users/bob" })
        {
            Directory.CreateDirectory(Path.Combine(_rig.Annotations, folder));
        }

        _root.Verify();
        Shell("chmod 755 . share share/annotations share/annotations/history");
        Shell($"cd share/annotations && chgrp -R {Annotators} users history/users && chgrp -R {Admins} admin history/admin && chmod 770 users history/users admin history/admin && chmod 700 history/users/*");
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string? Reason => EvidenceAccess.WhyNot(_root);

    public void Dispose() => _rig.Dispose();

    [Fact]
    public void Folders_ThatOnlyTheirOwnersEnter_AreClosed()
    {
        Assert.Null(Reason);
        Assert.Null(EvidenceAccess.WhyNot(_root, "alice"));
        Assert.Contains("no folder", EvidenceAccess.WhyNot(_root, "carol"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("chmod 750 bob", "bob is open to group 50001")]
    [InlineData("chmod 710 bob", "bob is open to group 50001")]
    [InlineData("chgrp 50002 bob && chmod 750 bob", null)]
    [InlineData("chgrp 50003 bob && chmod 770 bob", "bob is open to group 50003")]
    [InlineData("chmod 755 bob alice", "alice is open to group 50001")]
    [InlineData("chmod 705 bob", null)]
    [InlineData("chmod 705 bob && chmod 775 .", "bob is open to every account")]
    public void Folder_ByItsMode_IsOpenToWhomTheModeSays(string command, string? expected) => Judge(command, expected);

    [Theory]
    [InlineData("setfacl -m g:50002:rwx bob", null)]
    [InlineData("setfacl -m g:50001:r-x bob", "bob is open to group 50001")]
    [InlineData("setfacl -m g:50001:r-x,m::--- bob", null)]
    [InlineData("setfacl -m g:50002:rwx,u:50012:rwx bob", null)]
    public void Folder_ByItsAccessList_IsOpenToWhomTheListSays(string command, string? expected)
    {
        Assert.SkipWhen(Run("command -v setfacl && setfacl -m g:50002:rwx share/annotations/history/users/alice && setfacl -b share/annotations/history/users/alice") != 0, "No setfacl, or no access lists here.");
        Judge(command, expected);
    }

    [Fact]
    public void Folder_OfAdminsThatAnnotatorsReadToo_MakesNobodyAnAdmin()
    {
        Shell($"cd share/annotations && chgrp {Annotators} admin && chmod 750 admin history/users/bob");

        Assert.Contains("bob is open to group 50001", Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Folders_BehindOneThatOneAccountEnters_AreClosed()
    {
        Shell("chmod 777 share/annotations/history/users/* && chmod 700 .");

        Assert.Null(Reason);
    }

    [Theory]
    [InlineData("cifs")]
    [InlineData("nfs4")]
    [InlineData(null)]
    public void Folders_WhoseRightsCannotBeSeen_CountAsOpen(string? type)
    {
        var root = new SharedRoot(_rig.Settings(files: new Mounted(type)));

        Assert.Contains("cannot be seen", EvidenceAccess.WhyNot(root), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_SaysWhetherEvidenceIsRecorded_AndIsSafeEitherWay()
    {
        ShareCheckRow closed = await RowAsync();
        Shell("chmod 755 share/annotations/history/users/bob");
        ShareCheckRow open = await RowAsync();

        Assert.Equal((true, "recorded"), (closed.IsSafe, closed.Result));
        Assert.Equal((true, "not recorded"), (open.IsSafe, open.Result));
        Assert.Contains(Path.Combine("users", "bob") + " is open to", open.Detail, StringComparison.Ordinal);
    }

    private async Task<ShareCheckRow> RowAsync() => Assert.Single(await ShareCheck.RunAsync(_root, Ct), row => row.Check == "evidence");

    private void Judge(string command, string? expected)
    {
        Shell("cd share/annotations/history/users && " + command);
        if (expected is null)
        {
            Assert.Null(Reason);
        }
        else
        {
            Assert.Contains(expected, Reason, StringComparison.Ordinal);
        }
    }

    private void Shell(string command) => Assert.Equal(0, Run(command));

    private int Run(string command)
    {
        using Process shell = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", command]) { WorkingDirectory = _rig.Folder, UseShellExecute = false })!;
        shell.WaitForExit();
        return shell.ExitCode;
    }

    private sealed class Mounted(string? type) : FileOperations
    {
        public override string? FileSystemOf(string folder) => type;
    }
}
