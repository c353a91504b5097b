using System.Text;
using System.Text.Json;
using ProteomicsAnnotator.Core.Journals;

namespace ProteomicsAnnotator.Core.Tests.Journals;

/// <summary>Lines with a flag or a note, as they are read, refused and written again.</summary>
public sealed class MarkLineTests
{
    private const string Journal = "20240102T102900Z-ws-12-0123456789ab";
    private const string Start = "{\"seq\":1,\"clock\":2,\"at\":\"2024-01-02T10:31:00+00:00\",";

    public static TheoryData<string, string> Refused => new()
    {
        { """{"mark":{"unsure":true}}""", "names no block" },
        { """{"mark":{"block":"../x","unsure":true}}""", "is no block" },
        { """{"mark":{"block":7,"unsure":true}}""", "block of its mark is no text" },
        { """{"mark":{"block":"block_0001","root":true,"unsure":true}}""", "root of its mark is no text" },
        { """{"mark":{"block":"block_0001","unsure":"yes"}}""", "unsure is neither" },
        { """{"mark":{"block":"block_0001","note":5}}""", "note is no line" },
        { """{"mark":{"block":"block_0001","note":"a\tb"}}""", "note is no line" },
        { """{"mark":{"block":"block_0001","note":"\ud83d"}}""", "note is no line" },
        { $$$"""{"mark":{"block":"block_0001","note":"{{{new string('x', 1001)}}}"}}""", "note is no line" },
        { """{"mark":{"block":"block_0001","unusable":true}}""", "unusable is no line" },
        { """{"mark":[]}""", "mark is no object" },
        { """{"mark":null}""", "mark is no object" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void Mark_ThatIsNone_IsNamedAndCountsNowhere(string mark, string words)
    {
        ParsedLine parsed = Parse(Start + mark[1..]);
        Assert.Null(parsed.Event);
        Assert.Contains(words, parsed.Refusal, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"note\":5")]
    [InlineData("\"note\":\"a\\u0000b\"")]
    [InlineData("\"unsure\":\"yes\"")]
    [InlineData("\"mark\":{\"block\":\"block_0002\",\"unsure\":true}")]
    public void Label_BesideSomethingThatIsNoFlagOrNote_CountsAndTakesItAlong(string member)
    {
        LabelEvent label = Parse(Start + $"\"block\":\"block_0001\",{member},\"label\":2,\"was\":null}}").Event!;
        Assert.Equal((2, DecisionKind.Label, default(MarkChange)), (label.Label, label.Kind, label.Mark));
        Assert.Contains(member, Write(label), StringComparison.Ordinal);
    }

    [Fact]
    public void Mark_OfALaterVersion_KeepsMembersThatAreNotKnownHere()
    {
        const string Later = """{"block":"block_0001","unsure":true,"decided":"out of focus","by":{"x":[1,2.50]}}""";
        LabelEvent mark = Parse(Start + $"\"mark\":{Later},\"via\":\"gallery\"}}").Event!;
        Assert.Equal((DecisionKind.Mark, null, new MarkChange(true, null)), (mark.Kind, mark.Label, mark.Mark));

        using JsonDocument written = JsonDocument.Parse(JournalLine.Write("another", 9, mark));
        Assert.True(JsonElement.DeepEquals(JsonDocument.Parse(Later).RootElement, written.RootElement.GetProperty("mark")));
        Assert.Equal(("gallery", Journal), (written.RootElement.GetProperty("via").GetString(), written.RootElement.GetProperty("journal").GetString()));
    }

    [Theory]
    [InlineData(true, "dim", null, """{"block":"block_0001","unsure":true,"note":"dim"}""")]
    [InlineData(false, null, null, """{"block":"block_0001","unsure":null}""")]
    [InlineData(null, "", null, """{"block":"block_0001","note":null}""")]
    [InlineData(null, "=1+1 \"ä\"", null, """{"block":"block_0001","note":"=1+1 \"ä\""}""")]
    [InlineData(null, "", "out of focus", """{"block":"block_0001","note":null,"unusable":"out of focus"}""")]
    [InlineData(null, null, "", """{"block":"block_0001","unusable":null}""")]
    public void Mark_Written_IsReadAgain(bool? unsure, string? note, string? unusable, string expected)
    {
        var mark = new LabelEvent
        {
            Id = new EventId(Journal, 1),
            Clock = 2,
            At = new DateTimeOffset(2024, 1, 2, 10, 31, 0, TimeSpan.Zero),
            Key = Labels.LabelRig.Key("block_0001"),
            Kind = DecisionKind.Mark,
            Mark = new MarkChange(unsure, note) { Unusable = unusable },
        };
        string line = Write(mark);
        Assert.Contains($"\"mark\":{expected}", line.Replace("\\\"", "\\\"", StringComparison.Ordinal), StringComparison.Ordinal);
        LabelEvent read = Parse(line.TrimEnd()).Event!;
        Assert.Equal((DecisionKind.Mark, mark.Mark, mark.Key), (read.Kind, read.Mark, read.Key));
    }

    [Fact]
    public void LongestNote_OfPairsOfSurrogates_FitsALine()
    {
        string note = string.Concat(Enumerable.Repeat("😀", NoteText.MaxLength));
        Assert.Null(NoteText.WhyNot(note));
        Assert.Contains("1,001 characters", NoteText.WhyNot(note + "x"), StringComparison.Ordinal);
        Assert.Contains("half a character", NoteText.WhyNot("a" + note[..1]), StringComparison.Ordinal);
        Assert.Null(NoteText.WhyNot("\uFFFD"));
        LabelEvent mark = Parse(Start + $"\"mark\":{{\"block\":\"block_0001\",\"note\":\"{note}\"}}}}").Event!;
        Assert.Equal(note, Parse(Write(mark).TrimEnd()).Event!.Mark.Note);
    }

    private static ParsedLine Parse(string line) => JournalLine.Parse(Encoding.UTF8.GetBytes(line), Journal);

    private static string Write(LabelEvent item) => Encoding.UTF8.GetString(JournalLine.Write(Journal, item.Id.Seq, item));
}
