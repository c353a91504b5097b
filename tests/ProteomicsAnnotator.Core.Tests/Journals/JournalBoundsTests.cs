using System.Globalization;
using System.Text;
using System.Text.Json;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Merge;
using ProteomicsAnnotator.Core.Owners;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Snapshots;
using ProteomicsAnnotator.Core.Storage;
using ProteomicsAnnotator.Core.Tests.Labels;

namespace ProteomicsAnnotator.Core.Tests.Journals;

/// <summary>docs/storage-format.md, "Bounds": what a reader refuses, that it says so, and that a writer never writes it.</summary>
public sealed class JournalBoundsTests : IDisposable
{
    private const string Stray = "history/users/alice/20240102T080000Z-ws-7-ba9876543210.jsonl";
    private const long Bound = 281474976710656;
    private readonly LabelRig _rig = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _rig.Dispose();

    public static TheoryData<string, bool> Lines => new()
    {
        { Line(), true },
        { Line(clock: "281474976710656"), true },
        { Line(clock: "281474976710657"), false },
        { Line(clock: "9223372036854775807"), false },
        { Line(clock: "9223372036854775808"), false },
        { Line(clock: "-1"), false },
        { Line(clock: "0"), false },
        { Line(clock: "1.5"), false },
        { Line(clock: "1e3"), false },
        { Line(clock: "\"7\""), false },
        { Line(clock: "null"), false },
        { Line(clock: "[1]"), false },
        { Line(seq: "281474976710656"), true },
        { Line(seq: "281474976710657"), false },
        { Line(seq: "0"), false },
        { Line(seq: "true"), false },
        { Line(label: "2147483647"), true },
        { Line(label: "2147483648"), false },
        { Line(label: "2.0"), false },
        { Line(label: "\"2\""), false },
        { Line(label: "{}"), false },
        { Line(at: "\"9998-12-31T23:59:59.999999+00:00\""), true },
        { Line(at: "\"9999-01-01T00:00:00+00:00\""), false },
        { Line(at: "\"1970-01-01T00:00:00+00:00\""), true },
        { Line(at: "\"1969-12-31T23:59:59+00:00\""), false },
        { Line(at: "17"), false },
        { Line(at: "{\"a\":1}"), false },
        { Line(block: "\"block_1\""), false },
        { Line(block: "7"), false },
    };

