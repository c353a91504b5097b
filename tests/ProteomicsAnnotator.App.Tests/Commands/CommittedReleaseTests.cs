using System.Runtime.Versioning;
using ProteomicsAnnotator.App.Commands;
using ProteomicsAnnotator.App.Tests.Documentation;

namespace ProteomicsAnnotator.App.Tests.Commands;

/// <summary>
/// The release of tests/vectors, which an earlier version made and a later one added members to: every version verifies it and
/// compares with it.
/// </summary>
[UnsupportedOSPlatform("windows")]
public sealed class CommittedReleaseTests : IAsyncDisposable
{
    private const string Hash = "8631487198608a4cace3894367a771240082ac29fbf2249dc117b187ee51630a";
    private readonly ReleaseRig _rig = new();

    public CommittedReleaseTests()
    {
        Directory.Delete(_rig.In("annotations"), recursive: true);
        string vector = Path.Combine(Pages.Home, "tests", "vectors", "release", "annotations");
        foreach (string file in Directory.GetFiles(vector, "*", SearchOption.AllDirectories))
        {
            string target = Path.Combine(_rig.In("annotations"), Path.GetRelativePath(vector, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public async Task Release_IsVerified_AndListedWithItsCounts()
    {
        (int code, string output, string error) = await _rig.RunAsync("verify", "2024-03");
        (_, string list, _) = await _rig.RunAsync("release", "--list");

        Assert.Equal((ExitCode.Ok, ""), (code, error));
        Assert.Equal(
            [$"2024-03 is as it was made: 16 files, 2026-11-30 05:33 UTC, by ann. SHA-256 of its manifest: {Hash}", "On the share since: 0 labels new, 0 changed, 0 cleared, 0 final labels changed", ""],
            output.Split('\n'));
        Assert.Equal($"2024-03  2026-11-30 05:33 UTC  ann  3 blocks, 3 labels on 2 blocks by 2 annotators, 1 final label  {Hash}\n", list);
    }

    [Fact]
    public async Task Release_IsComparedWithWhatCameLater_AndWithALaterRelease()
    {
        _rig.PutShare("users/carol.json", """{"username":"carol","annotations":{"block_0003":{"label":2,"annotated_at":"2024-01-02T10:31:00+00:00"}}}""");
        await _rig.ReleaseAsync("next");

        (_, string since, _) = await _rig.RunAsync("release", "--diff", "2024-03");
        (_, string between, _) = await _rig.RunAsync("release", "--diff", "2024-03", "next");

        const string Changes = ": 1 label new, 0 changed, 0 cleared, 0 final labels changed\n  block_0003: carol - -> 2\n";
        Assert.Equal("Since 2024-03" + Changes, since);
        Assert.Equal("From 2024-03 to next" + Changes, between);
    }

    [Fact]
    public async Task Release_ThatWasAltered_IsNamed()
    {
        string table = Path.Combine(_rig.Releases, "2024-03", "labels_long.csv");
        await File.AppendAllTextAsync(table, "x", TestContext.Current.CancellationToken);

        (int code, string output, _) = await _rig.RunAsync("verify", "2024-03");

        Assert.Equal(ExitCode.Trouble, code);
        Assert.StartsWith("labels_long.csv: another length (found ", output, StringComparison.Ordinal);
    }
}
