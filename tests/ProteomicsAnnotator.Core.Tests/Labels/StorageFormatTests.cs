using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.LabelFiles;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Merge;
using ProteomicsAnnotator.Core.Planning;
using ProteomicsAnnotator.Core.Predictions;
using ProteomicsAnnotator.Core.Releases;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Share;

namespace ProteomicsAnnotator.Core.Tests.Labels;

/// <summary>Every example of docs/storage-format.md is what the program reads.</summary>
public sealed partial class StorageFormatTests
{
    /// <summary>What each block of journal lines holds: decisions, and whether it begins with a header.</summary>
    [Fact]
    public void Journals_OfTheExamples_AreWhatTheReaderReads()
    {
        string[] journals = [.. ReadExamples().Where(example => example.Kind == "jsonl").Select(example => example.Text)];
        (bool, int)[] expected = [(true, 0), (false, 5), (false, 7), (false, 1), (false, 3), (false, 3), (false, 2), (false, 0), (false, 2), (false, 0), (true, 0)];

        Assert.Equal(expected, journals.Select(text =>
        {
            JournalContent content = JournalContent.Parse(Encoding.UTF8.GetBytes(text), "journal", startsWithHeader: true);
            Assert.Equal(0, content.TornLines);
            Assert.False(content.EndsTorn);
            return (content.Header is not null, content.Events.Count);
        }));
        LabelEvent[] decisions = [.. JournalContent.Parse(Encoding.UTF8.GetBytes(journals[1]), "20240102T102900Z-ws-12-0123456789ab", startsWithHeader: true).Events];
        Assert.Equal([1, 2, null, 3, 1], decisions.Select(decision => decision.Label));
        Assert.Equal([17L, 18, 19, 4, 12], decisions.Select(decision => decision.Clock));
        Assert.Equal("/data/pilot", decisions[1].Key.Root);
        Assert.Equal("import-00112233445566778899aabbccddeeff", decisions[3].Id.ToString());
        Assert.Equal("20240102T080000Z-ws-12-ba9876543210:9", decisions[4].Id.ToString());
        LabelEvent[] marks = [.. JournalContent.Parse(Encoding.UTF8.GetBytes(journals[2]), "20240102T102900Z-ws-12-0123456789ab", startsWithHeader: true).Events];
        Assert.Equal([true, true, true, false, false, false, true], marks.Select(mark => mark.Kind == DecisionKind.Mark));
        Assert.Equal(
            [new MarkChange(true, null), new MarkChange(null, "the edge is cut off"), new MarkChange(false, null), new MarkChange(true, "dim"), Unusable("out of focus"), Unusable(""), Unusable("torn")],
            marks.Select(mark => mark.Mark));
        Assert.Equal("/data/pilot", marks[1].Key.Root);
        Assert.Equal(marks[0].Id, marks[2].Undoes);
        LabelEvent seen = Assert.Single(JournalContent.Parse(Encoding.UTF8.GetBytes(journals[3]), "20240102T102900Z-ws-12-0123456789ab", startsWithHeader: true).Events);
        Assert.Equal((2, true), (seen.Label, seen.IsNotBlind));
        Assert.DoesNotContain(decisions.Concat(marks), item => item.IsNotBlind);
        LabelEvent[] repeats = [.. JournalContent.Parse(Encoding.UTF8.GetBytes(journals[4]), "20240102T102900Z-ws-12-0123456789ab", startsWithHeader: true).Events];
        Assert.Equal(
            [(DecisionKind.Repeat, 3, null), (DecisionKind.Repeat, 1, "/data/pilot"), (DecisionKind.Repeat, null, null)],
            repeats.Select(repeat => (repeat.Kind, repeat.Label, repeat.Key.Root)));
        Assert.Equal(repeats[0].Id, repeats[2].Undoes);
        LabelEvent[] seconds = [.. JournalContent.Parse(Encoding.UTF8.GetBytes(journals[5]), "20240102T120000Z-ws-12-0123456789ab", startsWithHeader: true).Events];
        Assert.Equal([("zoe", 3, null), ("zoe", 1, "a rim in 561"), ("zoe", null, null)], seconds.Select(second => (second.By, second.Label, second.Reason)));
        Assert.All(seconds, second => Assert.Equal(DecisionKind.Second, second.Kind));
        Assert.Equal(seconds[0].Id, seconds[2].Undoes);
        LabelEvent[] measured = [.. JournalContent.Parse(Encoding.UTF8.GetBytes(journals[6]), "20240102T102900Z-ws-12-0123456789ab", startsWithHeader: true).Events];
        Assert.Equal([4120L, 400], measured.Select(item => item.Evidence?.ActiveMs));
        Assert.Equal(measured[0].Id, measured[1].Evidence?.DisplayAt);
        EvidenceForgetting forgetting = Assert.Single(JournalContent.Parse(Encoding.UTF8.GetBytes(journals[7]), "j", startsWithHeader: false).Forgettings);
        Assert.Equal(("ann", new DateTimeOffset(2024, 2, 1, 0, 0, 0, TimeSpan.Zero)), (forgetting.By, forgetting.Before));
        ReleaseDecision release = Assert.Single(JournalContent.Parse(Encoding.UTF8.GetBytes(journals[9]), "j", startsWithHeader: false).Releases);
        Assert.Equal(("2024-03", "ann", 13L), (release.Name, release.By, release.Clock));
    }

