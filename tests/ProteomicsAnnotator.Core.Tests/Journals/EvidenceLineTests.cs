using System.Text;
using System.Text.Json;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Snapshots;
using ProteomicsAnnotator.Core.Tests.Labels;
using ProteomicsAnnotator.Core.Tests.Storage;

namespace ProteomicsAnnotator.Core.Tests.Journals;

/// <summary>The members <c>via</c> and <c>ev</c> of a label's line.</summary>
public sealed class EvidenceLineTests : IDisposable
{
    private const string Journal = "20261123T103000Z-ws-1-0123456789ab";
    private const string Head = """{"seq":1,"clock":1,"at":"2026-11-23T10:31:00+00:00","block":"block_0001","label":2,"was":null""";

    private static readonly Evidence Measured = new()
    {
        Via = "key",
        ActiveMs = 412,
        SlicesShown = 0.03125,
        WasProjected = false,
        View = "slice",
        Limits = "auto",
        HadSuggestion = false,
    };

    private readonly LabelRig _rig = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task Evidence_StandsInTheLine_AsThePageSays()
    {
        await using (LabelShare share = await _rig.OpenAsync())
        {
            UserLabels labels = await share.OpenUserAsync("alice", Ct);
            Assert.True((await labels.SetAsync(LabelRig.Key("block_0001"), 2, default, [], Measured, Ct)).Accepted);
            Assert.True((await labels.SetAsync(LabelRig.Key("block_0002"), 1, [], Ct)).Accepted);
        }

        JsonElement[] lines = Lines();
        Assert.Equal("key", lines[0].GetProperty("via").GetString());
        Assert.Equal("""{"active_ms":412,"slices":0.0312,"projected":false,"view":"slice","limits":"auto","suggestion":false}""", lines[0].GetProperty("ev").GetRawText());
        Assert.False(lines[1].TryGetProperty("ev", out _));
        Assert.False(lines[1].TryGetProperty("via", out _));
        await using LabelShare again = await _rig.OpenAsync("ws-2");
        BlockHistory forAdmins = await again.ReadHistoryAsync(LabelRig.Key("block_0001"), withEvidence: true, Ct);
        BlockHistory forOthers = await again.ReadHistoryAsync(LabelRig.Key("block_0001"), withEvidence: false, Ct);
        Assert.Equal(Measured with { SlicesShown = 0.0312 }, Assert.Single(forAdmins.Entries).Evidence);
        Assert.Null(Assert.Single(forOthers.Entries).Evidence);
    }

    [Fact]
    public async Task DisplayState_StandsOnceAndIsNamedAfterwards_AlsoInAnotherProgramsEyes()
    {
        string green = Display("#00ff00");
        string red = Display("#ff0000");
        await using (LabelShare share = await _rig.OpenAsync())
        {
            UserLabels labels = await share.OpenUserAsync("alice", Ct);
            foreach ((int block, string display) in new[] { (1, green), (2, green), (3, red), (4, red), (5, green) })
            {
                _ = await labels.SetAsync(LabelRig.Key($"block_000{block}"), 1, default, [], Measured with { Display = display }, Ct);
            }
        }

        JsonElement[] displays = [.. Lines().Select(line => line.GetProperty("ev").GetProperty("display"))];
        string journal = Path.GetFileNameWithoutExtension(Assert.Single(Directory.GetFiles(_rig.Journals)));
        Assert.Equal([green, $"\"{journal}:1\"", red, $"\"{journal}:3\"", green], displays.Select(display => display.GetRawText()));
    }

    [Fact]
    public async Task Gallery_SaysThatItWasThumbnails_AndAnUndoSaysNothing()
    {
        await using (LabelShare share = await _rig.OpenAsync())
        {
            UserLabels labels = await share.OpenUserAsync("alice", Ct);
            _ = await labels.SetManyAsync([(LabelRig.Key("block_0001"), [])], 1, hasEvidence: true, Ct);
            _ = await labels.SetManyAsync([(LabelRig.Key("block_0002"), [])], 1, hasEvidence: false, Ct);
            _ = await labels.SetAsync(LabelRig.Key("block_0003"), 1, default, [], Measured, Ct);
            _ = await labels.UndoAsync(Ct);
        }

        JsonElement[] lines = Lines();
        Assert.Equal("""{"view":"gallery","suggestion":false}""", lines[0].GetProperty("ev").GetRawText());
        Assert.Equal(["gallery", "gallery"], lines[..2].Select(line => line.GetProperty("via").GetString()));
        Assert.False(lines[1].TryGetProperty("ev", out _));
        Assert.False(lines[3].TryGetProperty("ev", out _) || lines[3].TryGetProperty("via", out _));
    }

    [Fact]
    public async Task DisplayState_OfALineThatNoDiskTook_IsWrittenAgain()
    {
        var files = new FaultyFiles();
        await using LabelShare share = await _rig.OpenAsync(files: files);
        UserLabels labels = await share.OpenUserAsync("alice", Ct);
        files.Fault = (operation, path) => operation == "Write" && path.EndsWith(".jsonl", StringComparison.Ordinal) ? FaultyFiles.Errno(28) : null;
        Assert.False((await labels.SetAsync(LabelRig.Key("block_0001"), 1, default, [], Measured with { Display = Display("#00ff00") }, Ct)).Accepted);
        files.Fault = null;
        Assert.True((await labels.SetAsync(LabelRig.Key("block_0001"), 1, default, [], Measured with { Display = Display("#00ff00") }, Ct)).Accepted);

        JsonElement line = _rig.JournalFiles().SelectMany(LabelRig.JournalLines).Single(line => line.TryGetProperty("ev", out _));
        Assert.Equal(Display("#00ff00"), line.GetProperty("ev").GetProperty("display").GetRawText());
    }

