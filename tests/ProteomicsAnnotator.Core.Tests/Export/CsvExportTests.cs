using System.Text;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Export;
using ProteomicsAnnotator.Core.Snapshots;
using ProteomicsAnnotator.Core.Tests.Agreement;

namespace ProteomicsAnnotator.Core.Tests.Export;

public class CsvExportTests
{
    private static readonly DateTimeOffset ExportedAt = new DateTimeOffset(2024, 1, 2, 10, 30, 0, TimeSpan.Zero).AddTicks(1234567);

    private static ReviewTable Table()
    {
        BlockId[] ids = [.. new[] { "block_0001", "block_0002", "tile \"a\", left/block_0001", "tile_=1+1/block_0002", "tile_é/block_0003" }
            .Select(BlockId.Parse)];
        var alice = new Dictionary<BlockId, Vote> { [ids[0]] = new(1, Reviews.Noon), [ids[1]] = new(1, Reviews.Noon) };
        var bob = new Dictionary<BlockId, Vote> { [ids[0]] = new(1, Reviews.Noon), [ids[1]] = new(2, Reviews.Noon), [ids[2]] = new(12, Reviews.Noon) };
        return ReviewTable.Of(new ReviewInput(
            ids,
            [new AnnotatorVotes("zoe", new Dictionary<BlockId, Vote>()), new AnnotatorVotes("bob", bob), new AnnotatorVotes("alice", alice)],
            new Dictionary<BlockId, FinalLabel> { [ids[1]] = new(3, "ann", Reviews.Noon), [ids[4]] = new(2, "ann", Reviews.Noon) }));
    }

    [Fact]
    public void Wide_AnyTable_IsByteForByteWhatPythonWrites() =>
        Assert.Equal(File.ReadAllBytes(Vectors.PathOf("export_wide.csv")), CsvExport.Wide(Table(), ExportedAt).ToArray());

    [Fact]
    public void Wide_WholeSecond_HasNoFraction()
    {
        string text = Encoding.UTF8.GetString(CsvExport.Wide(Reviews.Table(["a"], [[1]]), Reviews.Noon).Span);

        Assert.Equal("block_id,consensus_label,final_label,has_disagreement,user_a_label,exported_at\r\n"
            + "block_0001,1,,False,1,2024-01-02T12:00:00+00:00\r\n", text);
    }

    [Fact]
    public void Labels_TextThatWouldRunAsAFormula_IsMadeHarmless()
    {
        var block = BlockId.Parse("=cmd|x/block_0001");
        var table = ReviewTable.Of(new ReviewInput(
            [block],
            [new AnnotatorVotes("a", new Dictionary<BlockId, Vote> { [block] = new(1, Reviews.Noon) })],
            new Dictionary<BlockId, FinalLabel>()));

        string text = Encoding.UTF8.GetString(LongCsvExport.Labels(table, ["@SUM(1,2)"], Reviews.Noon).Span);

        Assert.Equal(
            "'=cmd|x/block_0001,a,1,\"'@SUM(1,2)\",2024-01-02T12:00:00+00:00,True,1,\"'@SUM(1,2)\",single_vote,False,,,False,,,,,,,,,,,\"'@SUM(1,2)\",False,2024-01-02T12:00:00+00:00",
            text.Split("\r\n")[1]);
    }

    [Theory]
    [InlineData("=1", "'=1")]
    [InlineData(" +x", "' +x")]
    [InlineData("-x", "'-x")]
    [InlineData("-4", "-4")]
    [InlineData("\tx", "'\tx")]
    [InlineData("Class 1", "Class 1")]
    [InlineData("", "")]
    public void Harmless_Cell_IsTouchedOnlyWhenItWouldRun(string cell, string expected) =>
        Assert.Equal(expected, CsvTable.Harmless(cell));

    [Fact]
    public void Labels_OneRowPerLabel_SaysHowTheBlockWasResolved()
    {
        string[] lines = Encoding.UTF8.GetString(LongCsvExport.Labels(Table(), ["X", "Y", "Z"], Reviews.Noon).Span).Split("\r\n");

        Assert.Equal(8, lines.Length);
        Assert.StartsWith("tile_é/block_0003,,,,,False,2,Y,final_label,False,ann,", lines[6], StringComparison.Ordinal);
        Assert.StartsWith("block_id,username,label,class_name,", lines[0], StringComparison.Ordinal);
        Assert.Equal("block_0001,alice,1,X,2024-01-02T12:00:00+00:00,True,1,X,unanimous,False,,,False,,,,,,,,,,,X,False,2024-01-02T12:00:00+00:00", lines[1]);
        Assert.Equal("block_0002,bob,2,Y,2024-01-02T12:00:00+00:00,True,3,Z,final_label,True,ann,2024-01-02T12:00:00+00:00,False,,,,,,,,,,,Y,False,2024-01-02T12:00:00+00:00", lines[4]);
        Assert.Contains(",bob,12,,", lines[5], StringComparison.Ordinal);
    }
}
