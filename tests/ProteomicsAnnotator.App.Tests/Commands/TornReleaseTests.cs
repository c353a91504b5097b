using System.Runtime.Versioning;
using ProteomicsAnnotator.App.Commands;

namespace ProteomicsAnnotator.App.Tests.Commands;

/// <summary>Journals of programs that were killed while they wrote: a torn line is no decision, is named, and keeps nothing from being released.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class TornReleaseTests : IAsyncDisposable
{
    private const string Torn = """{"seq":2,"clock":2,"at":"2024-01-02T12:0""";
    private readonly ReleaseRig _rig = new();

    private string Journal => _rig.In("annotations/" + ReleaseRig.BobsJournal);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Theory]
    [InlineData(Torn, "its last 40 bytes end no line")]
    [InlineData(Torn + "\n", "1 unreadable line was skipped")]
    public async Task TornLine_IsNamedByTheCommandAndTheManifest_AndTheReleaseIsMade(string text, string expected)
    {
        await File.AppendAllTextAsync(Journal, text, Ct);

        (int dry, string counts, string dryWords) = await _rig.RunAsync("release", "r1", "--dry-run");
        (int code, _, string words) = await _rig.RunAsync("release", "r1");

        Assert.True((dry, code) == (ExitCode.Ok, ExitCode.Ok), dryWords + words);
        Assert.Contains("3 labels on 2 blocks", counts, StringComparison.Ordinal);
        Assert.Contains($"{Journal}: {expected}", dryWords, StringComparison.Ordinal);
        Assert.Contains($"{Journal}: {expected}", words, StringComparison.Ordinal);
        Assert.StartsWith($"{Journal}: {expected}", (string)_rig.Manifest("r1")["notices"]!.AsArray().Single()!, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Ok, (await _rig.RunAsync("verify", "r1")).Code);
    }

    [Fact]
    public async Task LineBehindATornOne_Counts()
    {
        await File.AppendAllTextAsync(Journal, Torn + "\n" + ReleaseRig.Label(2, "block_0003", 2), Ct);

        await _rig.ReleaseAsync("r1");

        Assert.Contains("block_0003,2,,False,,2,", await File.ReadAllTextAsync(Path.Combine(_rig.Releases, "r1", "annotations.csv"), Ct), StringComparison.Ordinal);
        (_, string since, _) = await _rig.RunAsync("release", "--diff", "r1");
        Assert.StartsWith("Since r1: 0 labels new, 0 changed", since, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReleaseWithoutATornLine_HasNoNotice()
    {
        await _rig.ReleaseAsync("r1");

        Assert.Null(_rig.Manifest("r1")["notices"]);
    }
}
