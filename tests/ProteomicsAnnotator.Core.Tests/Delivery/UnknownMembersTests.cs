using System.Text;
using System.Text.Json;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Tests.Labels;

namespace ProteomicsAnnotator.Core.Tests.Delivery;

/// <summary>Members of a line that a newer program wrote go wherever the decision goes.</summary>
public sealed class UnknownMembersTests : IDisposable
{
    private const string Journal = "20240102T080000Z-ws-1-ba9876543210";
    private const string Others = """ "unsure":true,"note":"two \"cells\", ä\u00e4","via":{"gallery":[1,2.50,{"x":null}]},"ev":"e" """;
    private readonly LabelRig _rig = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task WaitingLine_IsDeliveredWithAllItsMembers()
    {
        await WriteWaitingAsync(Line(Others));

        await using LabelShare share = await _rig.OpenAsync();
        UserLabels labels = await share.OpenUserAsync("alice", Ct);

        await Eventually.IsTrueAsync(() => share.Undelivered == 0 && _rig.Waiting().Length == 0, "the label is delivered, and the file gone");
        Assert.Equal(2, labels.Find(LabelRig.Key("block_0001"))?.Label);
        AssertHasOthers(Delivered());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task LineThatAnOlderCopyOfTheShareLacks_IsBroughtBackWithAllItsMembers(bool usesTheCache)
    {
        _rig.WriteShare($"history/users/alice/{Journal}.jsonl", "{\"format\":1,\"program\":\"2.0\",\"host\":\"ws-1\"}\n" + Line(Others));
        await using (LabelShare share = await _rig.OpenAsync())
        {
            Assert.Equal(1, (await share.OpenUserAsync("alice", Ct)).Current.Count);
        }

        if (usesTheCache)
        {
            File.Delete(Path.Combine(_rig.Journals, Journal + ".jsonl"));
            await using LabelShare restored = await _rig.OpenAsync();
            await restored.OpenUserAsync("alice", Ct);
        }
        else
        {
            await using LabelShare running = await _rig.OpenAsync();
            await running.OpenUserAsync("alice", Ct);
            File.Delete(Path.Combine(_rig.Journals, Journal + ".jsonl"));
            await Eventually.IsTrueAsync(() => OwnReader.Merge(_rig.Journals).ContainsKey("block_0001"), "the line is brought back");
        }

        AssertHasOthers(Delivered());
    }

    [Fact]
    public async Task LineThatWasDelivered_IsRememberedWithAllItsMembers()
    {
        await WriteWaitingAsync(Line(Others));
        await using LabelShare share = await _rig.OpenAsync();
        await share.OpenUserAsync("alice", Ct);

        await Eventually.IsTrueAsync(() => _rig.Remembered().Length == 1 && File.ReadAllText(_rig.Remembered()[0]).Contains("block_0001", StringComparison.Ordinal), "it is remembered");
        AssertHasOthers((await File.ReadAllLinesAsync(_rig.Remembered()[0], Ct)).Single(line => line.Contains("block_0001", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task MembersThatWouldMakeTheLineTooLong_StayInTheFileHere()
    {
        int room = JournalBounds.MaxLineBytes - Line("\"note\":\"\"").Length;
        await WriteWaitingAsync(Line($"\"note\":\"{new string('n', room)}\""));

        await using LabelShare share = await _rig.OpenAsync();
        UserLabels labels = await share.OpenUserAsync("alice", Ct);

        await Eventually.IsTrueAsync(() => share.Undelivered == 0, "the label is delivered");
        Assert.Contains("block_0001", Delivered(), StringComparison.Ordinal);
        string file = Assert.Single(_rig.Waiting());
        Assert.Contains(labels.Notices, notice => notice.Contains(file, StringComparison.Ordinal) && notice.Contains("stays as it is", StringComparison.Ordinal));
    }

    [Fact]
    public void SeenOmitted_IsKept_AndGrowsWhenMoreIsLeftOut()
    {
        string seen = string.Join(',', Enumerable.Range(0, 700).Select(i => $"{{\"file\":\"channel_with_a_long_name_{i:0000}.tif\",\"version\":\"4194304-1704187800000000000\"}}"));
        LabelEvent few = Parse(Line("\"seen\":[{\"file\":\"a.tif\",\"version\":\"1-1\"}],\"seen_omitted\":5"));
        LabelEvent many = Parse(Line($"\"seen\":[{seen}],\"seen_omitted\":5"));

        using JsonDocument short1 = JsonDocument.Parse(JournalLine.Write("other", 1, few));
        using JsonDocument long1 = JsonDocument.Parse(JournalLine.Write("another-journal-with-a-name-" + new string('x', 900), 1, many));

        Assert.Equal(5, short1.RootElement.GetProperty("seen_omitted").GetInt32());
        Assert.Equal(705, long1.RootElement.GetProperty("seen").GetArrayLength() + long1.RootElement.GetProperty("seen_omitted").GetInt32());
    }

    private static LabelEvent Parse(string line) => JournalLine.TryParse(Encoding.UTF8.GetBytes(line.TrimEnd()), Journal)!;

    private static string Line(string others) =>
        $"{{\"seq\":1,\"clock\":1,\"at\":\"2024-01-02T08:00:01+00:00\",\"block\":\"block_0001\",{others.Trim()},\"label\":2,\"was\":null}}\n";

    private static void AssertHasOthers(string line)
    {
        using JsonDocument expected = JsonDocument.Parse("{" + Others + "}");
        using JsonDocument found = JsonDocument.Parse(line);
        Assert.All(expected.RootElement.EnumerateObject(), member =>
            Assert.True(JsonElement.DeepEquals(member.Value, found.RootElement.GetProperty(member.Name)), member.Name));
        Assert.Equal(Journal, found.RootElement.GetProperty("journal").GetString());
    }

    /// <summary>The line as it stands on the share, in whichever journal.</summary>
    private string Delivered() => Directory.GetFiles(_rig.Journals)
        .SelectMany(File.ReadAllLines)
        .Single(line => line.Contains("block_0001", StringComparison.Ordinal));

    private async Task WriteWaitingAsync(string line)
    {
        // The state folder's part for this share has a name that only a program knows: one makes it.
        await using (LabelShare share = await _rig.OpenAsync())
        {
            Assert.True(share.State.IsAvailable);
        }

        string share1 = Assert.Single(Directory.GetDirectories(Path.Combine(_rig.Folder, "state-ws-1", "shares")));
        string folder = Path.Combine(share1, "ws-1", "users", "alice");
        Directory.CreateDirectory(folder);
        await File.WriteAllBytesAsync(
            Path.Combine(folder, Journal + ".jsonl"),
            Encoding.UTF8.GetBytes("{\"format\":1,\"program\":\"2.0\",\"host\":\"ws-1\",\"pid\":2147483646,\"process_started\":1}\n" + line),
            Ct);
    }
}