    [Theory]
    [MemberData(nameof(Lines))]
    public async Task Line_BeyondABound_IsNoDecisionAndIsNamed_AndTheRestOfTheJournalCounts(string line, bool counts)
    {
        _rig.WriteShare(Stray, Header + line + "\n" + Line(seq: "2", block: "\"block_0009\"") + "\n");
        await using LabelShare share = await _rig.OpenAsync();
        UserLabels alice = await share.OpenUserAsync("alice", Ct);

        Assert.Equal(counts, alice.Current.Labels.Keys.Any(key => key.Block.Value == "block_0001"));
        Assert.NotNull(alice.Find(LabelRig.Key("block_0009")));
        Assert.Equal(!counts, alice.Notices.Any(notice => notice.Contains("20240102T080000Z-ws-7-ba9876543210", StringComparison.Ordinal) && notice.Contains("no decision", StringComparison.Ordinal)));
        ShareSnapshot whole = await share.ReadWholeAsync(Ct);
        Assert.Equal(!counts, whole.Votes.NotCounted.Any(notice => notice.Contains("no decision", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("281474976710656")]
    [InlineData("9223372036854775807")]
    [InlineData("281474976710657")]
    public async Task Set_BesideALineWithAHugeClock_IsInEffectOnEveryMachineAtOnce(string clock)
    {
        string line = Line(clock: clock, at: "\"2999-01-02T10:30:00+00:00\"");
        _rig.WriteShare(Stray, Header + line + "\n");
        await using LabelShare here = await _rig.OpenAsync("ws-1");
        UserLabels alice = await here.OpenUserAsync("alice", Ct);
        for (int i = 1; i <= 9; i++)
        {
            LabelResult result = await alice.SetAsync(LabelRig.Key($"block_000{i}"), 3, [], Ct);

            Assert.True(result.Accepted);
            Assert.Equal(3, alice.Find(LabelRig.Key($"block_000{i}"))?.Label);
        }

        await alice.SetAsync(LabelRig.Key("block_0002"), null, [], Ct);
        await using LabelShare there = await _rig.OpenAsync("ws-2");
        UserLabels same = await there.OpenUserAsync("alice", Ct);
        Assert.All(Enumerable.Range(1, 9), i => Assert.Equal(i == 2 ? null : 3, same.Find(LabelRig.Key($"block_000{i}"))?.Label));
        Assert.All(ClocksOfOwnLines(), written => Assert.InRange(written, 1, Bound));
    }

    [Fact]
    public async Task Import_OfAnEntryBesideABlockAtTheBound_IsReadAgain()
    {
        _rig.WriteShare(Stray, Header + Line(clock: "281474976710656") + "\n");
        _rig.WriteShare("users/alice.json", """{"annotations": {"block_0001": {"label": 2, "annotated_at": "2025-01-02T10:30:00+00:00"}}}""");
        await using (LabelShare share = await _rig.OpenAsync())
        {
            Assert.Equal(2, (await share.OpenUserAsync("alice", Ct)).Find(LabelRig.Key("block_0001"))?.Label);
        }

        await using LabelShare again = await _rig.OpenAsync("ws-2");
        Assert.Equal(2, (await again.OpenUserAsync("alice", Ct)).Find(LabelRig.Key("block_0001"))?.Label);
    }

    [Theory]
    [InlineData("users/alice.json", "annotations", "label", "annotated_at")]
    [InlineData("admin/final_labels.json", "labels", "final_label", "set_at")]
    public async Task Entry_TooLongForALine_IsNamedAndStays_AndTheOthersAreTakenOver(string place, string entries, string label, string at)
    {
        string time = $"\"{at}\": \"2024-01-02T10:30:00+00:00\"";
        string folder = "/data/" + new string('x', 70_000);
        string longBy = place.StartsWith("admin", StringComparison.Ordinal)
            ? $$"""
               "block_0007": {"{{label}}": 1, "set_by": "{{new string('y', 70_000)}}", {{time}} },
               """
            : "";
        _rig.WriteShare(place, $$"""
            {"{{entries}}": { {{longBy}} "block_0001": {"{{label}}": 2, {{time}} }, "{{folder}}": {"block_0009": {"{{label}}": 1, {{time}} } }, "/data/pilot": {"block_0001": {"{{label}}": 3, {{time}} } } } }
            """);
        await using LabelShare share = await _rig.OpenAsync();
        bool isAdmin = longBy.Length > 0;
        UserLabels? alice = isAdmin ? null : await share.OpenUserAsync("alice", Ct);
        FinalLabels? finals = isAdmin ? await share.OpenFinalLabelsAsync("alice", Ct) : null;
        LabelSnapshot current = alice?.Current ?? finals!.Current;

        Assert.Equal(2, current.Find(LabelRig.Key("block_0001"))?.Label);
        Assert.Equal(3, current.Find(LabelRig.Key("block_0001") with { Root = "/data/pilot" })?.Label);
        Assert.Equal(2, current.Count);
        IReadOnlyList<string> notices = alice?.Notices ?? finals!.Notices;
        Assert.Contains(notices, notice => notice.Contains("block_0009", StringComparison.Ordinal) && notice.Contains("too long", StringComparison.Ordinal));
        Assert.True((isAdmin
            ? await finals!.SetAsync([LabelRig.Key("block_0002")], 1, Ct)
            : await alice!.SetAsync(LabelRig.Key("block_0002"), 1, [], Ct)).Accepted);
        await share.FlushAsync(LabelRig.Patient.Closing);
        string written = await File.ReadAllTextAsync(Path.Combine(_rig.Annotations, place), Ct);
        Assert.Contains(folder, written, StringComparison.Ordinal);
        Assert.Contains("updated_at", written, StringComparison.Ordinal);
        Assert.Equal(isAdmin, written.Contains("yyyy", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(65536, true)]
    [InlineData(65537, false)]
    public async Task Line_OfTheGreatestLength_Counts_OneByteMoreIsNamed(int length, bool counts)
    {
        string line = Line();
        line = line[..^1] + ",\"x\":\"" + new string('y', length - line.Length - 8) + "\"}";
        Assert.Equal(length, line.Length + 1);
        _rig.WriteShare(Stray, Header + line + "\n");
        await using LabelShare share = await _rig.OpenAsync();
        UserLabels alice = await share.OpenUserAsync("alice", Ct);

        Assert.Equal(counts, alice.Find(LabelRig.Key("block_0001")) is not null);
        Assert.Equal(!counts, alice.Notices.Any(notice => notice.Contains("65536", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Set_BlockWithThousandsOfChannels_IsWrittenAsALineThatIsReadElsewhere()
    {
        SeenFile[] seen = [.. Enumerable.Range(0, 3000).Select(i => new SeenFile($"channel {new string('ä', 60)} {i:d4}.tif", "4194304-1704187800000000000"))];
        await using (LabelShare share = await _rig.OpenAsync())
        {
            UserLabels alice = await share.OpenUserAsync("alice", Ct);
            Assert.True((await alice.SetAsync(LabelRig.Key("block_0001"), 2, seen, Ct)).Accepted);
        }

        byte[] line = Encoding.UTF8.GetBytes(OwnLines().Single(text => text.Contains("\"label\"", StringComparison.Ordinal)));
        Assert.InRange(line.Length, 60000, 65535);
        using JsonDocument document = JsonDocument.Parse(line);
        int kept = document.RootElement.GetProperty("seen").GetArrayLength();
        Assert.Equal(seen.Length, kept + document.RootElement.GetProperty("seen_omitted").GetInt32());
        await using LabelShare there = await _rig.OpenAsync("ws-2");
        LabelEntry? entry = (await there.OpenUserAsync("alice", Ct)).Find(LabelRig.Key("block_0001"));
        Assert.Equal(2, entry?.Label);
        Assert.Equal(seen[..kept], entry?.Seen);
    }

    [Theory]
    [InlineData("""{"format":3000000000}""")]
    [InlineData("""{"format":1e400}""")]
    [InlineData("""{"format":"two"}""")]
    [InlineData("""{"format":0}""")]
    [InlineData("""{"format":9,"pid":1e99,"process_started":"x","classes":7}""")]
    public async Task Header_WithAFormatNobodyKnows_StopsDerivingAndExports(string header)
    {
        _rig.WriteShare(Stray, header + "\n" + Line() + "\n");
        await using LabelShare share = await _rig.OpenAsync();

        Assert.Contains("ws-7", await share.LookForNewerAsync(Ct), StringComparison.Ordinal);
        Assert.Contains("ws-7", (await share.ReadWholeAsync(Ct)).UpdateNeeded, StringComparison.Ordinal);
        await share.OpenUserAsync("alice", Ct);
        Assert.False(File.Exists(_rig.UserFile));
    }

    [Fact]
    public void Writer_DecisionNoReaderWouldTake_IsRefusedInWords()
    {
        var tooHigh = new LabelEvent
        {
            Id = new EventId("j", 1),
            Clock = Bound + 1,
            At = DateTimeOffset.UnixEpoch,
            Key = LabelRig.Key("block_0001"),
            Label = 1,
        };

        StorageException fault = Assert.Throws<StorageException>(() => JournalLine.Write("j", 1, tooHigh));
        Assert.Contains("clock", fault.Message, StringComparison.Ordinal);
    }

    private const string Header = "{\"format\":1,\"program\":\"1.0.0\",\"host\":\"ws-7\"}\n";

    private static string Line(
        string seq = "1", string clock = "1", string at = "\"2024-01-02T10:30:00+00:00\"", string block = "\"block_0001\"", string label = "1") =>
        $$"""{"seq":{{seq}},"clock":{{clock}},"at":{{at}},"block":{{block}},"label":{{label}},"was":null}""";

    private IEnumerable<string> OwnLines() => Directory.GetFiles(_rig.Journals)
        .Where(path => !path.Contains("ws-7", StringComparison.Ordinal))
        .SelectMany(File.ReadAllLines);

    private IEnumerable<long> ClocksOfOwnLines()
    {
        foreach (string line in OwnLines())
        {
            using JsonDocument document = JsonDocument.Parse(line);
            if (document.RootElement.TryGetProperty("clock", out JsonElement clock))
            {
                yield return long.Parse(clock.GetRawText(), CultureInfo.InvariantCulture);
            }
        }
    }
}
