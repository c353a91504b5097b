using System.Text.Json;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Share;

namespace ProteomicsAnnotator.Core.Tests.Labels;

/// <summary>Flags and notes that other programs write into a user's file.</summary>
public sealed class ForeignMarksTests : IDisposable
{
    private const string First = "block_0001";
    private const string Second = "block_0002";
    private static readonly MarkChange Unsure = new(true, null);
    private readonly LabelRig _rig = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task Marks_InAnotherProgramsFile_AreTakenOverOnce_AndAStaleFileBringsNoneBack()
    {
        _rig.WriteShare("users/alice.json", UserFile("""{"label":1,"annotated_at":"2024-01-02T10:30:00+00:00","unsure":true,"note":"by a script"}"""));
        await using LabelShare share = await _rig.OpenAsync();
        UserLabels labels = await share.OpenUserAsync("alice", Ct);
        Assert.Equal(new BlockMark(true, "by a script"), labels.MarkOf(LabelRig.Key(First)));

        await labels.MarkAsync(LabelRig.Key(First), new MarkChange(false, ""), Ct);
        await share.FlushAsync(LabelRig.Patient.Closing);
        _rig.WriteShare("users/alice.json", UserFile("""{"label":2,"annotated_at":"2024-01-02T11:30:00+00:00","unsure":true,"note":"by a script"}"""));

        await Eventually.IsTrueAsync(() => labels.Find(LabelRig.Key(First))?.Label == 2, "the label is taken over");
        Assert.True(labels.MarkOf(LabelRig.Key(First)).IsEmpty);
        await Eventually.IsTrueAsync(() => !File.ReadAllText(_rig.UserFile).Contains("by a script", StringComparison.Ordinal), "the file says so");
    }

    [Fact]
    public async Task Note_AddedToAKnownEntryByAnotherProgram_IsTakenOver_AndAnythingElseStays()
    {
        await using LabelShare share = await _rig.OpenAsync();
        UserLabels labels = await share.OpenUserAsync("alice", Ct);
        await labels.SetAsync(LabelRig.Key(First), 1, [], Ct);
        await share.FlushAsync(LabelRig.Patient.Closing);
        string at = LabelTime.Format(labels.Find(LabelRig.Key(First))!.Value.AnnotatedAt);
        _rig.WriteShare("users/alice.json", UserFile($$"""{"label":1,"annotated_at":"{{at}}","unsure":"perhaps","note":"added"}"""));

        await Eventually.IsTrueAsync(() => labels.Says(false, "added"), "the note is taken over");
        await labels.MarkAsync(LabelRig.Key(Second), Unsure, Ct);
        await Eventually.IsTrueAsync(() => File.ReadAllText(_rig.UserFile).Contains("\"marks\"", StringComparison.Ordinal), "the file is written");
        JsonElement entry = (await _rig.ReadUserFileAsync()).GetProperty("annotations").GetProperty(First);
        Assert.Equal("""{"label":1,"note":"added","unsure":"perhaps"}""", MarkReading.Compact(entry, except: "annotated_at"));
    }

    [Fact]
    public async Task DerivedFile_WithMarksOfAnotherProgramThatAreNotUnderstood_KeepsThem_AndSaysOurs()
    {
        _rig.WriteShare("users/alice.json", """{"annotations": {"block_0001": {"label": 1, "annotated_at": "2024-01-02T10:30:00+00:00", "unsure": 1}}, "marks": {"block_0002": {"decided": "blurred"}, "not a block": {"unsure": true}}}""");
        await using LabelShare share = await _rig.OpenAsync();
        UserLabels labels = await share.OpenUserAsync("alice", Ct);
        await labels.MarkAsync(LabelRig.Key("block_0001"), Unsure, Ct);
        await labels.MarkAsync(LabelRig.Key("block_0003"), Unsure, Ct);
        await share.FlushAsync(LabelRig.Patient.Closing);

        string text = await File.ReadAllTextAsync(_rig.UserFile, Ct);
        using JsonDocument file = JsonDocument.Parse(text);
        JsonElement marks = file.RootElement.GetProperty("marks");
        Assert.Equal("blurred", marks.GetProperty("block_0002").GetProperty("decided").GetString());
        Assert.True(marks.GetProperty("not a block").GetProperty("unsure").GetBoolean());
        Assert.True(marks.GetProperty("block_0003").GetProperty("unsure").GetBoolean());
        JsonElement entry = file.RootElement.GetProperty("annotations").GetProperty("block_0001");
        Assert.Equal(JsonValueKind.True, Assert.Single(entry.EnumerateObject(), member => member.Name == "unsure").Value.ValueKind);
    }

    private static string UserFile(string entry) => $$"""{"username":"alice","annotations":{ "{{First}}":{{entry}} } }""";
}
