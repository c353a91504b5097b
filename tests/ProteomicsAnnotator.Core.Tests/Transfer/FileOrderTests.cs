using ProteomicsAnnotator.Core.Tests.Database;
using ProteomicsAnnotator.Core.Transfer;

namespace ProteomicsAnnotator.Core.Tests.Transfer;

/// <summary>A file that says again what it said before, and an older copy of one: which of the two counts.</summary>
public sealed class FileOrderTests(SharedPostgres postgres) : IClassFixture<SharedPostgres>, IAsyncLifetime
{
    private const string Preferences = "preferences/alice.json";
    private FolderCampaign _campaign = null!;

    public async ValueTask InitializeAsync() => _campaign = new FolderCampaign(await StoreRig.StartAsync(postgres.Server));

    public ValueTask DisposeAsync()
    {
        _campaign.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task FileThatReturnsToWhatItSaid_IsANewVersion()
    {
        await BringAsync("light", "dark");
        Put("light", TimeSpan.FromHours(1));

        TransferReport report = await _campaign.ImportAsync();
        TransferReport again = await _campaign.ImportAsync();
        _ = await _campaign.ExportAsync();

        Assert.Equal((1, 0, 0), (report.NewFiles, again.NewFiles, report.Notices.Count + again.Notices.Count));
        Assert.Equal("light", Exported());
        Assert.Equal(3, await _campaign.Store.CountAsync($"SELECT count(*) FROM file_version WHERE path = '{Preferences}'"));
    }

    [Fact]
    public async Task OlderCopy_TakesNothingBack_AndIsNamed()
    {
        await BringAsync("light", "dark");
        Put("light", TimeSpan.FromHours(-1));

        TransferReport report = await _campaign.ImportAsync();
        _ = await _campaign.ExportAsync();

        Assert.Equal((0, 0), (report.NewFiles, report.Faults.Count));
        Assert.StartsWith($"{Path.Combine(_campaign.Root, Preferences)}: it is as a version that the database had before", Assert.Single(report.Notices), StringComparison.Ordinal);
        Assert.Equal("dark", Exported());
    }

    /// <summary>However late it is copied: what it says itself tells that it is older.</summary>
    [Fact]
    public async Task OlderCopy_OfAFileThatSaysWhenItWasUpdated_TakesNothingBack()
    {
        const string Older = """{ "updated_at": "2024-01-02T10:30:00+00:00" }""";
        await BringAsync(Older, """{ "updated_at": "2024-01-02T10:31:00+00:00" }""");
        Put(Older, TimeSpan.FromHours(1));

        TransferReport report = await _campaign.ImportAsync();

        Assert.Equal((0, 0), (report.NewFiles, report.Faults.Count + report.Notices.Count));
    }

    [Fact]
    public async Task Export_NeverOverwritesAFileThatReturnedSince()
    {
        await BringAsync("light", "dark");
        _ = await _campaign.ExportAsync();
        Put("light", TimeSpan.FromHours(1), _campaign.Target);

        TransferReport report = await _campaign.ExportAsync();

        Assert.Equal([$"{Path.Combine(_campaign.Target, Preferences)}: it is as a version that the database had before, and younger than the newest one there: it was left as it is. store import brings it in"], report.Faults);
        Assert.Equal("light", Exported());
    }

    [Fact]
    public async Task Export_BringsAnUntouchedFileUpToDate_WhateverTheClockOfThisMachine()
    {
        await BringAsync("light");
        _ = await _campaign.ExportAsync();
        DateTime written = File.GetLastWriteTimeUtc(Path.Combine(_campaign.Target, Preferences));
        await BringAsync("dark");

        TransferReport report = await _campaign.ExportAsync();

        Assert.Equal((DateTime)(await _campaign.Store.AskAsync($"SELECT stored_at FROM file_version WHERE path = '{Preferences}' AND version = 1"))!, written, TimeSpan.FromMilliseconds(1));
        Assert.Equal((1, 0), (report.NewFiles, report.Faults.Count));
        Assert.Equal("dark", Exported());
    }

    private async Task BringAsync(params string[] contents)
    {
        foreach (string content in contents)
        {
            Put(content, TimeSpan.Zero);
            _ = await _campaign.ImportAsync();
        }
    }

    private void Put(string content, TimeSpan age, string? folder = null)
    {
        string path = Path.Combine(folder ?? _campaign.Root, Preferences);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, System.Text.Encoding.UTF8.GetBytes(content));
        File.SetLastWriteTimeUtc(path, TimeProvider.System.GetUtcNow().UtcDateTime + age);
    }

    private string Exported() => File.ReadAllText(Path.Combine(_campaign.Target, Preferences));
}
