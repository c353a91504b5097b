using System.Runtime.Versioning;
using System.Security.Cryptography;
using ProteomicsAnnotator.App.Commands;

namespace ProteomicsAnnotator.App.Tests.Commands.Reporting;

/// <summary><c>report</c> as a process, on the campaign of <see cref="ReleaseRig"/>.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class ReportCommandTests : IAsyncDisposable
{
    private readonly ReleaseRig _rig = new();

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public async Task Report_IsAPageWithTablesAndFigures_AndTheSameBytesEachTime()
    {
        (int code, string output, string error) = await _rig.RunAsync("report", _rig.In("a"));
        Assert.Equal((ExitCode.Ok, ""), (code, error));
        Assert.StartsWith($"{_rig.In("a/report.html")}\n", output, StringComparison.Ordinal);
        Directory.CreateDirectory(_rig.In("b"));
        Assert.Equal(ExitCode.Ok, (await _rig.RunAsync("report", _rig.In("b"))).Code);

        Assert.Equal(["figures", "report.html", "tables"], Directory.GetFileSystemEntries(_rig.In("a")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(Hashes("a"), Hashes("b"));
        string page = await PageAsync("a");
        Assert.Contains("3 blocks, 3 labels by 2 annotators. Labels as they stood after the decision of 2024-01-02 13:00 UTC.", page, StringComparison.Ordinal);
        Assert.Equal(4, (await File.ReadAllLinesAsync(_rig.In("a/tables/blocks.csv"), TestContext.Current.CancellationToken)).Length);
    }

    [Fact]
    public async Task Release_IsReportedAsItWas_WhateverBecameOfTheLabels()
    {
        string hash = await _rig.ReleaseAsync("r1", "--as", "ann");
        Assert.Equal(ExitCode.Ok, (await _rig.RunAsync("report", _rig.In("a"), "--release", "r1")).Code);
        _rig.PutShare("users/carol.json", """{"username":"carol","annotations":{"block_0002":{"label":2,"annotated_at":"2024-01-05T10:31:00+00:00"}}}""");
        Directory.Delete(_rig.In("blocks/block_0003"), recursive: true);

        Assert.Equal(ExitCode.Ok, (await _rig.RunAsync("report", _rig.In("b"), "--release=r1")).Code);
        Assert.Equal(ExitCode.Ok, (await _rig.RunAsync("report", _rig.In("c"))).Code);

        Assert.Equal(Hashes("a"), Hashes("b"));
        Assert.NotEqual(Hashes("a"), Hashes("c"));
        Assert.Contains($"the SHA-256 of its manifest is {hash}.", await PageAsync("a"), StringComparison.Ordinal);
        Assert.Contains("2 blocks, 4 labels by 3 annotators", await PageAsync("c"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Release_ThatWasAlteredOrIsNotThere_IsRefusedByName()
    {
        await _rig.ReleaseAsync("r1");
        string table = Path.Combine(_rig.Releases, "r1", "share", "users", "alice.json");
        File.SetUnixFileMode(table, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await File.AppendAllTextAsync(table, "\n", TestContext.Current.CancellationToken);

        (int altered, _, string why) = await _rig.RunAsync("report", _rig.In("a"), "--release", "r1");
        (int missing, _, string what) = await _rig.RunAsync("report", _rig.In("a"), "--release", "r2");

        Assert.Equal((ExitCode.Trouble, ExitCode.Trouble), (altered, missing));
        Assert.Contains("the release is not what it was when it was made, so nothing is said of it: share/users/alice.json", why, StringComparison.Ordinal);
        Assert.Contains("there is no release r2", what, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_rig.In("a")));
    }

    [Fact]
    public async Task Folder_ThatIsFullOrOfTheCampaign_IsRefused_AndNothingInItIsTouched()
    {
        Directory.CreateDirectory(_rig.In("full"));
        await File.WriteAllBytesAsync(_rig.In("full/mine.txt"), [1], TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(_rig.In("file"), [1], TestContext.Current.CancellationToken);

        (int full, _, string why) = await _rig.RunAsync("report", _rig.In("full"));
        (int file, _, string which) = await _rig.RunAsync("report", _rig.In("file"));
        (int inside, _, string where) = await _rig.RunAsync("report", _rig.In("annotations/report"));
        (int blocks, _, string data) = await _rig.RunAsync("report", _rig.In("blocks/report"));

        Assert.Equal([ExitCode.Trouble, ExitCode.Trouble, ExitCode.BadConfiguration, ExitCode.BadConfiguration], [full, file, inside, blocks]);
        Assert.Contains("full is not empty; expected a new or an empty folder; nothing was written", why, StringComparison.Ordinal);
        Assert.Contains("file is a file, not a folder", which, StringComparison.Ordinal);
        Assert.Contains("in the annotations root; expected a folder elsewhere", where, StringComparison.Ordinal);
        Assert.Contains("in the data root; expected a folder elsewhere", data, StringComparison.Ordinal);
        Assert.Equal(["mine.txt"], Directory.GetFileSystemEntries(_rig.In("full")).Select(Path.GetFileName));
    }

    [Fact]
    public async Task WhatCannotBeRead_IsNamedInThePage_AndOnStandardError()
    {
        _rig.PutShare("users/dave.json", "{ no json");

        (int code, _, string error) = await _rig.RunAsync("report", _rig.In("a"), "--exclude", "BOB", "--cluster", "folder", "--graded", "--not-blind", "keep");

        Assert.Equal(ExitCode.Trouble, code);
        Assert.Contains("report: could not be read, so the report lacks it and says so: dave:", error, StringComparison.Ordinal);
        string page = await PageAsync("a");
        Assert.Contains("Could not be read, so the figures lack it: dave:", page, StringComparison.Ordinal);
        Assert.Contains("Labels of bob are left out of this report.", page, StringComparison.Ordinal);
        Assert.DoesNotContain(_rig.In(""), page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no folder to write")]
    [InlineData("a second folder", "a", "b")]
    [InlineData("--cluster tile", "a", "--cluster", "tile")]
    [InlineData("--exclude without a name", "a", "--exclude")]
    [InlineData("--release ../x", "a", "--release", "../x")]
    [InlineData("--not-blind maybe", "a", "--not-blind=maybe")]
    [InlineData("--frobnicate", "a", "--frobnicate")]
    [InlineData("no annotator is called \"nobody\"; the annotators are alice, bob", "a", "--exclude", "nobody")]
    public async Task WrongWords_AreNamed(string expected, params string[] arguments)
    {
        (int code, _, string error) = await _rig.RunAsync(["report", .. arguments]);

        Assert.Equal(ExitCode.BadConfiguration, code);
        Assert.Contains(expected, error, StringComparison.Ordinal);
        Assert.False(Directory.Exists("a"));
    }

    private Task<string> PageAsync(string folder) => File.ReadAllTextAsync(_rig.In($"{folder}/report.html"), TestContext.Current.CancellationToken);

    private string[] Hashes(string folder) =>
    [
        .. Directory.GetFiles(_rig.In(folder), "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(file => $"{Path.GetRelativePath(_rig.In(folder), file)} {Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)))}"),
    ];
}
