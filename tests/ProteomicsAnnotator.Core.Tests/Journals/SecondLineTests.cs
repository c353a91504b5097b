using System.Text;
using System.Text.Json;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Tests.Labels;

namespace ProteomicsAnnotator.Core.Tests.Journals;

/// <summary>Lines with an independent second adjudication, as they are read, refused and written again.</summary>
public sealed class SecondLineTests
{
    private const string Journal = "20240102T102900Z-ws-12-0123456789ab";
    private const string Start = "{\"seq\":1,\"clock\":2,\"at\":\"2024-01-02T10:31:00+00:00\",";

    public static TheoryData<string, string> Refused => new()
    {
        { """{"by":"ann","second":{"label":1}}""", "names no block" },
        { """{"by":"ann","second":{"block":"../x","label":1}}""", "is no block" },
        { """{"by":"ann","second":{"block":"block_0001"}}""", "second has no label" },
        { """{"by":"ann","second":{"block":"block_0001","label":"2"}}""", "label of its second is no whole number" },
        { """{"by":"ann","second":{"block":"block_0001","label":2147483648}}""", "label of its second is no whole number" },
        { """{"by":"ann","second":[]}""", "second is no object" },
        { """{"second":{"block":"block_0001","label":1}}""", "does not say whose it is" },
        { """{"by":"","second":{"block":"block_0001","label":1}}""", "does not say whose it is" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void Second_ThatIsNone_IsNamedAndCountsNowhere(string second, string words)
    {
        ParsedLine parsed = Parse(Start + second[1..]);
        Assert.Null(parsed.Event);
        Assert.Contains(words, parsed.Refusal, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3, """{"block":"block_0001","label":3}""")]
    [InlineData(null, """{"block":"block_0001","label":null}""")]
    public void Second_Written_IsReadAgain_AndHasNoLabelAtItsTop(int? label, string expected)
    {
        var second = new LabelEvent
        {
            Id = new EventId(Journal, 1),
            Clock = 2,
            At = new DateTimeOffset(2024, 1, 2, 10, 31, 0, TimeSpan.Zero),
            Key = LabelRig.Key("block_0001"),
            Kind = DecisionKind.Second,
            Label = label,
            By = "ann",
        };
        string line = Write(second);
        Assert.Equal($$$"""{"seq":1,"clock":2,"at":"2024-01-02T10:31:00+00:00","second":{{{expected}}},"by":"ann"}""", line.TrimEnd());
        LabelEvent read = Parse(line.TrimEnd()).Event!;
        Assert.Equal((DecisionKind.Second, label, second.Key, "ann"), (read.Kind, read.Label, read.Key, read.By));
    }

    [Fact]
    public void Second_OfALaterVersion_KeepsMembersThatAreNotKnownHere_AndBesideALabelItIsOne()
    {
        const string Later = """{"block":"block_0001","label":3,"sure":0.50}""";
        LabelEvent second = Parse(Start + $"\"by\":\"ann\",\"second\":{Later},\"run\":\"a\"}}").Event!;
        using JsonDocument written = JsonDocument.Parse(JournalLine.Write("another", 9, second));
        Assert.True(JsonElement.DeepEquals(JsonDocument.Parse(Later).RootElement, written.RootElement.GetProperty("second")));
        Assert.Equal("a", written.RootElement.GetProperty("run").GetString());

        const string Member = "\"second\":{\"block\":\"block_0002\",\"label\":1}";
        LabelEvent label = Parse(Start + $"\"block\":\"block_0001\",{Member},\"label\":2,\"was\":null}}").Event!;
        Assert.Equal((2, DecisionKind.Label), (label.Label, label.Kind));
        Assert.Contains(Member, Write(label), StringComparison.Ordinal);
    }

    private static ParsedLine Parse(string line) => JournalLine.Parse(Encoding.UTF8.GetBytes(line), Journal);

    private static string Write(LabelEvent item) => Encoding.UTF8.GetString(JournalLine.Write(Journal, item.Id.Seq, item));
}
