using System.Text;
using ProteomicsAnnotator.Core.Export;
using ProteomicsAnnotator.Core.Releases;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Storage;
using ProteomicsAnnotator.Core.Tests.Labels;
using ProteomicsAnnotator.Core.Tests.Storage;

namespace ProteomicsAnnotator.Core.Tests.Releases;

/// <summary>Files are copied while others write them, from shares that fail for a moment.</summary>
public sealed class CopiedFileTests : IDisposable
{
    private const string Journal = "history/users/bob/20240102T000000Z-ws-7-0123456789ab.jsonl";
    private const string Text = "{\"format\":1}\n{\"seq\":1}\n";
    private const int StaleHandle = 116;
    private readonly LabelRig _rig = new();
    private readonly FaultyFiles _files = new();

    public CopiedFileTests()
    {
        _rig.WriteShare(".annotator-root", "00112233445566778899aabbccddeeff");
        _rig.WriteShare(Journal, Text);
        _rig.WriteShare("users/bob.json", "{}");
    }

    public void Dispose() => _rig.Dispose();

    [Fact]
    public void JournalThatGrowsWhileItIsCopied_IsCopiedUpToTheLengthThatWasRead()
    {
        int reads = 0;
        _files.Fault = (operation, path) =>
        {
            if (operation == "Read" && path.EndsWith(Journal, StringComparison.Ordinal) && !path.Contains("releases", StringComparison.Ordinal) && ++reads == 2)
            {
                File.AppendAllText(path, "{\"seq\":2}\n");
            }

            return null;
        };

        using ReleaseDraft draft = Begin();
        IReadOnlyList<FileDigest> copied = draft.CopyShare();

        Assert.Equal(2, reads);
        Assert.Equal(Text, File.ReadAllText(Path.Combine(draft.ShareFolder, Journal)));
        Assert.Equal(Encoding.UTF8.GetByteCount(Text), copied.Single(file => file.Path.EndsWith(Journal, StringComparison.Ordinal)).Bytes);
        Assert.Equal(Sha256.Of(Path.Combine(draft.ShareFolder, Journal)), copied.Single(file => file.Path.EndsWith(Journal, StringComparison.Ordinal)).Sha256);
    }

    [Theory]
    [InlineData("Open", Journal)]
    [InlineData("Read", Journal)]
    [InlineData("Open", "users/bob.json")]
    [InlineData("Read", "users/bob.json")]
    public void SourceThatFailsOnce_IsCopiedAllTheSame(string step, string file)
    {
        int failures = 0;
        _files.Fault = (operation, path) => operation == step && IsSource(path, file) && failures++ == 0 ? FaultyFiles.Errno(StaleHandle) : null;

        using ReleaseDraft draft = Begin();
        _ = draft.CopyShare();

        Assert.True(failures > 1);
        Assert.Equal(File.ReadAllText(Path.Combine(_rig.Annotations, file)), File.ReadAllText(Path.Combine(draft.ShareFolder, file)));
    }

    [Theory]
    [InlineData("Open", "users/bob.json")]
    [InlineData("Read", Journal)]
    public void SourceThatCannotBeRead_IsNamedAsOneThatIsRead_ByReleaseAndBackup(string step, string file)
    {
        _files.Fault = (operation, path) => operation == step && IsSource(path, file) ? FaultyFiles.Errno(13) : null;

        using ReleaseDraft draft = Begin();
        StorageException ofRelease = Assert.Throws<StorageException>(draft.CopyShare);
        StorageException ofBackup = Assert.Throws<StorageException>(() => Backup.Write(new SharedRoot(_rig.Settings(files: _files)), Path.Combine(_rig.Annotations, "..", "backup.zip")));

        Assert.Equal([(Path.Combine(_rig.Annotations, file), "no permission"), (Path.Combine(_rig.Annotations, file), "no permission")], new[] { ofRelease, ofBackup }.Select(error => (error.Path, error.Reason)));
    }

    private static bool IsSource(string path, string file) => path.EndsWith(file, StringComparison.Ordinal) && !path.Contains("releases", StringComparison.Ordinal);

    private ReleaseDraft Begin()
    {
        (ReleaseDraft? draft, string? taken) = ReleaseDraft.Begin(new SharedRoot(_rig.Settings(files: _files)), "r1");
        Assert.Null(taken);
        return draft!;
    }
}
