using System.Text.Json;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Owners;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Snapshots;

namespace ProteomicsAnnotator.Core.Tests.Labels;

/// <summary>Flags and notes: as safe as labels, and never one of them.</summary>
public sealed class MarkTests : IDisposable
{
    private const string First = "block_0001";
    private const string Second = "block_0002";
    private const string Uuid = "block_7c9e6679-7425-40de-944b-e07fc1f90ae7";
    private static readonly MarkChange Unsure = new(true, null);
    private static readonly MarkChange Sure = new(false, null);
    private readonly LabelRig _rig = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task Mark_GivenApart_IsALineOfItsOwnKindAndDecidesNoLabel()
    {
        await using (LabelShare share = await _rig.OpenAsync())
        {
            UserLabels labels = await share.OpenUserAsync("alice", Ct);
            await labels.SetAsync(LabelRig.Key(First), 2, [], Ct);
            Assert.Equal(LabelPlace.Share, (await labels.MarkAsync(LabelRig.Key(First), Unsure, Ct)).Place);
            Assert.Equal(LabelPlace.Share, (await labels.MarkAsync(LabelRig.Key(Second), new MarkChange(true, "dim"), Ct)).Place);
            Assert.Equal((2, 1), (labels.Find(LabelRig.Key(First))?.Label, labels.Current.Count));
        }

        JsonElement[] lines = [.. LabelRig.JournalLines(Assert.Single(_rig.JournalFiles()))];
        Assert.Equal(1, lines[0].GetProperty("format").GetInt32());
        Assert.Equal(
            ["""{"block":"block_0001","unsure":true}""", """{"block":"block_0002","unsure":true,"note":"dim"}"""],
            lines.Where(line => line.TryGetProperty("mark", out _)).Select(line => line.GetProperty("mark").GetRawText()));
        Assert.All(lines.Where(line => line.TryGetProperty("mark", out _)), line => Assert.False(line.TryGetProperty("block", out _) || line.TryGetProperty("label", out _)));
        Assert.Equal(new Dictionary<string, int> { [First] = 2 }, OwnReader.Merge(_rig.Journals));
        JsonElement file = await _rig.ReadUserFileAsync();
        Assert.Equal([First], file.GetProperty("annotations").EnumerateObject().Select(entry => entry.Name));
        Assert.True(file.GetProperty("annotations").GetProperty(First).GetProperty("unsure").GetBoolean());
        Assert.Equal("""{"unsure":true,"note":"dim"}""", MarkReading.Compact(file.GetProperty("marks").GetProperty(Second)));
    }

    [Fact]
    public async Task Mark_TakenBack_LeavesNothingInTheFileAndNullInTheJournal()
    {
        await using (LabelShare share = await _rig.OpenAsync())
        {
            UserLabels labels = await share.OpenUserAsync("alice", Ct);
            await labels.SetAsync(LabelRig.Key(First), 2, new MarkChange(true, "dim"), [], null, Ct);
            await labels.MarkAsync(LabelRig.Key(First), new MarkChange(false, ""), Ct);
            await labels.MarkAsync(LabelRig.Key(First), Sure, Ct);
            Assert.True(labels.MarkOf(LabelRig.Key(First)).IsEmpty);
        }

        JsonElement[] lines = [.. LabelRig.JournalLines(Assert.Single(_rig.JournalFiles()))];
        Assert.Equal("dim", lines[1].GetProperty("note").GetString());
        Assert.Equal("""{"block":"block_0001","unsure":null,"note":null}""", lines[2].GetProperty("mark").GetRawText());
        Assert.True(lines[3].TryGetProperty("closed", out _), "saying once more what is so writes nothing");
        JsonElement file = await _rig.ReadUserFileAsync();
        Assert.Equal("""{"label":2}""", MarkReading.Compact(file.GetProperty("annotations").GetProperty(First), except: "annotated_at"));
        Assert.False(file.TryGetProperty("marks", out _));
    }

