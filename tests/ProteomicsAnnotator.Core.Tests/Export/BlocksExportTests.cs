using System.Text;
using Parquet;
using Parquet.Schema;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Export;
using ProteomicsAnnotator.Core.Tests.Agreement;

namespace ProteomicsAnnotator.Core.Tests.Export;

public class BlocksExportTests
{
    private const string Header = "block,resolved_label,resolved_name,resolved_by,votes,agreeing_votes,tie,dawid_skene_label,dawid_skene_posterior,set_by,set_at,z,y,x,z_um,y_um,x_um";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>In block order: nothing, single vote, unanimous, majority, tie, final over a tie, final without a vote.</summary>
    private static ReviewTable EveryResolution()
    {
        ReviewInput input = Reviews.Input(
            ["a", "b", "c"], [[null, null, null], [1, null, null], [2, 2, null], [1, 2, 2], [2, 1, null], [1, 2, null], [null, null, null]]);
        return ReviewTable.Of(input with
        {
            FinalLabels = new Dictionary<BlockId, FinalLabel>
            {
                [Reviews.Id(6)] = new(2, "ann", Reviews.Noon),
                [Reviews.Id(7)] = new(9, "ann", Reviews.Noon),
            },
        });
    }

    [Fact]
    public void Csv_EveryResolution_SaysWhatItIsAndHowThatCameAbout()
    {
        string[] lines = Encoding.UTF8.GetString(BlocksCsvExport.Blocks(EveryResolution(), ["X", "Y"], Ct).Span).Split("\r\n");

        Assert.Equal(Header, lines[0]);
        Assert.Equal(
            [
                "block_0001,,,nothing,0,0,False",
                "block_0002,1,X,single_vote,1,1,False",
                "block_0003,2,Y,unanimous,2,2,False",
                "block_0004,2,Y,majority,3,2,False",
                "block_0005,1,X,tie,2,1,True",
                "block_0006,2,Y,final_label,2,1,True",
                "block_0007,9,,final_label,0,0,False",
            ],
            lines[1..^1].Select(line => string.Join(',', line.Split(',').Take(7))));
        Assert.EndsWith(",,,,,,,,,,", lines[1], StringComparison.Ordinal);
        Assert.EndsWith(",ann,2024-01-02T12:00:00+00:00,,,,,,", lines[6], StringComparison.Ordinal);
        Assert.EndsWith(",,,ann,2024-01-02T12:00:00+00:00,,,,,,", lines[7], StringComparison.Ordinal);
    }

    [Fact]
    public void Csv_PointOfAVolume_HasItsVoxelAndMicrometres()
    {
        var axis = new PointAxis(100, 1, 0.5, 10, 8);
        var point = new BlockPoint(new PointGrid(axis, axis with { ScaleUm = 0.25 }, axis, PointOrigin.Corner, 0), 7.5, 8, 9);
        var table = ReviewTable.Of(Reviews.Input(["a"], [[1], [null]]) with { Points = id => id == Reviews.Id(1) ? point : null });

        string[] lines = Encoding.UTF8.GetString(BlocksCsvExport.Blocks(table, ["X"], Ct).Span).Split("\r\n");

        // 7.5 * 0.5 + 10, 8 * 0.25 + 10, 9 * 0.5 + 10.
        Assert.EndsWith(",7,8,9,13.75,12,14.5", lines[1], StringComparison.Ordinal);
        Assert.EndsWith(",,,,,,", lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public void Csv_PublishedToySet_HasTheModelsAnswers()
    {
        // n = 1, y = 2; w1 to w5 on five tasks. The model says y y n y n, with certainty.
        string[] raters = ["n y y y y", "y y n y n", ". y n y n", "y n y y n", "n n n y n"];
        ReviewTable table = Reviews.Table(
            ["w1", "w2", "w3", "w4", "w5"], Vectors.Items([.. raters.Select(row => row.Replace('n', '1').Replace('y', '2'))]));

        string[][] rows = [.. Encoding.UTF8.GetString(BlocksCsvExport.Blocks(table, ["n", "y"], Ct).Span).Split("\r\n")[1..^1].Select(line => line.Split(','))];

        Assert.Equal(["2", "2", "1", "2", "1"], rows.Select(row => row[7]));
        Assert.All(rows, row => Assert.Equal(1.0, double.Parse(row[8], System.Globalization.CultureInfo.InvariantCulture), 1e-6));
        Assert.Equal(["1", "2", "1", "2", "1"], rows.Select(row => row[1]));
        Assert.Equal("True", rows[0][6]);
    }

    [Fact]
    public async Task Parquet_HasTheSameRowsAndNamesTheExcluded()
    {
        ReviewTable table = EveryResolution().Without(new HashSet<string> { "c" });
        byte[] bytes = await ParquetExport.BlocksAsync(table, Contexts.Small, Ct);

        await using ParquetReader reader = await ParquetReader.CreateAsync(new MemoryStream(bytes), cancellationToken: Ct);
        using ParquetRowGroupReader group = reader.OpenRowGroupReader(0);
        DataField[] fields = reader.Schema.GetDataFields();
        var labels = new int?[(int)group.RowCount];
        var how = new string?[labels.Length];
        var posteriors = new double?[labels.Length];
        await group.ReadAsync<int>(Field("resolved_label"), labels.AsMemory(), cancellationToken: Ct);
        await group.ReadAsync(Field("resolved_by"), how.AsMemory(), cancellationToken: Ct);
        await group.ReadAsync<double>(Field("dawid_skene_posterior"), posteriors.AsMemory(), cancellationToken: Ct);

        Assert.Equal(Header, string.Join(',', fields.Select(field => field.Name)));
        Assert.Equal([null, 1, 2, 1, 1, 2, 9], labels);
        Assert.Equal(["nothing", "single_vote", "unanimous", "tie", "tie", "final_label", "final_label"], how);
        Assert.Equal([true, false, false, false, false, false, true], posteriors.Select(posterior => posterior is null));
        Assert.Equal("c", reader.CustomMetadata["excluded"]);

        DataField Field(string name) => fields.Single(field => field.Name == name);
    }

    [Fact]
    public void Long_FinalLabelWithoutAVote_IsARowToo()
    {
        ReviewTable table = EveryResolution();
        string[] lines = Encoding.UTF8.GetString(LongCsvExport.Labels(table, ["X", "Y"], Reviews.Noon).Span).Split("\r\n");

        Assert.Equal(LabelRow.CountOf(table), lines.Length - 2);
        Assert.Equal("block_0007,,,,,False,9,,final_label,False,ann,2024-01-02T12:00:00+00:00,,,,,,,,,,,,,,2024-01-02T12:00:00+00:00", lines[^2]);
        Assert.DoesNotContain(lines, line => line.StartsWith("block_0001", StringComparison.Ordinal));
    }
}
