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
        Assert.Equal("""{"ann":{"unsure":true,"note":"no label"}}""", blocks[^1]!["marks_without_label"]!.ToJsonString());
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
        Assert.Equal([("True", "'=1"), ("False", ""), ("", ""), ("", "")], rows.Skip(1).Select(row => (row[^2], row[^1])));

        byte[] bytes = JsonExport.Serialize(Table(), AgreementReport.Of(Table(), Ct), Contexts.Small with { History = history });
        Assert.Equal(
            ["""[true,"=1"]""", "[false,null]", """[null,""]""", "[null,null]"],
            JsonNode.Parse(bytes)!["history"]!.AsArray().Select(row => new JsonArray(row!["unsure"]?.DeepClone(), row["note"]?.DeepClone()).ToJsonString()));
    }

    private static JsonNode Json() => JsonNode.Parse(JsonExport.Serialize(Table(), AgreementReport.Of(Table(), Ct), Contexts.Small))!;

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
