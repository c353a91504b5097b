using System.Text;
using System.Text.Json;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Tests.Labels;

namespace ProteomicsAnnotator.Core.Tests.Journals;

/// <summary>The member <c>not_blind</c> of a line, as it is read and written again.</summary>
public sealed class NotBlindLineTests
{
    private const string Journal = "20240102T102900Z-ws-12-0123456789ab";
    private const string Start = "{\"seq\":1,\"clock\":2,\"at\":\"2024-01-02T10:31:00+00:00\",";

    [Theory]
    [InlineData("true", true)]
    [InlineData("false", false)]
    [InlineData("null", false)]
    [InlineData("1", false)]
    [InlineData("\"true\"", false)]
    [InlineData("{\"since\":[1,2]}", false)]
    public void OnlyTrue_SaysSo_AndEverythingElseStaysAsItIs(string value, bool expected)
    {
        LabelEvent item = Parse(Start + $"\"not_blind\":{value},\"block\":\"block_0001\",\"label\":2,\"was\":null,\"run\":\"a\"}}").Event!;
        Assert.Equal((2, expected), (item.Label, item.IsNotBlind));

        JsonElement written = JsonDocument.Parse(JournalLine.Write(Journal, 1, item)).RootElement;
        Assert.Equal((value, "a"), (written.GetProperty("not_blind").GetRawText(), written.GetProperty("run").GetString()));
        Assert.Single(written.EnumerateObject(), member => member.Name == "not_blind");
    }

    [Fact]
    public void BlindLabel_HasNoSuchMember()
    {
        string line = Encoding.UTF8.GetString(JournalLine.Write(Journal, 1, Label(isNotBlind: false)));
        Assert.Equal("""{"seq":1,"clock":2,"at":"2024-01-02T10:31:00+00:00","block":"block_0001","label":2,"was":null}""", line.TrimEnd());
        Assert.Equal(line.TrimEnd()[..^1] + ",\"not_blind\":true}", Encoding.UTF8.GetString(JournalLine.Write(Journal, 1, Label(isNotBlind: true))).TrimEnd());
    }

    [Fact]
    public void MarkWithSuchAMember_IsAMark_AndTakesItAlong()
    {
        LabelEvent mark = Parse(Start + "\"mark\":{\"block\":\"block_0001\",\"unsure\":true},\"not_blind\":true}").Event!;
        Assert.Equal(DecisionKind.Mark, mark.Kind);
        Assert.True(JsonDocument.Parse(JournalLine.Write(Journal, 1, mark)).RootElement.GetProperty("not_blind").GetBoolean());
    }

    [Fact]
    public void Cache_HoldsIt()
    {
        var cached = new CachedJournals([], [Label(isNotBlind: true), Label(isNotBlind: false)], null);
        CachedJournals read = CacheFormat.Read(CacheFormat.Write("root", cached), "root")!;
        Assert.Equal([true, false], read.Events.Select(item => item.IsNotBlind));
    }

    private static LabelEvent Label(bool isNotBlind) => new()
    {
        Id = new EventId(Journal, 1),
        Clock = 2,
        At = new DateTimeOffset(2024, 1, 2, 10, 31, 0, TimeSpan.Zero),
        Key = LabelRig.Key("block_0001"),
        Label = 2,
        IsNotBlind = isNotBlind,
    };

    private static ParsedLine Parse(string line) => JournalLine.Parse(Encoding.UTF8.GetBytes(line), Journal);
}
