using System.Text.Json;
using ProteomicsAnnotator.Core.LabelFiles;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Tests.Labels;
using ProteomicsAnnotator.Core.Tests.Storage;

namespace ProteomicsAnnotator.Core.Tests.LabelFiles;

public sealed class PreferencesTests : IDisposable
{
    private readonly LabelRig _rig = new();
    private readonly FaultyFiles _files = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task Write_OneSection_KeepsTheOtherAndWhatIsUnknown()
    {
        await using LabelShare share = await _rig.OpenAsync();
        _rig.WriteShare("preferences/alice.json", """{"display": {"a": 1}, "later": [1, 2]}""");

        Assert.Null(await share.Preferences.WriteAsync("alice", null, Json("""{"panel": 3}"""), Ct));

        PreferencesRead read = await share.Preferences.ReadAsync("alice", Ct);
        Assert.Equal("{\"a\":1}", JsonSerializer.Serialize(read.Display));
        Assert.Equal("{\"panel\":3}", JsonSerializer.Serialize(read.Ui));
        Assert.Contains("later", await File.ReadAllTextAsync(Path.Combine(_rig.Annotations, "preferences", "alice.json"), Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Write_ShareFails_OrTooLarge_SaysWhy()
    {
        await using LabelShare share = await _rig.OpenAsync(files: _files);
        Assert.Contains("256 KiB", await share.Preferences.WriteAsync("alice", Json($"\"{new string('x', Preferences.MaxBytes)}\""), null, Ct), StringComparison.Ordinal);

        _files.Fault = (done, _) => done == "Rename" ? FaultyFiles.Errno(30) : null;
        Assert.Equal("the share is read-only", await share.Preferences.WriteAsync("alice", Json("{}"), null, Ct));
    }

    [Fact]
    public async Task Write_DamagedFile_IsSetAsideOnlyAfterTenSecondsOfTheSameBytes()
    {
        var time = new ShiftedTime { StandsStill = true };
        await using LabelShare share = await LabelShare.OpenAsync(_rig.Settings() with { TimeProvider = time }, Ct);
        string path = Path.Combine(_rig.Annotations, "preferences", "alice.json");
        _rig.WriteShare("preferences/alice.json", "{\"display\": {\"a");
        Assert.Contains("damaged", (await share.Preferences.ReadAsync("alice", Ct)).Problem, StringComparison.Ordinal);

        Assert.Contains("damaged", await share.Preferences.WriteAsync("alice", null, Json("{}"), Ct), StringComparison.Ordinal);
        time.Shift = TimeSpan.FromSeconds(11);
        _rig.WriteShare("preferences/alice.json", "{\"display\": {\"a\": 1");
        Assert.Contains("damaged", await share.Preferences.WriteAsync("alice", null, Json("{}"), Ct), StringComparison.Ordinal);
        Assert.Equal("{\"display\": {\"a\": 1", await File.ReadAllTextAsync(path, Ct));

        time.Shift = TimeSpan.FromSeconds(22);
        Assert.Null(await share.Preferences.WriteAsync("alice", null, Json("""{"panel": 3}"""), Ct));

        string aside = Assert.Single(Directory.GetFiles(Path.GetDirectoryName(path)!, "alice.json.damaged-*"));
        Assert.Equal("{\"display\": {\"a\": 1", await File.ReadAllTextAsync(aside, Ct));
        Assert.Equal("{\"panel\":3}", JsonSerializer.Serialize((await share.Preferences.ReadAsync("alice", Ct)).Ui));
    }

    [Fact]
    public async Task Write_DamagedFileThatIsFinishedMeanwhile_KeepsWhatItSays()
    {
        await using LabelShare share = await _rig.OpenAsync();
        _rig.WriteShare("preferences/alice.json", "{\"display\": {\"a");
        Assert.NotNull(await share.Preferences.WriteAsync("alice", null, Json("{}"), Ct));

        _rig.WriteShare("preferences/alice.json", """{"display": {"a": 1}}""");
        Assert.Null(await share.Preferences.WriteAsync("alice", null, Json("{}"), Ct));

        Assert.Equal("{\"a\":1}", JsonSerializer.Serialize((await share.Preferences.ReadAsync("alice", Ct)).Display));
    }

    [Fact]
    public async Task Read_OriginalProgramsDisplayFile_IsUnderstood()
    {
        await using LabelShare share = await _rig.OpenAsync();
        _rig.WriteShare("users/alice_display.json", """{"channel_prefs": {"ch 0": {"color": "#ff00ff", "range_lo": 120.0, "range_hi": 4500.0}, "ch 1": {"range_lo": 5.0}}}""");

        PreferencesRead read = await share.Preferences.ReadAsync("alice", Ct);

        JsonElement channels = read.Display!.Value.GetProperty("channels");
        Assert.Equal("#ff00ff", channels.GetProperty("ch 0").GetProperty("color").GetString());
        Assert.Equal(4500, channels.GetProperty("ch 0").GetProperty("limits")[1].GetDouble());
        Assert.Equal(JsonValueKind.Null, channels.GetProperty("ch 1").GetProperty("limits").ValueKind);
    }

    /// <summary>Names that stand twice and texts that are none throw only when they are used, unless the reading looks at all.</summary>
    [Theory]
    [InlineData("preferences/alice.json", "{\"ui\": {}, \"ui\": {}}")]
    [InlineData("preferences/alice.json", "{\"display\": {\"a\": \"\\ud800\"}}")]
    [InlineData("users/alice_display.json", "{\"channel_prefs\": {}, \"channel_prefs\": {}}")]
    [InlineData("users/alice_display.json", "{\"channel_prefs\": {\"488\": {\"color\": \"\\ud800\"}}}")]
    [InlineData("users/display_preferences/alice.json", "{\"channel_prefs\": {\"488\": {\"color\": \"a\", \"color\": \"b\"}}}")]
    public async Task Read_FileThatIsOddInside_IsNamedAsDamaged(string path, string text)
    {
        await using LabelShare share = await _rig.OpenAsync();
        _rig.WriteShare(path, text);

        PreferencesRead read = await share.Preferences.ReadAsync("alice", Ct);

        Assert.Null(read.Display);
        Assert.Contains("damaged", read.Problem ?? read.NotUnderstood, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"a\": 1, \"a\": 2}")]
    [InlineData("{\"a\": \"\\ud800\"}")]
    public async Task Write_WhatWouldNotBeReadAgain_IsRefused_AndTheFileStays(string text)
    {
        await using LabelShare share = await _rig.OpenAsync();
        Assert.Null(await share.Preferences.WriteAsync("alice", Json("{\"a\": 1}"), null, Ct));

        Assert.NotNull(await share.Preferences.WriteAsync("alice", Json(text), null, Ct));

        Assert.Equal("{\"a\":1}", JsonSerializer.Serialize((await share.Preferences.ReadAsync("alice", Ct)).Display));
    }

    private static JsonElement Json(string text)
    {
        using JsonDocument document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }
}