    [Theory]
    [InlineData(1, 60)]
    [InlineData(3, 20)]
    [InlineData(16, 12)]
    [InlineData(300, 60)]
    public void Evidence_TakesAtMostFourHundredBytes_AndSaysHowManyChannelsItLeavesOut(int channels, int nameLength)
    {
        var display = new DisplayState(
            [.. Enumerable.Range(0, channels).Select(i => new DisplayedChannel(i.ToString("D3", null).PadRight(nameLength, 'ü'), "#00ff00", [i, 65535.1234], 0.8))], "attenuated", "max", 9);
        var most = new Evidence
        {
            Via = "gallery",
            ActiveMs = 86_400_000,
            SlicesShown = 0.12345,
            WasProjected = false,
            View = "gallery",
            Limits = "campaign",
            HadSuggestion = false,
            Display = display.ToJson(),
        };

        using JsonDocument line = JsonDocument.Parse((byte[])[.. "{"u8, .. EvidenceJson.Write(most)!, .. "}"u8]);
        JsonElement ev = line.RootElement.GetProperty("ev");
        Assert.InRange(Encoding.UTF8.GetByteCount(ev.GetRawText()), 1, 400);
        JsonElement written = ev.GetProperty("display");
        int leftOut = written.TryGetProperty("left_out", out JsonElement count) ? count.GetInt32() : 0;
        Assert.Equal(channels, written.GetProperty("channels").GetArrayLength() + leftOut);
        Assert.Equal("attenuated", written.GetProperty("projection").GetString());
    }

    [Fact]
    public void DisplayState_TakesOnlyWhatMakesSense()
    {
        string json = new DisplayState(
            [new DisplayedChannel("a\"}]", "red; url(x)", [double.NaN, 1], double.PositiveInfinity), new DisplayedChannel(null, "inferno", [1, 2, 3], 1)], "mip\"", "MAX", -1).ToJson();

        Assert.Equal("""{"channels":[{"key":"a\"}]"},{"color":"inferno"}]}""", json);
    }

    [Theory]
    [InlineData(""","ev":{"active_ms":5}""", 5, null)]
    [InlineData(""","ev":{"active_ms":5,"view":"hologram","later":[1,{"a":2}]}""", 5, null)]
    [InlineData(""","ev":{"active_ms":-5,"slices":0.5}""", null, 0.5)]
    [InlineData(""","ev":{"active_ms":"5","slices":7,"view":"slice"}""", null, null)]
    [InlineData(""","ev":{"active_ms":1e300,"view":"slice"}""", null, null)]
    public void Evidence_OfALaterVersionOrAStranger_IsReadAsFarAsItMakesSense(string members, int? activeMs, double? slices)
    {
        Evidence? read = JournalLine.TryParse(Encoding.UTF8.GetBytes(Head + members + "}"), Journal)!.Evidence;

        Assert.NotNull(read);
        Assert.Equal(activeMs, read.ActiveMs);
        Assert.Equal(slices, read.SlicesShown);
    }

    [Theory]
    [InlineData(""","ev":null""")]
    [InlineData(""","ev":[1]""")]
    [InlineData(""","ev":{}""")]
    [InlineData(""","ev":{"x":"evidence"}""")]
    [InlineData(""","ev":{"active_ms":1,"active_ms":2}""")]
    [InlineData(""","via":"gallery" """)]
    [InlineData(""","x":"\"ev\":1" """)]
    public void Line_WithBrokenEvidence_IsTheSameDecisionWithoutAny(string members)
    {
        LabelEvent? item = JournalLine.TryParse(Encoding.UTF8.GetBytes(Head + members + "}"), Journal);

        Assert.Equal(2, item?.Label);
        Assert.Null(item!.Evidence);
    }

    [Fact]
    public void Evidence_AboveFourHundredBytes_IsNone()
    {
        string At(int length) => Head + ",\"ev\":{\"active_ms\":1,\"x\":\"" + new string('a', length - 22) + "\"}}";

        Assert.NotNull(JournalLine.TryParse(Encoding.UTF8.GetBytes(At(400)), Journal)!.Evidence);
        Assert.Null(JournalLine.TryParse(Encoding.UTF8.GetBytes(At(401)), Journal)!.Evidence);
    }

    [Fact]
    public void Line_WithEvidence_IsWrittenAsItWasRead()
    {
        string line = Head + ""","via":"key","ev":{"active_ms":5,"later":true}}""";
        LabelEvent item = JournalLine.TryParse(Encoding.UTF8.GetBytes(line), Journal)!;

        Assert.Equal(line + "\n", Encoding.UTF8.GetString(JournalLine.Write(Journal, 1, item)));
    }

    private static string Display(string color) => new DisplayState([new DisplayedChannel("488", color, [120, 4500], 1)], null, null, null).ToJson();

    private JsonElement[] Lines() => [.. File.ReadLines(Assert.Single(Directory.GetFiles(_rig.Journals, "*.jsonl")))
        .Select(line => JsonDocument.Parse(line).RootElement)
        .Where(line => line.TryGetProperty("block", out _))];
}
