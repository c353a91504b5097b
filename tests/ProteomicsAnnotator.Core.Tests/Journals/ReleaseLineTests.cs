using System.Text;
using ProteomicsAnnotator.Core.Journals;

namespace ProteomicsAnnotator.Core.Tests.Journals;

/// <summary>The line that says what a release was: what a reader takes from it, and that it decides nothing else.</summary>
public sealed class ReleaseLineTests
{
    private const string Line = """{"seq":1,"clock":13,"at":"2024-03-01T09:00:00+00:00","by":"ann","release":{"name":"2024-03","manifest_sha256":"ab12"}}""";

    [Fact]
    public void Line_IsReadAndWrittenTheSame_AndIsNoDecisionAboutABlock()
    {
        JournalContent content = Parse(Line);

        ReleaseDecision release = Assert.Single(content.Releases);
        Assert.Equal(("2024-03", "ab12", "ann", 13L), (release.Name, release.ManifestSha256, release.By, release.Clock));
        Assert.Equal(new DateTimeOffset(2024, 3, 1, 9, 0, 0, TimeSpan.Zero), release.At);
        Assert.Equal(new EventId("j", 1), release.Id);
        Assert.Equal(Line + "\n", Encoding.UTF8.GetString(release.ToLine()));
        Assert.Empty(content.Events);
        Assert.Empty(content.Refusals);
        Assert.Equal(0, content.TornLines);
    }

    [Theory]
    [InlineData(""","extra":[1,{"a":2}]""", """,      "blocks":10""")]
    public void Line_OfALaterVersion_WithFurtherMembers_IsRead(string outside, string inside)
    {
        string later = Line.Replace("}}", inside + "}" + outside + "}", StringComparison.Ordinal);

        Assert.Equal("2024-03", Assert.Single(Parse(later).Releases).Name);
    }

    [Theory]
    [InlineData("\"seq\":1", "\"seq\":0")]
    [InlineData("\"clock\":13", "\"clock\":281474976710657")]
    [InlineData("2024-03-01T09:00:00+00:00", "yesterday")]
    [InlineData("\"name\":\"2024-03\"", "\"name\":7")]
    [InlineData("\"manifest_sha256\":\"ab12\"", "\"other\":1")]
    [InlineData("{\"name\"", "[1],\"x\":{\"name\"")]
    public void Line_BeyondABound_IsNone(string part, string instead) =>
        Assert.Empty(Parse(Line.Replace(part, instead, StringComparison.Ordinal)).Releases);

    private static JournalContent Parse(string line) => JournalContent.Parse(Encoding.UTF8.GetBytes(line + "\n"), "j", startsWithHeader: false);
}
