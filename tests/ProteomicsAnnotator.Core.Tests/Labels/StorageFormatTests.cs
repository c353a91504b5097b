using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using ProteomicsAnnotator.Core.Labels;

namespace ProteomicsAnnotator.Core.Tests.Labels;

/// <summary>Every example of docs/storage-format.md is what the program reads.</summary>
public sealed partial class StorageFormatTests
{
    [Fact]
    public void Examples_AreParsedByTheReaders()
    {
        List<(string Kind, string Text)> examples = ReadExamples();
        Assert.Equal(4, examples.Count(example => example.Kind == "json"));
        Assert.Equal(4, examples.Count(example => example.Kind == "jsonl"));
        foreach ((string kind, string text) in examples)
        {
            if (kind == "json")
            {
                CheckFile(text);
            }
            else
            {
                CheckJournal(text);
            }
        }
    }

    [Fact]
    public void WorkedExample_HasTheLabelThePageSays()
    {
        string[] lines = ReadExamples().Where(example => example.Kind == "jsonl").ElementAt(2).Text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        LabelEvent first = JournalLine.TryParse(Encoding.UTF8.GetBytes(lines[0]), "20240102T193000Z-ws-1-a")!;
        LabelEvent second = JournalLine.TryParse(Encoding.UTF8.GetBytes(lines[1]), "20240102T103100Z-ws-2-b")!;

        Assert.Equal(2, LabelMerge.Of([second, first]).Find(LabelRig.Key("block_0001"))?.Label);
    }

    [Fact]
    public void UserFile_WrittenAgain_IsTheExampleByteForByte()
    {
        string text = ReadExamples().First(example => example.Kind == "json").Text;
        LabelFile file = LabelFile.Parse(Encoding.UTF8.GetBytes(text), LabelFileShape.User);
        var folders = new NestedFolders("/mnt/share/data/blocks", _ => false);
        var merge = new LabelMerge();
        merge.AddRange(ForeignEntries.In(file, merge, folders).Events);
        var writer = new LabelFileWriter(LabelFileShape.User, file, merge.Snapshot, folders);

        Assert.True(writer.IsUpToDate());
        Assert.Equal(text, Encoding.UTF8.GetString(writer.Write("alice", new DateTimeOffset(2024, 1, 2, 10, 30, 0, TimeSpan.Zero))));
    }

    [GeneratedRegex("^```(?<kind>jsonl?)\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Fences { get; }

    private static List<(string Kind, string Text)> ReadExamples()
    {
        string folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "docs", "storage-format.md")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("docs/storage-format.md is not above the tests");
        }

        string page = File.ReadAllText(Path.Combine(folder, "docs", "storage-format.md"));
        return [.. Fences.Matches(page).Select(match => (match.Groups["kind"].Value, match.Groups["text"].Value))];
    }

    private static void CheckFile(string text)
    {
        using JsonDocument document = JsonDocument.Parse(text);
        if (document.RootElement.TryGetProperty("annotations", out _))
        {
            Assert.Equal(2, LabelFile.Parse(Encoding.UTF8.GetBytes(text), LabelFileShape.User).Flat.Count);
        }
        else if (document.RootElement.TryGetProperty("labels", out _))
        {
            Assert.Equal("alice", LabelFile.Parse(Encoding.UTF8.GetBytes(text), LabelFileShape.Final).Flat["block_0001"].By);
        }
    }

    private static void CheckJournal(string text)
    {
        JournalContent content = JournalContent.Parse(Encoding.UTF8.GetBytes(text), "journal", startsWithHeader: true);
        Assert.Equal(0, content.TornLines);
        Assert.False(content.EndsTorn);
        Assert.True(content.Header is not null || content.Events.Count is 2 or 5);
    }
}
