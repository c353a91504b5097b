using System.Text.Json.Nodes;
using Parquet;
using Parquet.Schema;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Export;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Tests.Agreement;

namespace ProteomicsAnnotator.Core.Tests.Export;

/// <summary>Flags and notes in the tables: no spreadsheet runs a note, and no other reader gets it changed.</summary>
public sealed class MarkExportTests
{
    private static readonly string[] Formulas = ["=1+1", "+cmd|'/c calc'!A0", "-2+3", "@SUM(A1)", " =1", "＝1", "plain, \"quoted\""];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public void Notes_InCsv_AreTextToASpreadsheet()
    {
        IReadOnlyList<IReadOnlyList<string>> rows = PythonCsv.Read(LongCsvExport.Labels(Table(), [], Reviews.Noon));
        int note = rows[0].ToList().IndexOf("note");
        int unsure = rows[0].ToList().IndexOf("unsure");

        Assert.Equal(Formulas.Select(text => text.StartsWith("plain", StringComparison.Ordinal) ? text : "'" + text), rows.Skip(1).Take(Formulas.Length).Select(row => row[note]));
        Assert.Equal(Formulas.Select((_, i) => i % 2 == 0 ? "True" : "False"), rows.Skip(1).Take(Formulas.Length).Select(row => row[unsure]));
        Assert.Equal(("False", ""), (rows[^1][unsure], rows[^1][note]));
        Assert.DoesNotContain("note", PythonCsv.Read(CsvExport.Wide(Table(), Reviews.Noon))[0]);
    }

    [Fact]
    public async Task Notes_InParquetAndJson_AreAsTheyWereGiven()
    {
        byte[] bytes = await ParquetExport.LabelsAsync(Table(), Contexts.Small, Ct);
        await using ParquetReader reader = await ParquetReader.CreateAsync(new MemoryStream(bytes), cancellationToken: Ct);
        using ParquetRowGroupReader group = reader.OpenRowGroupReader(0);
        DataField[] fields = reader.Schema.GetDataFields();
        var notes = new string?[(int)group.RowCount];
        var flags = new bool?[notes.Length];
        await group.ReadAsync(fields.Single(field => field.Name == "note"), notes.AsMemory(), cancellationToken: Ct);
        await group.ReadAsync<bool>(fields.Single(field => field.Name == "unsure"), flags.AsMemory(), cancellationToken: Ct);
        Assert.Equal([.. Formulas, null], notes);
        Assert.Equal([.. Formulas.Select((_, i) => (bool?)(i % 2 == 0)), false], flags);

        JsonArray blocks = Json()["blocks"]!.AsArray();
        Assert.Equal(Formulas, blocks.Take(Formulas.Length).Select(block => block!["votes"]!["ann"]!["note"]!.GetValue<string>()));
        Assert.Equal("""{"ann":{"unsure":true,"note":"no label","unusable":null}}""", blocks[^1]!["marks_without_label"]!.ToJsonString());
        Assert.Null(blocks[^1]!["votes"]!["ann"]);
        Assert.Equal("{}", blocks[0]!["marks_without_label"]!.ToJsonString());
    }

    [Fact]
    public void History_OfMarks_SaysWhatWasGivenAndTakenBack()
    {
        HistoryRow[] history =
        [
            new("j:1", "mark", "ann", Reviews.Noon, "block_0001", null, null, null) { Unsure = true, Note = "=1" },
            new("j:2", "mark", "ann", Reviews.Noon.AddMinutes(1), "block_0001", null, null, null) { Unsure = false },
            new("j:3", "mark", "ann", Reviews.Noon.AddMinutes(2), "block_0001", null, null, null) { Note = "" },
            new("j:4", "label", "ann", Reviews.Noon.AddMinutes(3), "block_0001", null, 1, null),
        ];
        IReadOnlyList<IReadOnlyList<string>> rows = PythonCsv.Read(LongCsvExport.History(history));
        Assert.Equal([("True", "'=1"), ("False", ""), ("", ""), ("", "")], rows.Skip(1).Select(row => (row[^6], row[^5])));

        byte[] bytes = JsonExport.Serialize(Table(), AgreementReport.Of(Table(), ct: Ct), Contexts.Small with { History = history });
        Assert.Equal(
            ["""[true,"=1"]""", "[false,null]", """[null,""]""", "[null,null]"],
            JsonNode.Parse(bytes)!["history"]!.AsArray().Select(row => new JsonArray(row!["unsure"]?.DeepClone(), row["note"]?.DeepClone()).ToJsonString()));
    }

