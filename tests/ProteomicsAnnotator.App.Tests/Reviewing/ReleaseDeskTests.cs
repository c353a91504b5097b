using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using ProteomicsAnnotator.App.Endpoints;
using ProteomicsAnnotator.App.Exports;
using ProteomicsAnnotator.App.Reviewing;
using ProteomicsAnnotator.App.Tests.Hosting;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Releases;
using ProteomicsAnnotator.Core.Share;

namespace ProteomicsAnnotator.App.Tests.Reviewing;

/// <summary>What an admin's page makes, verifies and compares.</summary>
public sealed class ReleaseDeskTests : IAsyncLifetime
{
    private TestProgram _program = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string Releases => Path.Combine(_program.AnnotationsRoot, "admin", "releases");

    public async ValueTask InitializeAsync() => _program = await TestProgram.StartAsync();

    public ValueTask DisposeAsync() => _program.DisposeAsync();

    [Fact]
    public async Task Preview_CountsAndMakesNothing_ThenTheReleaseIsMade_AndALaterLabelIsADifference()
    {
        await LabelAsync("block_0001", 2);
        ReleaseDesk desk = Desk();
        await desk.ReadAsync();
        Assert.Empty(desk.List!.Releases);

        await desk.PreviewAsync("r1");
        Assert.Equal(("r1", new ReleaseCounts(2, 1, 1, 1, 0)), (desk.Offer!.Name, desk.Offer.Counts));
        Assert.False(Directory.Exists(Releases));
        await desk.MakeAsync();

        Assert.Equal((null, "r1", "alice"), (desk.Offer, desk.List.Releases.Single().Name, desk.Made?.Decision?.By));
        Assert.Equal(desk.List.Releases.Single().ManifestSha256, desk.Made!.Decision!.ManifestSha256);
        await desk.VerifyAsync("r1");
        Assert.Empty(desk.Verdict!.Report.Differences);
        await desk.CompareAsync("r1", null);
        Assert.True(desk.Comparison!.Difference.IsNone);

        await LabelAsync("tile_3/block_0002", 3);
        await desk.CompareAsync("r1", null);
        Assert.Equal(["tile_3/block_0002: alice - -> 3"], desk.Comparison!.Difference.Changes.Select(change => $"{change.Block}: {change}"));
        Assert.Null(desk.Made);
    }

    [Fact]
    public async Task AlteredFile_IsNamed_AndTwoReleasesAreCompared()
    {
        ReleaseDesk desk = Desk();
        await MakeAsync(desk, "r1");
        await LabelAsync("block_0001", 2);
        await MakeAsync(desk, "r2");
        await desk.CompareAsync("r1", "r2");
        Assert.Equal(["block_0001: alice - -> 2"], desk.Comparison!.Difference.Changes.Select(change => $"{change.Block}: {change}"));
        string table = Path.Combine(Releases, "r1", "annotations.csv");
        File.SetAttributes(table, FileAttributes.Normal);
        await File.AppendAllTextAsync(table, "\n", Ct);

        await desk.VerifyAsync("r1");
        Assert.Contains("annotations.csv: another length", Assert.Single(desk.Verdict!.Report.Differences), StringComparison.Ordinal);
        await desk.CompareAsync("r2", "r2");
        Assert.True(desk.Comparison.Difference.IsNone);
    }

    [Theory]
    [InlineData("a/b", "expected a name of ASCII letters")]
    [InlineData("", "found no name")]
    [InlineData("R1", "there is a release r1 already")]
    public async Task Name_ThatNoReleaseMayHave_IsRefusedInWords(string name, string expected)
    {
        ReleaseDesk desk = Desk();
        await MakeAsync(desk, "r1");

        await desk.PreviewAsync(name);

        Assert.Null(desk.Offer);
        Assert.Contains(expected, Assert.Single(desk.Faults), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ShareThatCannotBeReadWhole_IsNamed_AndNothingIsMade()
    {
        await LabelAsync("block_0001", 2);
        ReleaseDesk desk = Desk();
        await desk.PreviewAsync("r1");
        await File.WriteAllBytesAsync(Path.Combine(_program.AnnotationsRoot, "users", "bob.json"), "{ no json"u8.ToArray(), Ct);

        await desk.MakeAsync();

        Assert.Null(desk.Made);
        Assert.Contains(desk.Faults, fault => fault.Contains(Path.Combine(_program.AnnotationsRoot, "users", "bob.json"), StringComparison.Ordinal));
        Assert.Empty(Directory.GetFileSystemEntries(Releases));
    }

    [Fact]
    public async Task Stop_EndsTheMaking_LeavesNothing_AndTakesNoSecondOneMeanwhile()
    {
        var asked = new TaskCompletionSource();
        ReleaseDesk desk = Desk(async token =>
        {
            _ = asked.TrySetResult();
            await Task.Delay(Timeout.Infinite, token);
            return CatalogSnapshot.Empty;
        });

        Task counting = desk.PreviewAsync("r1");
        await asked.Task;
        await desk.VerifyAsync("r1");
        Assert.StartsWith("Counting what r1 would hold", desk.Working, StringComparison.Ordinal);
        desk.Stop();
        await counting;

        Assert.Equal((null, null, null), (desk.Working, desk.Offer, desk.Verdict));
        Assert.Contains("stopped", Assert.Single(desk.Faults), StringComparison.Ordinal);
        Assert.False(Directory.Exists(Releases));
    }

    private static async Task MakeAsync(ReleaseDesk desk, string name)
    {
        await desk.PreviewAsync(name);
        await desk.MakeAsync();
        Assert.Equal(name, desk.Made?.Decision?.Name);
    }

    private ReleaseDesk Desk(Func<CancellationToken, Task<CatalogSnapshot>>? list = null) => new(
        _program.Services.GetRequiredService<LabelShare>().Root,
        _program.Services.GetRequiredService<ReleaseMaking>(),
        new ReleaseSources(_program.Services.GetRequiredService<LiveReview>().BringUpToDateAsync, list ?? _program.Services.GetRequiredService<BlockLookup>().ListAsync),
        "alice");

    private async Task LabelAsync(string block, int label)
    {
        using HttpClient alice = await _program.SignedInClientAsync("alice");
        using HttpResponseMessage labelled = await alice.PutAsJsonAsync($"/api/labels/{block}", new { label }, Ct);
        labelled.EnsureSuccessStatusCode();
    }
}
