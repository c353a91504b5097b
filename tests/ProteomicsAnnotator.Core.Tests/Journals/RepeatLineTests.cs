using System.Text;
using System.Text.Json;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Tests.Labels;

namespace ProteomicsAnnotator.Core.Tests.Journals;

/// <summary>Lines with the answer of a self-check, as they are read, refused and written again.</summary>
public sealed class RepeatLineTests
{
    private const string Journal = "20240102T102900Z-ws-12-0123456789ab";
    private const string Start = "{\"seq\":1,\"clock\":2,\"at\":\"2024-01-02T10:31:00+00:00\",";

    public static TheoryData<string, string> Refused => new()
    {
        { """{"repeat":{"label":1}}""", "names no block" },
        { """{"repeat":{"block":"block_1","label":1}}""", "is no block" },
        { """{"repeat":{"block":7,"label":1}}""", "block of its repeat is no text" },
        { """{"repeat":{"block":"block_0001","root":[],"label":1}}""", "root of its repeat is no text" },
        { """{"repeat":{"block":"block_0001"}}""", "repeat has no label" },
        { """{"repeat":{"block":"block_0001","label":"2"}}""", "label of its repeat is no whole number" },
        { """{"repeat":{"block":"block_0001","label":2.5}}""", "label of its repeat is no whole number" },
        { """{"repeat":{"block":"block_0001","label":2147483648}}""", "label of its repeat is no whole number" },
        { """{"repeat":{"block":"block_0001","label":{"x":1}}}""", "label of its repeat is no whole number" },
        { """{"repeat":2}""", "repeat is no object" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void Repeat_ThatIsNone_IsNamedAndCountsNowhere(string repeat, string words)
    {
        ParsedLine parsed = Parse(Start + repeat[1..]);
        Assert.Null(parsed.Event);
        Assert.Contains(words, parsed.Refusal, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"seq\":0,\"clock\":2,\"at\":\"2024-01-02T10:31:00+00:00\"")]
    [InlineData("\"seq\":1,\"clock\":281474976710657,\"at\":\"2024-01-02T10:31:00+00:00\"")]
    [InlineData("\"seq\":1,\"clock\":2,\"at\":\"1969-01-02T10:31:00+00:00\"")]
    public void Repeat_BeyondABound_IsNamed(string start) =>
        Assert.NotNull(Parse("{" + start + ",\"repeat\":{\"block\":\"block_0001\",\"label\":1}}").Refusal);

    [Fact]
    public void Repeat_OfALaterVersionsBlock_StopsDerivingLikeAnyDecision() =>
        Assert.True(Parse(Start + "\"repeat\":{\"block\":\"volume_3/cube_17\",\"label\":1}}").NamesUnknownBlock);

    [Theory]
    [InlineData("\"repeat\":{\"block\":\"block_0001\"")]
    [InlineData("\"repeat\":{\"block\":\"block_0001\",\"label\":1}")]
    public void Repeat_TornAtItsEnd_IsNoDecision(string rest) => Assert.True(Parse(Start + rest).IsTorn);

    [Fact]
    public void Label_BesideARepeat_CountsAndTakesItAlong()
    {
        const string Member = "\"repeat\":{\"block\":\"block_0002\",\"label\":1}";
        LabelEvent label = Parse(Start + $"\"block\":\"block_0001\",{Member},\"label\":2,\"was\":null}}").Event!;
        Assert.Equal((2, DecisionKind.Label), (label.Label, label.Kind));
        Assert.Contains(Member, Write(label), StringComparison.Ordinal);
    }

    [Fact]
    public void Repeat_OfALaterVersion_KeepsMembersThatAreNotKnownHere()
    {
        const string Later = """{"block":"block_0001","root":"/data/pilot","label":3,"unsure":true,"seconds":4.50}""";
        LabelEvent repeat = Parse(Start + $"\"repeat\":{Later},\"run\":\"a\"}}").Event!;
        Assert.Equal((DecisionKind.Repeat, 3, "/data/pilot", default(MarkChange)), (repeat.Kind, repeat.Label, repeat.Key.Root, repeat.Mark));

        using JsonDocument written = JsonDocument.Parse(JournalLine.Write("another", 9, repeat));
        Assert.True(JsonElement.DeepEquals(JsonDocument.Parse(Later).RootElement, written.RootElement.GetProperty("repeat")));
        Assert.Equal(("a", Journal), (written.RootElement.GetProperty("run").GetString(), written.RootElement.GetProperty("journal").GetString()));
    }

    [Theory]
    [InlineData(3, """{"block":"block_0001","label":3}""")]
    [InlineData(null, """{"block":"block_0001","label":null}""")]
    public void Repeat_Written_IsReadAgain_AndHasNoLabelAtItsTop(int? label, string expected)
    {
        var repeat = new LabelEvent
        {
            Id = new EventId(Journal, 1),
            Clock = 2,
            At = new DateTimeOffset(2024, 1, 2, 10, 31, 0, TimeSpan.Zero),
            Key = LabelRig.Key("block_0001"),
            Kind = DecisionKind.Repeat,
            Label = label,
        };
        string line = Write(repeat);
        Assert.Equal($$$"""{"seq":1,"clock":2,"at":"2024-01-02T10:31:00+00:00","repeat":{{{expected}}}}""", line.TrimEnd());
        LabelEvent read = Parse(line.TrimEnd()).Event!;
        Assert.Equal((DecisionKind.Repeat, label, repeat.Key), (read.Kind, read.Label, read.Key));
    }

    private static ParsedLine Parse(string line) => JournalLine.Parse(Encoding.UTF8.GetBytes(line), Journal);

    private static string Write(LabelEvent item) => Encoding.UTF8.GetString(JournalLine.Write(Journal, item.Id.Seq, item));
}
