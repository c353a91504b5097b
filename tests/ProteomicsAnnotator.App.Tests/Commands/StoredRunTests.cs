using System.Runtime.Versioning;
using ProteomicsAnnotator.App.Commands;
using ProteomicsAnnotator.App.Settings;
using ProteomicsAnnotator.Core.Database;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Tests.Database;
using ProteomicsAnnotator.Core.Transfer;

namespace ProteomicsAnnotator.App.Tests.Commands;

/// <summary>What a verb has said is decided is in the database, or somebody is told where it is.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class StoredRunTests(SharedPostgres postgres) : IClassFixture<SharedPostgres>, IAsyncLifetime
{
    private const string Decided = "campaign/decided.json";
    private readonly CampaignRig _rig = new([]);
    private readonly CancellationTokenSource _stop = new();
    private string _database = "";
    private AnnotatorOptions _options = null!;

    public async ValueTask InitializeAsync()
    {
        string text = await postgres.Server.NewDatabaseAsync();
        _database = text.Split("Database=")[1].Split(';')[0];
        DatabaseAddress address = DatabaseAddress.TryParse(text, out _)!;
        _options = new AnnotatorOptions
        {
            Home = _rig.Program.Folder,
            DataRoot = _rig.In("blocks"),
            AnnotationsRoot = _rig.Root,
            Folders = new LocalFolders(_rig.In("state"), _rig.In("cache")),
            Token = "t",
        };
        _ = await FolderImport.RunAsync(address, new SharedRoot(ShareSettings.Of(_options)), TestContext.Current.CancellationToken);
        _options = _options with { Database = address };
    }

    public async ValueTask DisposeAsync()
    {
        _stop.Dispose();
        await _rig.DisposeAsync();
    }

    /// <summary>A verb that nobody has taken up runs no other one in its place.</summary>
    [Fact]
    public async Task Verb_ThatIsNone_RunsNothing() => Assert.Equal(
        "calibrate",
        (await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Verb.RunAsync(null!, "calibrate", [], TestContext.Current.CancellationToken))).ActualValue);

    [Fact]
    public async Task DecisionThatCannotBeBroughtBack_IsKept_AndItsPlaceIsSaid()
    {
        (int code, string said) = await RunAsync("settings", (folder, _) => DecideAsync(folder, "campaign/a\nb.json"));

        Assert.Equal(ExitCode.Trouble, code);
        AssertKept(said, "campaign/a\nb.json");
    }

    [Fact]
    public async Task VerbThatFailsBehindItsDecision_KeepsIt_AndItsPlaceIsSaid()
    {
        using var said = new StringWriter();

        _ = await Assert.ThrowsAsync<FormatException>(() => RunAsync(said, "settings", async (folder, stop) =>
        {
            _ = await DecideAsync(folder, Decided);
            throw new FormatException();
        }));

        AssertKept(said.ToString(), Decided);
    }

    [Fact]
    public async Task Stopped_BetweenAVerbAndItsImport_TheDecisionIsStored()
    {
        (int code, string said) = await RunAsync("settings", async (folder, _) =>
        {
            int decided = await DecideAsync(folder, Decided);
            await _stop.CancelAsync();
            return decided;
        });

        Assert.Equal((ExitCode.Ok, 1L), (code, await StoredAsync()));
        Assert.DoesNotContain("not known to be", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stopped_InAVerb_WhatItDecidedBeforeIsStored()
    {
        (int code, string said) = await RunAsync("evidence", async (folder, stop) =>
        {
            _ = await DecideAsync(folder, Decided);
            await _stop.CancelAsync();
            stop.ThrowIfCancellationRequested();
            return ExitCode.Ok;
        });

        Assert.Equal((ExitCode.Trouble, 1L), (code, await StoredAsync()));
        Assert.Contains("evidence: it was stopped", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stopped_BeforeAVerb_ItDoesNotRun()
    {
        await _stop.CancelAsync();

        (int code, string said) = await RunAsync("settings", (_, _) => throw new InvalidOperationException("it ran"));

        Assert.Equal(ExitCode.Trouble, code);
        Assert.Contains("settings: it was stopped, and nothing was decided", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stopped_InAVerbThatOnlyReads_EndsAtOnce()
    {
        (int code, string said) = await RunAsync("stats", async (_, _) =>
        {
            await _stop.CancelAsync();
            await Task.Delay(Timeout.Infinite, CancellationToken.None);
            return ExitCode.Ok;
        });

        Assert.Equal(ExitCode.Trouble, code);
        Assert.Contains("nothing was decided", said, StringComparison.Ordinal);
    }

    private static async Task<int> DecideAsync(AnnotatorOptions folder, string path)
    {
        string full = Path.Combine(folder.AnnotationsRoot, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        await File.WriteAllBytesAsync(full, "{}"u8.ToArray());
        return ExitCode.Ok;
    }

    private static void AssertKept(string said, string path)
    {
        string folder = said.Split("It is in ")[1].Split(": bring it in with store import")[0];
        Assert.True(File.Exists(Path.Combine(folder, path)), said);
        Directory.Delete(Path.GetDirectoryName(folder)!, recursive: true);
    }

    private async Task<(int Code, string Said)> RunAsync(string verb, Func<AnnotatorOptions, CancellationToken, Task<int>> run)
    {
        using var said = new StringWriter();
        int code = await RunAsync(said, verb, run);
        return (code, said.ToString());
    }

    private async Task<int> RunAsync(StringWriter said, string verb, Func<AnnotatorOptions, CancellationToken, Task<int>> run)
    {
        TextWriter console = Console.Error;
        Console.SetError(said);
        try
        {
            return await StoredRun.OverAsync(_options, verb, run, _stop.Token);
        }
        finally
        {
            Console.SetError(console);
        }
    }

    private async Task<long> StoredAsync() => (long)(await postgres.Server.AskAsync($"SELECT count(*) FROM file_version WHERE path = '{Decided}'", _database))!;
}
