using System.Text;
using ProteomicsAnnotator.Core.Export;
using ProteomicsAnnotator.Core.Releases;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Storage;
using ProteomicsAnnotator.Core.Tests.Labels;
using ProteomicsAnnotator.Core.Tests.Storage;

namespace ProteomicsAnnotator.Core.Tests.Releases;

/// <summary>A release is there whole or not at all, and its name is used once.</summary>
public sealed class ReleaseDraftTests : IDisposable
{
    private const string Journal = "history/users/bob/20240102T000000Z-ws-7-0123456789ab.jsonl";
    private const string Header = """{"format":1,"program":"1.0.0","host":"ws-7","account":"bob","data_root":"/d","classes":["Class 1"]}""";
    private const string First = """{"seq":1,"clock":1,"at":"2024-01-02T12:00:00+00:00","block":"block_0001","label":2,"was":null}""";
    private readonly LabelRig _rig = new();
    private readonly FaultyFiles _files = new();

    public ReleaseDraftTests()
    {
        _rig.WriteShare(".annotator-root", "00112233445566778899aabbccddeeff");
        _rig.WriteShare(Journal, $"{Header}\n{First}\n");
        _rig.WriteShare("campaign/settings.json", "{}");
    }

    private SharedRoot Root => new(_rig.Settings(files: _files));

    private string Releases => Path.Combine(_rig.Annotations, "admin", "releases");

    public void Dispose() => _rig.Dispose();

    [Fact]
    public void Copy_HasEveryJournalUpToItsLastWholeLine_AndNeitherReleasesNorTempFiles()
    {
        _rig.WriteShare("admin/final_labels.json", "{}");
        _rig.WriteShare("admin/plan/v1.json", "plan");
        _rig.WriteShare("admin/releases/old/manifest.json", "{}");
        _rig.WriteShare("users/.alice_00112233445566778899aabbccddeeff.tmp", "half");
        _rig.WriteShare("preferences/bob.json", "{}");
        File.AppendAllText(In(Journal), """{"seq":2,"clock":2,"at":"2024-01-02T12:0""");
        _rig.WriteShare("history/users/bob/20240103T000000Z-ws-7-0123456789ab.jsonl", "{\"format\"");

        using ReleaseDraft draft = Begin("r1");
        IReadOnlyList<FileDigest> copied = draft.CopyShare();

        Assert.Equal(
            [
                "share/admin/final_labels.json", "share/admin/plan/v1.json", "share/campaign/settings.json",
                "share/history/users/bob/20240102T000000Z-ws-7-0123456789ab.jsonl", "share/history/users/bob/20240103T000000Z-ws-7-0123456789ab.jsonl",
            ],
            copied.Select(file => file.Path));
        Assert.Equal($"{Header}\n{First}\n", File.ReadAllText(Path.Combine(draft.ShareFolder, Journal)));
        Assert.Equal((0, Header.Length + First.Length + 2), (copied[4].Bytes, copied[3].Bytes));
        Assert.Equal(Sha256.Of(Path.Combine(draft.ShareFolder, Journal)), copied[3].Sha256);
    }

