using Parquet;
using Parquet.Schema;
using ProteomicsAnnotator.Core.Points;
using ProteomicsAnnotator.Core.Tests.Volumes.Tiff;

namespace ProteomicsAnnotator.Core.Tests.Points;

/// <summary>Parquet tables of points: one of another writer, and broken ones.</summary>
public sealed class ParquetPointsTests : IDisposable
{
    private static readonly string Vector = Path.Combine(GoldenVectors.Folder("points"), "points.parquet");
    private static readonly PointsFile Plain = new("", null, null, null, null, null, false, null);
    private readonly PointsFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>By <c>points_parquet.mjs</c>: two groups of rows, columns of other types beside them.</summary>
    [Fact]
    public void Read_TableOfAnotherWriter_HasItsPoints()
    {
        PointTable table = TableReader.Read(Vector, Plain, 0);

        Assert.Equal(
            [("a", 10.0, 20.25, 30.0), ("b", 11.0, 21.5, 31.0), ("7", 12.0, 22.0, 32.0), ("", 13.0, 23.0, 33.0), ("e", 15.0, 25.0, 35.0)],
            table.Rows.Select(row => (row.Id!, row.Z, row.Y, row.X)));
        Assert.Equal(["Row 5: y is \"\"; expected a finite number. The point is not listed.", "Row 6: y is \"NaN\"; expected a finite number. The point is not listed."], table.Faults);
        Assert.Contains(table.Notes, note => note.Contains("z is \"z\", y is \"y\", x is \"x\"; the id is \"id\"", StringComparison.Ordinal));
    }

    [Fact]
    public void Read_OtherNames_GoByTheSource()
    {
        PointTable table = TableReader.Read(Vector, Plain with { Z = "score", Y = "z", X = "x", Id = "x" }, 0);

        Assert.Equal((0.5, 10.0, 30.0, "30"), (table.Rows[0].Z, table.Rows[0].Y, table.Rows[0].X, table.Rows[0].Id));
        string refused = Assert.Throws<SourceException>(() => TableReader.Read(Vector, Plain with { Z = "places" }, 0)).Message;
        Assert.Contains("the columns \"id\", \"z\", \"y\", \"x\", \"score\"", refused, StringComparison.Ordinal);
    }

    /// <summary>Every way to cut it off, and every byte of it changed.</summary>
    [Fact]
    public async Task Read_BrokenTable_IsAFaultInWords()
    {
        byte[] whole = await File.ReadAllBytesAsync(Vector, PointsFolder.Token);
        var random = new Random(5);
        for (int i = 0; i < 600; i++)
        {
            byte[] broken = i % 3 == 0 ? whole[..random.Next(whole.Length)] : [.. whole];
            if (broken.Length > 0)
            {
                broken[random.Next(broken.Length)] ^= (byte)random.Next(1, 256);
            }

            string path = _folder.Below("broken.parquet");
            await File.WriteAllBytesAsync(path, broken, PointsFolder.Token);
            Exception? fault = Record.Exception(() => TableReader.Read(path, Plain, 0));
            Assert.True(fault is null or SourceException, $"{i}: {fault}");
        }
    }

    [Fact]
    public async Task Read_MoreRowsThanAreListed_IsRefusedBeforeTheyAreRead()
    {
        var schema = new ParquetSchema(new DataField<byte>("z"), new DataField<byte>("y"), new DataField<byte>("x"));
        string path = _folder.Below("many.parquet");
        await using (FileStream file = File.Create(path))
        await using (ParquetWriter writer = await ParquetWriter.CreateAsync(schema, file, cancellationToken: PointsFolder.Token))
        {
            using ParquetRowGroupWriter group = writer.CreateRowGroup();
            foreach (DataField field in schema.GetDataFields())
            {
                await group.WriteAsync<byte>(field, new byte[PointTable.MostRows + 1], cancellationToken: PointsFolder.Token);
            }
        }

        Assert.Contains("5,000,001 rows; expected at most 5,000,000", Assert.Throws<SourceException>(() => TableReader.Read(path, Plain, 0)).Message, StringComparison.Ordinal);
    }
}