    [Fact]
    public async Task Files_OfTheExamples_AreWhatTheProgramReads()
    {
        string[] files = [.. ReadExamples().Where(example => example.Kind == "json").Select(example => example.Text)];
        Assert.Equal(11, files.Length);
        using var rig = new LabelRig();
        rig.WriteShare("users/alice.json", files[0]);
        rig.WriteShare("browsed/alice.json", files[1]);
        rig.WriteShare("admin/final_labels.json", files[5]);
        rig.WriteShare("users/bob.json", files[6]);
        rig.WriteShare("preferences/alice.json", files[7]);
        rig.WriteShare("preferences/.campaign.json", files[7]);
        rig.WriteShare("users/bob_display.json", files[8]);
        await using LabelShare share = await rig.OpenAsync();

        UserLabels alice = await share.OpenUserAsync("alice", Ct);
        Assert.Equal((1, 3), (alice.Find(LabelRig.Key("block_0001"))?.Label, alice.Find(LabelRig.Key("tile_3/block_0001"))?.Label));
        Assert.Equal(2, alice.Find(new LabelKey("/data/pilot", BlockId.Parse("block_0001")))?.Label);
        Assert.Equal(new BlockMark(true, "dim"), (await share.OpenUserAsync("bob", Ct)).MarkOf(LabelRig.Key("block_0001")));
        FinalLabels finals = await share.OpenFinalLabelsAsync("boss", Ct);
        Assert.Equal((1, "alice"), (finals.Find(LabelRig.Key("block_0001"))?.Label, finals.Find(LabelRig.Key("block_0001"))?.By));
        JsonElement expected = JsonDocument.Parse(files[7]).RootElement;
        PreferencesRead own = await share.Preferences.ReadAsync("alice", Ct);
        PreferencesRead campaign = await share.Preferences.ReadAsync(Preferences.Campaign, Ct);
        Assert.True(JsonElement.DeepEquals(expected.GetProperty("display"), own.Display!.Value));
        Assert.True(JsonElement.DeepEquals(expected.GetProperty("ui"), own.Ui!.Value));
        Assert.True(JsonElement.DeepEquals(expected.GetProperty("display"), campaign.Display!.Value));
        PreferencesRead original = await share.Preferences.ReadAsync("bob", Ct);
        Assert.Contains("#ff00ff", original.Display!.Value.GetRawText(), StringComparison.Ordinal);
        Assert.Contains("4500", original.Display!.Value.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public void FilesOfThePlan_OfTheExamples_AreWhatTheProgramReads()
    {
        string[] files = [.. ReadExamples().Where(example => example.Kind == "json").Select(example => example.Text)];
        using var rig = new LabelRig();
        rig.WriteShare("campaign/plans/20261130T051000Z-ws-7-0123456789ab/plan.json", files[2]);
        rig.WriteShare("campaign/plans/20261130T051000Z-ws-7-0123456789ab/queues/alice.json", files[3]);
        rig.WriteShare("admin/decisions/20261130T051000Z-ws-7-0123456789ab.json", files[4]);
        var root = new SharedRoot(rig.Settings());
        var plans = new PlanFiles(root);

        PlanVersion version = plans.Read().Current!;

        Assert.Equal((2, 2L, "lead", 3, 1204), (version.Version, version.Clock, version.By, version.Votes, version.Queues["alice"]));
        Assert.Equal(["tile_3/block_0001", "tile_3/block_0004"], plans.ReadQueue(version, "alice").Select(block => block.Value));
        Assert.Equal(2, Assert.Single(new GoldAnswers(root).Read()).Value.Label);
    }

    [Fact]
    public void Predictions_OfTheExample_AreWhatTheProgramReads()
    {
        using var rig = new LabelRig();
        rig.WriteShare("admin/predictions/20261130T051000Z-ws-7-0123456789ab/predictions.json", ReadExamples().Where(example => example.Kind == "json").ElementAt(10).Text);

        PredictionSet set = Assert.Single(PredictionFiles.Of(new SharedRoot(rig.Settings())).Read().Sets);

        Assert.Equal(("unet@3.1", "lead", 3, 2), (set.Model.ToString(), set.By, set.Blocks, set.Scored));
        Assert.Equal(["Cell", "Artefact"], set.Classes);
    }

    [Fact]
    public void Manifest_WrittenAgain_IsTheExampleByteForByte()
    {
        string text = ReadExamples().Where(example => example.Kind == "json").ElementAt(9).Text;

        var manifest = FileManifest.Parse("manifest.json", Encoding.UTF8.GetBytes(text));

        Assert.Equal(("2024-03", "ann", 1), (manifest.Name, manifest.By, manifest.Counts?.Labels));
        Assert.Equal(text, Encoding.UTF8.GetString(manifest.Serialize()));
    }

    [Fact]
    public void WorkedExample_HasTheLabelThePageSays()
    {
        string[] lines = ReadExamples().Where(example => example.Kind == "jsonl").ElementAt(8).Text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        LabelEvent first = JournalLine.TryParse(Encoding.UTF8.GetBytes(lines[0]), "20240102T193000Z-ws-1-a")!;
        LabelEvent second = JournalLine.TryParse(Encoding.UTF8.GetBytes(lines[1]), "20240102T103100Z-ws-2-b")!;

        Assert.Equal(2, LabelMerge.Of([second, first]).Find(LabelRig.Key("block_0001"))?.Label);
        string blind = lines[1].Replace("\"clock\":2", "\"clock\":1", StringComparison.Ordinal);
        LabelEvent unaware = JournalLine.TryParse(Encoding.UTF8.GetBytes(blind), "20240102T103100Z-ws-2-b")!;
        Assert.Equal(1, LabelMerge.Of([unaware, first]).Find(LabelRig.Key("block_0001"))?.Label);
        Assert.Equal(1, LabelMerge.Of([first, unaware]).Find(LabelRig.Key("block_0001"))?.Label);
    }

    [Fact]
    public void FinalLabels_WrittenAgain_AreTheExampleByteForByte()
    {
        string text = ReadExamples().Single(example => example.Kind == "json" && example.Text.Contains("\"final_label\"", StringComparison.Ordinal)).Text;
        LabelFile file = LabelFile.Parse(Encoding.UTF8.GetBytes(text), LabelFileShape.Final);
        var decision = new LabelEvent
        {
            Id = new EventId("j", 1),
            Clock = 1,
            At = new DateTimeOffset(2024, 1, 2, 12, 0, 0, TimeSpan.Zero),
            Key = LabelRig.Key("block_0001"),
            Label = 1,
            By = "alice",
        };
        var writer = new LabelFileWriter(LabelFileShape.Final, file, LabelMerge.Of([decision]), LabelFilePart.DataRoot);

        Assert.Equal(text, Encoding.UTF8.GetString(writer.Write(null, decision.At)));
    }

    [Fact]
    public void UserFile_WrittenAgain_IsTheExampleByteForByte()
    {
        string text = ReadExamples().First(example => example.Kind == "json").Text;
        LabelFile file = LabelFile.Parse(Encoding.UTF8.GetBytes(text), LabelFileShape.User);
        var folders = new NestedFolders("/mnt/share/data/blocks", _ => false);
        var merge = new LabelMerge();
        merge.AddRange(ExternalEdits.In(file, merge, folders).Events);
        var writer = new LabelFileWriter(LabelFileShape.User, file, merge.Snapshot, LabelFilePart.DataRoot);

        Assert.True(writer.IsUpToDate());
        Assert.Equal(text, Encoding.UTF8.GetString(writer.Write("alice", new DateTimeOffset(2024, 1, 2, 10, 30, 0, TimeSpan.Zero))));
    }

    [Fact]
    public void UserFileWithMarks_WrittenAgain_IsTheExampleByteForByte()
    {
        string text = ReadExamples().Where(example => example.Kind == "json").ElementAt(6).Text;
        LabelFile file = LabelFile.Parse(Encoding.UTF8.GetBytes(text), LabelFileShape.User);
        var merge = new LabelMerge();
        merge.AddRange(ExternalEdits.In(file, merge, new NestedFolders("/mnt/share/data/blocks", _ => false)).Events);
        merge.AddRange([new LabelEvent
        {
            Id = new EventId("j", 1), Clock = 1, At = LabelTime.Unknown, Key = LabelRig.Key("block_0002"), Kind = DecisionKind.Mark, Mark = new MarkChange(true, null),
        }, new LabelEvent
        {
            Id = new EventId("j", 2), Clock = 1, At = LabelTime.Unknown, Key = LabelRig.Key("block_0004"), Kind = DecisionKind.Mark, Mark = Unusable("torn"),
        }]);
        var writer = new LabelFileWriter(LabelFileShape.User, file, merge.Snapshot, LabelFilePart.DataRoot);

        Assert.True(writer.IsUpToDate());
        Assert.Equal(text, Encoding.UTF8.GetString(writer.Write("bob", new DateTimeOffset(2024, 1, 2, 10, 32, 0, TimeSpan.Zero))));
    }

    [Fact]
    public void BrowsedFile_WrittenAgain_IsTheExampleByteForByte()
    {
        string text = ReadExamples().Where(example => example.Kind == "json").ElementAt(1).Text;
        LabelFile file = LabelFile.Parse(Encoding.UTF8.GetBytes(text), LabelFileShape.User);
        var merge = new LabelMerge();
        merge.AddRange(ExternalEdits.InBrowsed(file, merge).Events);
        var writer = new LabelFileWriter(LabelFileShape.User, file, merge.Snapshot, LabelFilePart.Browsed);

        Assert.Equal([new LabelKey("/data/pilot", BlockId.Parse("block_0001"))], merge.Snapshot.Labels.Keys);
        Assert.True(writer.IsUpToDate());
        Assert.Equal(text, Encoding.UTF8.GetString(writer.Write("alice", new DateTimeOffset(2024, 1, 2, 11, 0, 0, TimeSpan.Zero))));
    }

    private static MarkChange Unusable(string reason) => new() { Unusable = reason };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

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
}