    [Fact]
    public void Publish_GivesTheNameOnce_InAnyCase_AlsoWhenTheFolderIsGone()
    {
        string hash = Publish("Final-1");

        Assert.Equal(["Final-1"], Directory.GetFileSystemEntries(Releases).Select(Path.GetFileName));
        Assert.Equal(hash, Sha256.Of(Path.Combine(Releases, "Final-1", "manifest.json")));
        Assert.Contains("there is a release Final-1 already", TakenWords("final-1"), StringComparison.Ordinal);

        Directory.Delete(Path.Combine(Releases, "Final-1"), recursive: true);

        Assert.Contains("its folder is gone", TakenWords("FINAL-1"), StringComparison.Ordinal);
        ListedRelease gone = Assert.Single(new ReleaseShelf(Root).List().Releases);
        Assert.Equal((hash, "ann"), (gone.Decision?.ManifestSha256, gone.Decision?.By));
        Assert.Contains("its folder is gone", gone.Fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Draft_ThatWasCutOff_KeepsItsName_IsNamed_AndNoReleaseBeforeItIsRemoved()
    {
        string left = Path.Combine(Releases, ".r1_00112233445566778899aabbccddeeff.tmp");
        Directory.CreateDirectory(left);

        Assert.Contains(left, TakenWords("R1"), StringComparison.Ordinal);
        ReleaseList list = new ReleaseShelf(Root).List();
        Assert.Empty(list.Releases);
        Assert.Equal([left], list.Leftovers);
        Assert.Null(new ReleaseShelf(Root).WhyTaken("r2"));

        Directory.Delete(left);
        Assert.Equal(64, Publish("r1").Length);
    }

    /// <summary>Disk full, no permission, a rename that fails: whichever step it is, nothing is left.</summary>
    [Theory]
    [InlineData("Open", ".tmp/share/history")]
    [InlineData("FlushToDisk", ".tmp/manifest.json")]
    [InlineData("FlushFolder", "releases")]
    [InlineData("RenameFolder", "releases/r1")]
    [InlineData("Open", "history/admin/")]
    [InlineData("FlushToDisk", "history/admin/")]
    public void Publish_WhereAStepFails_LeavesNoReleaseAndNoTempFolder(string step, string where)
    {
        _files.Fault = (operation, path) => operation == step && path.Contains(where, StringComparison.Ordinal) ? FaultyFiles.Errno(28) : null;

        StorageException error = Assert.Throws<StorageException>(() => Publish("r1"));

        Assert.Contains(_rig.Annotations, error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(Releases));
        _files.Fault = null;
        Assert.Equal(64, Publish("r2").Length);
    }

    [Fact]
    public void Files_OfARelease_AreReadOnly_WhereTheFileSystemHasIt()
    {
        Publish("r1");

        Assert.All(
            Directory.GetFiles(Path.Combine(Releases, "r1"), "*", SearchOption.AllDirectories),
            file => Assert.True(File.GetAttributes(file).HasFlag(FileAttributes.ReadOnly), file));
    }

    [Fact]
    public void Check_OfARelease_NamesEveryDifference()
    {
        Publish("r1");
        string folder = Path.Combine(Releases, "r1");
        Assert.Empty(ReleaseCheck.Run(Root, folder).Differences);
        string copied = Path.Combine(folder, "share", Journal);

        File.Delete(Path.Combine(folder, "share", "campaign", "settings.json"));
        File.WriteAllBytes(Path.Combine(folder, "added.txt"), "x"u8.ToArray());
        File.Delete(copied);
        File.WriteAllBytes(copied, Encoding.UTF8.GetBytes($"{Header}\n{First.Replace("\"label\":2", "\"label\":3", StringComparison.Ordinal)}\n"));
        File.Delete(Path.Combine(folder, "table.csv"));
        File.WriteAllBytes(Path.Combine(folder, "table.csv"), "other length"u8.ToArray());

        Assert.Equal(
            [
                "added.txt: added, the manifest does not name it",
                "share/campaign/settings.json: missing",
                $"share/{Journal}: another content (found SHA-256 {Sha256.Of(copied)}, expected {Sha256.Of(In(Journal))})",
                "table.csv: another length (found 12 bytes, expected 5)",
            ],
            ReleaseCheck.Run(Root, folder).Differences);
    }

    [Fact]
    public void Check_OfAnAlteredManifest_KnowsItFromTheAdminsJournals()
    {
        string hash = Publish("r1");
        string folder = Path.Combine(Releases, "r1");
        string path = Path.Combine(folder, "manifest.json");
        string altered = File.ReadAllText(path).Replace("\"by\": \"ann\"", "\"by\": \"bob\"", StringComparison.Ordinal);
        File.Delete(path);
        File.WriteAllBytes(path, Encoding.UTF8.GetBytes(altered));

        string difference = Assert.Single(ReleaseCheck.Run(Root, folder).Differences);

        Assert.StartsWith($"manifest.json: altered (found SHA-256 {Sha256.Of(path)}, expected {hash}, decided ", difference, StringComparison.Ordinal);
        Directory.Delete(Path.Combine(_rig.Annotations, "history", "admin"), recursive: true);
        Assert.Contains("no decision in history/admin names the release r1", Assert.Single(ReleaseCheck.Run(Root, folder).Differences), StringComparison.Ordinal);
        File.Delete(path);
        Assert.Contains(path, Assert.Single(ReleaseCheck.Run(Root, folder).Differences), StringComparison.Ordinal);
    }

    private string Publish(string name)
    {
        using ReleaseDraft draft = Begin(name);
        FileDigest[] files = [.. draft.CopyShare(), draft.Add(new ExportedFile("table.csv", Encoding.UTF8.GetBytes("a\r\n1\n"), 1))];
        return draft.Publish(new FileManifest(FileManifest.ReleaseKind, draft.StartedAt, files) { Name = name, By = "ann" }).ManifestSha256;
    }

    private ReleaseDraft Begin(string name)
    {
        (ReleaseDraft? draft, string? taken) = ReleaseDraft.Begin(Root, name);
        Assert.Null(taken);
        return draft!;
    }

    private string TakenWords(string name)
    {
        (ReleaseDraft? draft, string? taken) = ReleaseDraft.Begin(Root, name);
        Assert.Null(draft);
        return taken!;
    }

    private string In(string path) => Path.Combine(_rig.Annotations, path);
}