    [Fact]
    public async Task Unusable_IsARowWithoutALabel_InEveryTableButTheWideOne()
    {
        AnnotatorVotes[] votes =
        [
            Reviews.Votes("ann", [1, 2]),
            Reviews.Votes("ben", [null, 2]) with { Marks = new Dictionary<BlockId, BlockMark> { [Reviews.Id(1)] = new(true, null) { Unusable = "=torn" } } },
        ];
        var table = ReviewTable.Of(new ReviewInput(Reviews.Ids(2), votes, new Dictionary<BlockId, FinalLabel>()));

        IReadOnlyList<IReadOnlyList<string>> rows = PythonCsv.Read(LongCsvExport.Labels(table, [], Reviews.Noon));
        int unusable = rows[0].ToList().IndexOf("unusable");
        Assert.Equal(
            [("block_0001", "ann", "1", "", ""), ("block_0001", "ben", "", "True", "'=torn"), ("block_0002", "ann", "2", "", ""), ("block_0002", "ben", "2", "", "")],
            rows.Skip(1).Select(row => (row[0], row[1], row[2], row[unusable - 2] == "True" ? "True" : "", row[unusable])));
        Assert.Equal((4, 3), (LabelRow.CountOf(table), table.Annotators.Sum(column => column.LabelCount)));

        byte[] bytes = await ParquetExport.LabelsAsync(table, Contexts.Small, Ct);
        await using ParquetReader reader = await ParquetReader.CreateAsync(new MemoryStream(bytes), cancellationToken: Ct);
        using ParquetRowGroupReader group = reader.OpenRowGroupReader(0);
        var reasons = new string?[(int)group.RowCount];
        await group.ReadAsync(reader.Schema.GetDataFields().Single(field => field.Name == "unusable"), reasons.AsMemory(), cancellationToken: Ct);
        Assert.Equal([null, "=torn", null, null], reasons);

        JsonNode json = JsonNode.Parse(JsonExport.Serialize(table, AgreementReport.Of(table, ct: Ct), Contexts.Small))!;
        Assert.Equal("""{"ben":{"unsure":true,"note":null,"unusable":"=torn"}}""", json["blocks"]![0]!["marks_without_label"]!.ToJsonString());
        Assert.Equal(
            ["block_id", "consensus_label", "final_label", "has_disagreement", "user_ann_label", "user_ben_label", "exported_at"],
            PythonCsv.Read(CsvExport.Wide(table, Reviews.Noon))[0]);
        Assert.Equal([Reviews.Id(1)], new ReviewFilter { UnusableOnly = true }.Select(table, default).Select(row => table.Blocks[row]));
    }

    private static JsonNode Json() => JsonNode.Parse(JsonExport.Serialize(Table(), AgreementReport.Of(Table(), ct: Ct), Contexts.Small))!;

    /// <summary>A block for each formula, one without a mark, and one with a mark and without a label.</summary>
    private static ReviewTable Table()
    {
        int count = Formulas.Length;
        AnnotatorVotes votes = Reviews.Votes("ann", [.. Enumerable.Repeat<int?>(1, count + 1), null]) with
        {
            Marks = Enumerable.Range(0, count)
                .Select(i => KeyValuePair.Create(Reviews.Id(i + 1), new BlockMark(i % 2 == 0, Formulas[i])))
                .Append(KeyValuePair.Create(Reviews.Id(count + 2), new BlockMark(true, "no label")))
                .ToDictionary(),
        };
        return ReviewTable.Of(new ReviewInput(Reviews.Ids(count + 2), [votes], new Dictionary<BlockId, FinalLabel>()));
    }
}