    [Fact]
    public async Task Marks_OfTwoMachines_AreMergedMemberByMember()
    {
        await using LabelShare first = await _rig.OpenAsync();
        await using LabelShare second = await _rig.OpenAsync("ws-2");
        UserLabels here = await first.OpenUserAsync("alice", Ct);
        UserLabels there = await second.OpenUserAsync("alice", Ct);
        await here.MarkAsync(LabelRig.Key(First), Unsure, Ct);
        await there.MarkAsync(LabelRig.Key(First), new MarkChange(null, "from there"), Ct);

        await Eventually.IsTrueAsync(() => here.Says(true, "from there") && there.Says(true, "from there"), "both know both");
        await here.MarkAsync(LabelRig.Key(First), new MarkChange(false, "from here"), Ct);
        await Eventually.IsTrueAsync(() => there.Says(false, "from here"), "the later one counts");
        Assert.Equal(0, there.Current.Count);
    }

    [Fact]
    public async Task Mark_OfAUuid_StandsInTheJournalOfItsFormat()
    {
        await using (LabelShare share = await _rig.OpenAsync())
        {
            UserLabels labels = await share.OpenUserAsync("alice", Ct);
            await labels.MarkAsync(LabelRig.Key(Uuid), Unsure, Ct);
        }

        string journal = _rig.JournalFiles().Single(file => File.ReadAllText(file).Contains("\"mark\"", StringComparison.Ordinal));
        Assert.Equal(2, LabelRig.JournalLines(journal).First().GetProperty("format").GetInt32());
    }

    /// <summary>A flag is no change of the label: what it would be to a program that reads the lines with a label only.</summary>
    [Fact]
    public async Task Mark_LaterThanALabel_LeavesItsTimeAndItsUndo()
    {
        await using LabelShare share = await _rig.OpenAsync();
        UserLabels labels = await share.OpenUserAsync("alice", Ct);
        await labels.SetAsync(LabelRig.Key(First), 1, [], Ct);
        DateTimeOffset at = labels.Find(LabelRig.Key(First))!.Value.AnnotatedAt;
        await labels.MarkAsync(LabelRig.Key(First), Unsure, Ct);
        Assert.Equal(at, labels.Find(LabelRig.Key(First))!.Value.AnnotatedAt);
        await labels.SetAsync(LabelRig.Key(First), null, [], Ct);
        Assert.Equal((null, true), (labels.Find(LabelRig.Key(First)), labels.MarkOf(LabelRig.Key(First)).IsUnsure));
        Assert.Equal(1, (await labels.UndoAsync(Ct)).Current);
    }

    [Fact]
    public async Task Marks_OfEveryone_AreSeenByWhoeverReadsTheFilesAndByWhoReadsAll()
    {
        await using LabelShare share = await _rig.OpenAsync();
        UserLabels labels = await share.OpenUserAsync("alice", Ct);
        await labels.SetAsync(LabelRig.Key(First), 1, [], Ct);
        await labels.MarkAsync(LabelRig.Key(First), new MarkChange(null, "dim"), Ct);
        await labels.MarkAsync(LabelRig.Key(Second), Unsure, Ct);
        await share.FlushAsync(LabelRig.Patient.Closing);
        var expected = new Dictionary<BlockId, BlockMark>
        {
            [BlockId.Parse(First)] = new(false, "dim"),
            [BlockId.Parse(Second)] = new(true, null),
        };

        AllVotes whole = (await ShareSnapshot.ReadAsync(new SharedRoot(_rig.Settings("ws-3")), Ct)).Votes;
        AllVotes files = await share.ReadAllUsersAsync(Ct);

        Assert.Equal(expected, Assert.Single(whole.Users).Marks.OrderBy(mark => mark.Key));
        Assert.Equal(expected, Assert.Single(files.Users).Marks.OrderBy(mark => mark.Key));
        Assert.Equal([BlockId.Parse(First)], Assert.Single(files.Users).Votes.Keys);
    }

    [Fact]
    public async Task History_OfABlock_HasItsMarks()
    {
        await using LabelShare share = await _rig.OpenAsync();
        UserLabels labels = await share.OpenUserAsync("alice", Ct);
        await labels.SetAsync(LabelRig.Key(First), 1, new MarkChange(true, null), [], null, Ct);
        await labels.MarkAsync(LabelRig.Key(First), new MarkChange(null, "dim"), Ct);
        await labels.UndoAsync(Ct);

        Assert.Equal(
            [(false, 1, new MarkChange(true, null), false), (true, null, new MarkChange(null, "dim"), false), (true, null, new MarkChange(null, ""), true)],
            labels.History(LabelRig.Key(First)).Select(entry => (entry.IsMark, entry.Label, entry.Mark, entry.IsUndo)));
    }
}
