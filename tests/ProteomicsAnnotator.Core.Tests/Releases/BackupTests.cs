using System.IO.Compression;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Releases;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Snapshots;
using ProteomicsAnnotator.Core.Storage;
using ProteomicsAnnotator.Core.Tests.Labels;
using ProteomicsAnnotator.Core.Tests.Storage;

namespace ProteomicsAnnotator.Core.Tests.Releases;

public sealed class BackupTests : IDisposable
{
    private readonly LabelRig _rig = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string Archive => Path.Combine(_rig.Folder, "backup.zip");

    public void Dispose() => _rig.Dispose();

    [Fact]
    public void LinkThatLeadsOut_IsRefusedByName_AndTheFileIsThisAccountsAlone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a right there.");
        string elsewhere = Directory.CreateDirectory(Path.Combine(_rig.Folder, "home")).FullName;
        File.WriteAllBytes(Path.Combine(elsewhere, "secret"), "x"u8);
        _rig.WriteShare("users/alice.json", "{}");
        Backup.Write(new SharedRoot(_rig.Settings()), Archive);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Archive));
        }

        File.Delete(Archive);

        foreach (string link in new[] { "preferences", "campaign/x", "users/bob.json" })
        {
            string path = Path.Combine(_rig.Annotations, link);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            _ = Directory.CreateSymbolicLink(path, link.EndsWith("json", StringComparison.Ordinal) ? Path.Combine(elsewhere, "secret") : elsewhere);

            StorageException refused = Assert.Throws<StorageException>(() => Backup.Write(new SharedRoot(_rig.Settings()), Archive));

            Assert.Contains(path, refused.Message, StringComparison.Ordinal);
            Assert.Contains("leads out", refused.Message, StringComparison.Ordinal);
            Assert.Empty(Directory.GetFiles(_rig.Folder, "*backup*"));
            File.Delete(path);
        }
    }

    [Fact]
    public void ArchiveOfARelease_IsNoBackup()
    {
        _rig.WriteShare("users/alice.json", "{}");
        Backup.Write(new SharedRoot(_rig.Settings()), Archive);
        using (ZipArchive archive = ZipFile.Open(Archive, ZipArchiveMode.Update))
        {
            ZipArchiveEntry manifest = archive.GetEntry("manifest.json")!;
            using var reader = new StreamReader(manifest.Open());
            string text = reader.ReadToEnd().Replace("\"backup\"", "\"release\"", StringComparison.Ordinal);
            reader.Dispose();
            manifest.Delete();
            using Stream again = archive.CreateEntry("manifest.json").Open();
            again.Write(System.Text.Encoding.UTF8.GetBytes(text));
        }

        Assert.Contains("not a backup", Assert.Single(Backup.Check(Archive).Differences), StringComparison.Ordinal);
    }

    /// <summary>Restored with another program, at another place: every label that was acknowledged before the backup began is there.</summary>
    [Fact]
    public async Task Restored_ToANewRoot_WhilePeopleWork_HasEveryLabelOfItsMoment()
    {
        Dictionary<BlockId, int> acknowledged = [];
        await using (LabelShare share = await _rig.OpenAsync())
        {
            UserLabels alice = await share.OpenUserAsync("alice", Ct);
            UserLabels bob = await share.OpenUserAsync("bob", Ct);
            await LabelRig.SetAsync(bob, ("block_0001", 3), ("block_0002", 1));
            await (await share.OpenFinalLabelsAsync("ann", Ct)).SetAsync([LabelRig.Key("block_0002")], 2, Ct);
            for (int i = 1; i <= 40; i++)
            {
                await LabelRig.SetAsync(alice, ($"block_{i:0000}", (i % 3) + 1));
                acknowledged[BlockId.Parse($"block_{i:0000}")] = (i % 3) + 1;
            }

            using var ending = new CancellationTokenSource();
            Task working = Task.Run(async () =>
            {
                for (int i = 1000; !ending.IsCancellationRequested; i++)
                {
                    await LabelRig.SetAsync(alice, ($"block_{i:0000}", 1));
                }
            }, Ct);
            Backup.Write(new SharedRoot(_rig.Settings("ws-9")), Archive);
            await ending.CancelAsync();
            await working;
        }

        Assert.Empty(Backup.Check(Archive).Differences);
        string restored = Path.Combine(_rig.Folder, "restored");
        Unpack(Archive, restored);
        LabelShareSettings there = _rig.Settings("ws-5") with { AnnotationsRoot = Path.Combine(restored, "annotations") };
        ShareSnapshot labels = await ShareSnapshot.ReadAsync(new SharedRoot(there), Ct);

        Assert.Empty(labels.Votes.NotCounted);
        Assert.Empty(labels.Votes.Unreadable);
        Assert.Equal(["alice", "bob"], labels.Votes.Users.Select(user => user.Username));
        Assert.All(acknowledged, label => Assert.Equal(label.Value, labels.Votes.Users[0].Votes[label.Key].Label));
        Assert.Equal(3, labels.Votes.Users[1].Votes[BlockId.Parse("block_0001")].Label);
        Assert.Equal(2, labels.FinalLabels.Find(LabelRig.Key("block_0002"))?.Label);
        Assert.Equal(await File.ReadAllTextAsync(Path.Combine(_rig.Annotations, ".annotator-root"), Ct), await File.ReadAllTextAsync(Path.Combine(restored, "annotations", ".annotator-root"), Ct));
    }

    [Fact]
    public void Write_TakesEveryFolderOfTheRoot_ButNoTempFile()
    {
        _rig.WriteShare(".annotator-root", "00112233445566778899aabbccddeeff\n");
        _rig.WriteShare("users/alice.json", "{}");
        _rig.WriteShare("browsed/alice.json", "{}");
        _rig.WriteShare("preferences/.campaign.json", "{}");
        _rig.WriteShare("campaign/a/b.json", "{}");
        _rig.WriteShare("admin/releases/r1/manifest.json", "{}");
        _rig.WriteShare("users/.alice_00112233445566778899aabbccddeeff.tmp", "half");
        _rig.WriteShare(".check_0011", "");

        FileManifest manifest = Backup.Write(new SharedRoot(_rig.Settings()), Archive);

        string[] expected =
        [
            "annotations/.annotator-root", "annotations/admin/releases/r1/manifest.json", "annotations/browsed/alice.json",
            "annotations/campaign/a/b.json", "annotations/preferences/.campaign.json", "annotations/users/alice.json",
        ];
        Assert.Equal(expected, manifest.Files.Select(file => file.Path));
        using ZipArchive archive = ZipFile.OpenRead(Archive);
        Assert.Equal(expected.Append("manifest.json"), archive.Entries.Select(entry => entry.FullName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Check_OfAnAlteredArchive_NamesEveryDifference()
    {
        _rig.WriteShare("users/alice.json", "{\"a\":1}");
        _rig.WriteShare("users/bob.json", "{}");
        _rig.WriteShare("users/carol.json", "{}");
        Backup.Write(new SharedRoot(_rig.Settings()), Archive);
        using (ZipArchive archive = ZipFile.Open(Archive, ZipArchiveMode.Update))
        {
            archive.GetEntry("annotations/users/bob.json")!.Delete();
            Replace(archive, "annotations/users/alice.json", "{\"a\":2}");
            Replace(archive, "annotations/users/carol.json", "{ }");
            Replace(archive, "annotations/users/dave.json", "{}");
        }

        Assert.Equal(
            [
                "annotations/users/alice.json: another content",
                "annotations/users/bob.json: missing",
                "annotations/users/carol.json: another length (found 3 bytes, expected 2)",
                "annotations/users/dave.json: added, the manifest does not name it",
            ],
            Backup.Check(Archive).Differences.Select(text => text.Split(" (found SHA")[0]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(200)]
    public void Check_OfATornArchive_SaysThatItIsNone(int length)
    {
        _rig.WriteShare("users/alice.json", new string('x', 10_000));
        Backup.Write(new SharedRoot(_rig.Settings()), Archive);
        using (FileStream file = File.OpenWrite(Archive))
        {
            file.SetLength(length);
        }

        ManifestReport report = Backup.Check(Archive);

        Assert.Null(report.Manifest);
        Assert.StartsWith($"{Archive}: it cannot be read as a backup: ", Assert.Single(report.Differences), StringComparison.Ordinal);
    }

    [Fact]
    public void Write_WhereAFileCannotBeRead_OrTheDiskIsFull_NamesItAndLeavesNothing()
    {
        _rig.WriteShare("users/alice.json", "{}");
        _rig.WriteShare("users/bob.json", "{}");
        var unreadable = new FaultyFiles { Fault = (operation, path) => operation == "Read" && path.EndsWith("bob.json", StringComparison.Ordinal) ? FaultyFiles.Errno(5) : null };
        var full = new FaultyFiles { Fault = (operation, path) => operation == "FlushToDisk" && path.EndsWith(".tmp", StringComparison.Ordinal) ? FaultyFiles.Errno(28) : null };

        StorageException reading = Assert.Throws<StorageException>(() => Backup.Write(new SharedRoot(_rig.Settings(files: unreadable)), Archive));
        StorageException writing = Assert.Throws<StorageException>(() => Backup.Write(new SharedRoot(_rig.Settings(files: full)), Archive));

        Assert.Contains("bob.json", reading.Message, StringComparison.Ordinal);
        Assert.StartsWith(Archive, writing.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_rig.Folder));
    }

    private static void Replace(ZipArchive archive, string name, string text)
    {
        archive.GetEntry(name)?.Delete();
        using var writer = new StreamWriter(archive.CreateEntry(name).Open());
        writer.Write(text);
    }

    private static void Unpack(string archive, string folder)
    {
        using System.Diagnostics.Process python = System.Diagnostics.Process.Start("python3", ["-m", "zipfile", "-e", archive, folder]);
        python.WaitForExit();
        Assert.Equal(0, python.ExitCode);
    }
}
