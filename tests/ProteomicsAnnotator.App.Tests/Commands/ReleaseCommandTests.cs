using System.Diagnostics;
using System.Runtime.Versioning;
using ProteomicsAnnotator.App.Commands;
using ProteomicsAnnotator.App.Tests.Hosting;

namespace ProteomicsAnnotator.App.Tests.Commands;

/// <summary><c>release</c> as a process.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class ReleaseCommandTests : IAsyncDisposable
{
    private readonly ReleaseRig _rig = new();

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public async Task Release_HoldsTablesFiguresAndWhatTheyWereComputedFrom_WithTheCountsOfEach()
    {
        (int code, string output, string error) = await _rig.RunAsync("release", "2026-03", "--as", "Ann");

        Assert.Equal((ExitCode.Ok, ""), (code, error));
        Assert.Contains("3 blocks, 3 labels on 2 blocks by 2 annotators, 1 final label", output, StringComparison.Ordinal);
        string folder = Path.Combine(_rig.Releases, "2026-03");
        Assert.Equal(
            [
                "annotations.csv", "blocks.csv", "figures/adjudicator_confusion.csv", "figures/adjudicators.csv", "figures/annotator_classes.csv", "figures/annotators.csv", "figures/classes.csv", "figures/coefficients.csv",
                "figures/confusion.csv", "figures/dawid_skene_rates.csv", "figures/kappa.csv", "figures/random_share.csv", "figures/repeats.csv", "history.csv", "labels_long.csv", "manifest.json",
                "share/admin/final_labels.json", "share/campaign/note.json", $"share/{ReleaseRig.BobsJournal}", "share/users/alice.json", "share/users/bob.json", "statistics.json",
            ],
            Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folder, file)).Order(StringComparer.Ordinal));
        var manifest = _rig.Manifest("2026-03");
        Assert.Equal(("release", "2026-03", "ann"), ((string)manifest["kind"]!, (string)manifest["name"]!, (string)manifest["by"]!));
        Dictionary<string, int?> rows = manifest["files"]!.AsArray().ToDictionary(file => (string)file!["path"]!, file => (int?)file!["count"]);
        Assert.Equal((3, 3, 3, 4), (rows["annotations.csv"], rows["blocks.csv"], rows["labels_long.csv"], rows["history.csv"]));
        Assert.Equal(
            """{"blocks":3,"labels":3,"labelled_blocks":2,"annotators":2,"final_labels":1,"vanished_labels":0,"not_blind_votes":0}""", manifest["counts"]!.ToJsonString());
        string journal = await File.ReadAllTextAsync(Directory.GetFiles(_rig.In("annotations/history/admin")).Single(), TestContext.Current.CancellationToken);
        Assert.Contains($"\"by\":\"ann\",\"release\":{{\"name\":\"2026-03\",\"manifest_sha256\":\"{output.Split("manifest: ")[1].Trim()}\"}}", journal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DryRun_PrintsTheCounts_AndWritesNothing()
    {
        string[] before = Everything();

        (int code, string output, _) = await _rig.RunAsync("release", "r1", "--dry-run");

        Assert.Equal(ExitCode.Ok, code);
        Assert.Contains("3 labels on 2 blocks", output, StringComparison.Ordinal);
        Assert.Contains("Nothing was written", output, StringComparison.Ordinal);
        Assert.Equal(before, Everything());
    }

    [Fact]
    public async Task List_AndDiff_NameReleases_AndWhatChangedBetweenThem()
    {
        Assert.Contains("There is no release.", (await _rig.RunAsync("release", "--list")).Output, StringComparison.Ordinal);
        string first = await _rig.ReleaseAsync("r1", "--as", "ann");
        await File.AppendAllTextAsync(_rig.In("annotations/" + ReleaseRig.BobsJournal), ReleaseRig.Label(2, "block_0001", 1) + ReleaseRig.Label(3, "block_0003", 2), TestContext.Current.CancellationToken);
        _rig.PutShare("users/carol.json", """{"username":"carol","annotations":{"block_0002":{"label":2,"annotated_at":"2024-01-02T10:31:00+00:00"}}}""");
        _rig.PutShare("admin/final_labels.json", """{"labels":{"block_0002":{"final_label":2,"set_by":"ann","set_at":"2024-01-02T13:00:00+00:00"}}}""");
        await _rig.ReleaseAsync("r2");

        (_, string list, _) = await _rig.RunAsync("release", "--list");
        (int code, string diff, _) = await _rig.RunAsync("release", "--diff", "r1", "r2");
        (_, string since, _) = await _rig.RunAsync("release", "--diff", "r1");

        Assert.Matches($"^r1  .* UTC  ann  3 blocks, 3 labels on 2 blocks by 2 annotators, 1 final label  {first}\nr2  ", list);
        Assert.Equal(ExitCode.Ok, code);
        string[] changes =
        [
            "  block_0001: bob 3 -> 1, final label 1 -> -", "  block_0002: carol - -> 2, final label - -> 2", "  block_0003: bob - -> 2", "",
        ];
        Assert.Equal(["From r1 to r2: 2 labels new, 1 changed, 0 cleared, 2 final labels changed", .. changes], diff.Split('\n'));
        Assert.Equal(["Since r1: 2 labels new, 1 changed, 0 cleared, 2 final labels changed", .. changes], since.Split('\n'));
        (int unknown, _, string error) = await _rig.RunAsync("release", "--diff", "r1", "r3");
        Assert.Equal(ExitCode.Trouble, unknown);
        Assert.Contains($"{_rig.Releases}: there is no release r3; --list names those there are", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Name_ThatWasUsed_IsRefusedInAnyCase_AndABadOneWithTheRule()
    {
        await _rig.ReleaseAsync("First");

        (int used, _, string usedWords) = await _rig.RunAsync("release", "FIRST");
        (int bad, _, string badWords) = await _rig.RunAsync("release", "a/b");

        Assert.Equal((ExitCode.Trouble, ExitCode.BadConfiguration), (used, bad));
        Assert.Contains("there is a release First already", usedWords, StringComparison.Ordinal);
        Assert.Contains("found a/b; expected a name of ASCII letters", badWords, StringComparison.Ordinal);
        Assert.Equal(["First"], Directory.GetFileSystemEntries(_rig.Releases).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("users/carol.json", "{ no json", "annotations/users/carol.json")]
    [InlineData("users/alice (conflicted copy).json", "{}", "annotations/users/alice (conflicted copy).json")]
    [InlineData("history/users/bob/20300101T000000Z-ws-5-0123456789ab.jsonl", "{\"format\":9}\n", "was written by a newer version")]
    public async Task Release_OfAShareThatCannotBeReadWhole_IsRefused_NamesTheFile_AndLeavesNothing(string path, string text, string expected)
    {
        _rig.PutShare(path, text);

        (int code, _, string error) = await _rig.RunAsync("release", "r1");
        (int dry, _, string dryError) = await _rig.RunAsync("release", "r1", "--dry-run");

        Assert.Equal((ExitCode.Trouble, ExitCode.Trouble), (code, dry));
        Assert.Contains(expected, error, StringComparison.Ordinal);
        Assert.DoesNotContain(".tmp", error, StringComparison.Ordinal);
        Assert.Contains(expected, dryError, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_rig.Releases));
    }

    /// <summary>Somebody took a label out of a person's file by hand: the page shows one less until that person's program has run.</summary>
    [Fact]
    public async Task Release_WhereThePageCountsOtherwiseThanTheTables_IsRefusedWithTheNumbers()
    {
        _rig.PutShare(
            ReleaseRig.BobsJournal, """{"format":1,"program":"1.0.0","host":"ws-7","account":"bob","data_root":"/d","classes":["Class 1","Class 2","Class 3"]}""" + "\n"
            + ReleaseRig.Label(1, "block_0002", 2) + ReleaseRig.Label(2, "block_0001", 3));
        _rig.PutShare("users/bob.json", """{"username":"bob","annotations":{"block_0001":{"label":3,"annotated_at":"2024-01-02T12:01:00+00:00"}}}""");

        (int code, _, string error) = await _rig.RunAsync("release", "r1");

        Assert.Equal(ExitCode.Trouble, code);
        Assert.Contains("the blocks table has 4 labels, the Review 3 labels; they differ on 1 block: block_0002 2 and 1", error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_rig.Releases));
    }

    [Fact]
    public async Task Release_KilledHalfWay_LeavesANamedTempFolder_AndTheNameAfterItIsRemoved()
    {
        using (FileStream large = File.Create(_rig.In("annotations/campaign/large.bin")))
        {
            large.SetLength(256L << 20);
        }

        Process process = _rig.Program.Start("release", "r1");
        while (!process.HasExited && !(Directory.Exists(_rig.Releases) && Directory.GetFiles(_rig.Releases, "large.bin", SearchOption.AllDirectories).Length > 0))
        {
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }

        await RealProgram.SignalAsync(process, "-KILL");
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        string left = Directory.GetDirectories(_rig.Releases).Single();
        (int code, _, string error) = await _rig.RunAsync("release", "r1");
        (_, _, string listed) = await _rig.RunAsync("release", "--list");

        Assert.Matches(@"/\.r1_[0-9a-f]{32}\.tmp$", left);
        Assert.Equal(ExitCode.Trouble, code);
        Assert.Contains($"remove {left}", error, StringComparison.Ordinal);
        Assert.Contains(left, listed, StringComparison.Ordinal);
        Directory.Delete(left, recursive: true);
        File.Delete(_rig.In("annotations/campaign/large.bin"));
        Assert.Equal(64, (await _rig.ReleaseAsync("r1")).Length);
    }

    [Theory]
    [InlineData("no name")]
    [InlineData("a second name, b", "a", "b")]
    [InlineData("--as con, which is not", "a", "--as", "con")]
    [InlineData("--as without a name", "a", "--as")]
    [InlineData("--list a", "--list", "a")]
    [InlineData("--diff with no name", "--diff")]
    [InlineData("--diff with more than two names", "--diff", "a", "b", "c")]
    [InlineData("--list and --diff", "--list", "--diff", "a")]
    [InlineData("--dry-run without a release to make", "--list", "--dry-run")]
    [InlineData("--force", "a", "--force")]
    public async Task Options_ThatMakeNoSense_AreNamedAndWriteNothing(string found, params string[] arguments)
    {
        (int code, string output, string error) = await _rig.RunAsync(["release", .. arguments]);

        Assert.Equal((ExitCode.BadConfiguration, ""), (code, output));
        Assert.StartsWith($"release: found {found}", error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_rig.Releases));
    }

    private string[] Everything() => [.. Directory.GetFileSystemEntries(_rig.In("annotations"), "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
}
