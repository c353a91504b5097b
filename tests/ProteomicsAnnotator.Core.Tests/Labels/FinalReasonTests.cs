using System.Text.Json;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Export;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Owners;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Snapshots;
using ProteomicsAnnotator.Core.Tests.Agreement;
using ProteomicsAnnotator.Core.Tests.Export;

namespace ProteomicsAnnotator.Core.Tests.Labels;

/// <summary>Why a final label was set stands in the decision's line, and goes with the label from there.</summary>
public sealed class FinalReasonTests : IDisposable
{
    private const string Words = "=the \"edge\" is cut off – ä";
    private readonly LabelRig _rig = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task Reason_StandsInTheLine_IsReadElsewhere_AndAnUndoBringsItBack()
    {
        await using LabelShare here = await _rig.OpenAsync();
        FinalLabels ann = await here.OpenFinalLabelsAsync("ann", Ct);
        Assert.True((await ann.SetAsync([LabelRig.Key("block_0001")], 2, Ct, Words)).Accepted);
        Assert.True((await ann.SetAsync([LabelRig.Key("block_0001"), LabelRig.Key("block_0002")], 3, Ct)).Accepted);
        await here.FlushAsync(TimeSpan.FromSeconds(90));

        JsonElement[] lines = [.. LabelRig.JournalLines(Assert.Single(Directory.GetFiles(Path.Combine(_rig.Annotations, "history", "admin")))).Where(line => line.TryGetProperty("label", out _))];
        Assert.Equal(Words, lines[0].GetProperty("reason").GetString());
        Assert.All(lines[1..], line => Assert.False(line.TryGetProperty("reason", out _)));
        Assert.Null(ann.Find(LabelRig.Key("block_0001"))?.Reason);
        Assert.Equal(UndoOutcome.Done, (await ann.UndoAsync(Ct)).Outcome);
        Assert.Equal(Words, ann.Find(LabelRig.Key("block_0001"))?.Reason);
        await here.FlushAsync(TimeSpan.FromSeconds(90));

        await using LabelShare there = await _rig.OpenAsync("ws-2");
        FinalLabels zoe = await there.OpenFinalLabelsAsync("zoe", Ct);
        Assert.Equal((2, Words), (zoe.Find(LabelRig.Key("block_0001"))?.Label, zoe.Find(LabelRig.Key("block_0001"))?.Reason));
        ShareSnapshot whole = await there.ReadWholeAsync(Ct);
        ReviewTable table = ReviewTable.Of(ReviewInput.Of(Reviews.Ids(2), whole.Votes, whole.FinalLabels));
        IReadOnlyList<IReadOnlyList<string>> rows = PythonCsv.Read(LongCsvExport.Labels(table, [], Reviews.Noon));
        Assert.Equal("'" + Words, rows[1][rows[0].ToList().IndexOf("final_label_reason")]);
        Assert.Contains(Words, (await there.ReadHistoryAsync(LabelRig.Key("block_0001"), withEvidence: false, Ct)).Entries.Select(entry => entry.Reason));
        Assert.DoesNotContain("reason", await File.ReadAllTextAsync(Path.Combine(_rig.Annotations, "admin", "final_labels.json"), Ct), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("7")]
    [InlineData("null")]
    [InlineData("\"\"")]
    [InlineData("\"two\\nlines\"")]
    [InlineData("{\"reason\":\"inside\"}")]
    public async Task ReasonThatIsNoText_IsNone_AndTheLabelCounts(string reason)
    {
        _rig.WriteShare("history/admin/20240102T103000Z-ws-9-0123456789ab.jsonl", $$"""
            {"format":1,"program":"1.0.0","host":"ws-9","account":"x","data_root":"/d","classes":["Class 1","Class 2","Class 3"]}
            {"seq":1,"clock":1,"at":"2024-01-02T10:30:00+00:00","block":"block_0001","label":2,"was":null,"by":"ann","reason":{{reason}}}

            """);

        await using LabelShare share = await _rig.OpenAsync();
        FinalLabels ann = await share.OpenFinalLabelsAsync("ann", Ct);
        await ann.SyncAsync();

        Assert.Equal((2, null), (ann.Find(LabelRig.Key("block_0001"))?.Label, ann.Find(LabelRig.Key("block_0001"))?.Reason));
    }
}
