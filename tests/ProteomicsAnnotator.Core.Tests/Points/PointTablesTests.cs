using System.Globalization;
using System.Text.Json;
using ProteomicsAnnotator.Core.Points;
using ProteomicsAnnotator.Core.Tests.Volumes.Tiff;

namespace ProteomicsAnnotator.Core.Tests.Points;

/// <summary>Tables of points as other programs write them.</summary>
public sealed class PointTablesTests : IDisposable
{
    private static readonly string Vectors = GoldenVectors.Folder("points");
    private static readonly PointsFile Plain = new("", null, null, null, null, null, false, null);
    private readonly PointsFolder _folder = new();

    public static TheoryData<int> CsvCases => [.. Enumerable.Range(0, 8)];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(CsvCases))]
    public void Read_HeadersOfPublicTables_AreUnderstoodOrRefused(int index)
    {
        JsonElement item = JsonDocument.Parse(File.ReadAllText(Path.Combine(Vectors, "csv-names.json"))).RootElement.GetProperty("cases")[index];
        string header = item.GetProperty("header").GetString()!;
        string row = item.GetProperty("row").GetString()!.Replace(" twice, or 7 and 7.0", "", StringComparison.Ordinal);
        _folder.PutText("points.csv", $"{header}\r\n{row}\r\n");

        PointTable Read(PointsFile columns) => TableReader.Read(_folder.Below("points.csv"), columns, 0);

        switch (index)
        {
            case 0 or 1 or 2:
                TableRow point = Assert.Single(Read(Plain).Rows);
                Assert.Equal((660, 80, 679, index == 1 ? "17" : null), (point.Z, point.Y, point.X, point.Id));
                break;
            case 3:
                Assert.Contains("one column \"z\"", Assert.Throws<SourceException>(() => Read(Plain)).Message, StringComparison.Ordinal);
                PointTable stated = Read(Plain with { Z = "axis-0", Y = "axis-1", X = "axis-2" });
                Assert.True(stated.MustStateUnit);
                Assert.Equal((35, 40.5, 45), (stated.Rows[0].Z, stated.Rows[0].Y, stated.Rows[0].X));
                break;
            case 4:
                Assert.Contains("\"decimal\": \",\"", Assert.Single(Read(Plain).Faults), StringComparison.Ordinal);
                Assert.Equal((660, 80, 679.5), Read(Plain with { IsDecimalComma = true }).Rows.Select(r => (r.Z, r.Y, r.X)).Single());
                break;
            case 5:
                Assert.StartsWith("Row 1: z is \"nan\"", Assert.Single(Read(Plain).Faults), StringComparison.Ordinal);
                break;
            default:
                // What an id may be is asked of all tables alike.
                Assert.Equal(index == 6 ? "A/1" : "7", Assert.Single(Read(Plain).Rows).Id);
                break;
        }
    }

    [Fact]
    public void Read_QuotesTabsAndUnequalRows_GivesTheRowsThatFit()
    {
        _folder.PutText("points.tsv", "id\tz\ty\tx\tnote\n\"a\"\t1\t2\t3\t\"two\nlines \"\"x\"\"\"\n\nb\t4\t5\nc\t1e2\t-0.5\t+7\t\n");

        PointTable table = TableReader.Read(_folder.Below("points.tsv"), Plain, 0);

        Assert.Equal([new TableRow(1, "a", 1, 2, 3), new TableRow(3, "c", 100, -0.5, 7)], table.Rows);
        Assert.Equal("Row 2: found 3 cells; expected 5, as the header has. The point is not listed.", Assert.Single(table.Faults));
    }

    [Theory]
    [InlineData("z,y,x\n\"1,2,3\n", "quote")]
    [InlineData("", "empty")]
    [InlineData("z,y\n1,2\n", "one column \"x\"")]
    [InlineData("z,Z,y,x,Y,Y\n1,2,3,4,5,6\n", null)]
    [InlineData("Z,Z,y,x\n1,2,3,4\n", "2 columns \"z\"")]
    public void Read_BrokenText_SaysWhatIsThere(string text, string? words)
    {
        _folder.PutText("points.csv", text);

        PointTable? table = null;
        Exception? fault = Record.Exception(() => table = TableReader.Read(_folder.Below("points.csv"), Plain, 0));

        if (words is null)
        {
            Assert.Equal(new TableRow(1, null, 1, 3, 4), Assert.Single(table!.Rows));
        }
        else
        {
            Assert.Contains(words, Assert.IsType<SourceException>(fault).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Read_CellfinderXmlAndYaml_HoldTheirThreeCells()
    {
        PointTable xml = TableReader.Read(Path.Combine(Vectors, "cellfinder-points.xml"), Plain, 0);
        PointTable yaml = TableReader.Read(Path.Combine(Vectors, "cellfinder-points.yml"), Plain, 0);

        Assert.Equal([(1282.0, 2379.0, 181.0), (1, 133, 1), (660, 80, 679)], xml.Rows.Select(row => (row.Z, row.Y, row.X)));
        Assert.Equal([(1282.0, 2379.0, 181.0), (0, 133, 0), (660, 80, 679)], yaml.Rows.Select(row => (row.Z, row.Y, row.X)));
        Assert.Contains(xml.Notes, note => note.Contains("2 coordinates are 1", StringComparison.Ordinal));
        Assert.Empty(xml.Faults.Concat(yaml.Faults));
    }

    [Theory]
    [InlineData("a.yml", "candidate_cells:\n- {x: 1, y: 2, z: 3}\n", "line 2")]
    [InlineData("a.yml", "cells: 3\n", "no list candidate_cells")]
    [InlineData("a.xml", "<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>", "broken XML")]
    [InlineData("a.xml", "<svg/>", "an XML file of svg")]
    [InlineData("a.parquet", "PAR1", "a Parquet file that cannot be read")]
    [InlineData("a.parquet", "", "a Parquet file that cannot be read")]
    [InlineData("a.docx", "PK", "the ending \".docx\"")]
    public void Read_OtherFiles_AreRefusedByName(string name, string text, string words)
    {
        _folder.PutText(name, text);

        Assert.Contains(words, Assert.Throws<SourceException>(() => TableReader.Read(_folder.Below(name), Plain, 0)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_NeuroglancerStates_AreInTheLayersOwnDimensions()
    {
        JsonElement expected = JsonDocument.Parse(File.ReadAllText(Path.Combine(Vectors, "neuroglancer-expected.json"))).RootElement;
        double[] nanometres = [.. expected.GetProperty("two-resolutions").GetProperty("physical_nm").EnumerateArray().Select(item => item.GetDouble())];

        TableRow one = Assert.Single(TableReader.Read(Path.Combine(Vectors, "neuroglancer-two-resolutions.json"), Plain, 0).Rows);
        PointTable table = TableReader.Read(Path.Combine(Vectors, "neuroglancer-enum-t-z-y-x.json"), Plain, 0);

        Assert.Equal(("a1", nanometres[2], nanometres[1], nanometres[0]), (one.Id, Math.Round(one.Z * 1000, 6), Math.Round(one.Y * 1000, 6), Math.Round(one.X * 1000, 6)));
        foreach (TableRow row in table.Rows)
        {
            double[] voxels = [.. expected.GetProperty("enum-t-z-y-x").GetProperty("points_zyx_voxels").GetProperty(row.Id!).EnumerateArray().Select(item => item.GetDouble())];
            double[] found = [Math.Round(row.Z, 9), Math.Round(row.Y / 0.748, 9), Math.Round(row.X / 0.748, 9)];
            Assert.Equal(voxels, found);
        }

        Assert.Equal(2, table.Rows.Count);
        Assert.Contains(table.Notes, note => note.StartsWith("1 annotation is no point", StringComparison.Ordinal));
        Assert.Equal(2, TableReader.Read(Path.Combine(Vectors, "neuroglancer-enum-t-z-y-x.json"), Plain, 3).Faults.Count);
    }

    [Fact]
    public void Read_NpyWithoutOrder_IsRefusedAndWithIt_IsRead()
    {
        byte[] header = System.Text.Encoding.ASCII.GetBytes("{'descr': '<f8', 'fortran_order': False, 'shape': (2, 3), }\n");
        byte[] numbers = [.. new double[] { 1, 2, 3, 4, 5, double.NaN }.SelectMany(BitConverter.GetBytes)];
        File.WriteAllBytes(_folder.Below("p.npy"), [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. header, .. numbers]);

        Assert.Contains("\"order\"", Assert.Throws<SourceException>(() => TableReader.Read(_folder.Below("p.npy"), Plain, 0)).Message, StringComparison.Ordinal);
        PointTable table = TableReader.Read(_folder.Below("p.npy"), Plain with { Order = ["x", "y", "z"] }, 0);

        Assert.Equal(new TableRow(1, null, 3, 2, 1), Assert.Single(table.Rows));
        Assert.StartsWith("Row 2:", Assert.Single(table.Faults), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("id,xyz,z,y,x\na,\"[1,2,3]\",3,2,1\n", "\"xyz\" beside \"z\", \"y\", \"x\"")]
    [InlineData("Z,Y,X,zyx\n3,2,1,\"[3,2,1]\"\n", "\"zyx\" beside \"Z\", \"Y\", \"X\"")]
    [InlineData("xyz,zyx\n\"[1,2,3]\",\"[3,2,1]\"\n", "\"xyz\" beside \"zyx\"")]
    public void Read_PositionsInTwoWritings_AreRefusedAndOneThatIsNamedIsRead(string text, string found)
    {
        _folder.PutText("points.csv", text);

        Assert.Contains(found, Assert.Throws<SourceException>(() => TableReader.Read(_folder.Below("points.csv"), Plain, 0)).Message, StringComparison.Ordinal);

        if (text.Contains("y,x", StringComparison.OrdinalIgnoreCase))
        {
            TableRow row = Assert.Single(TableReader.Read(_folder.Below("points.csv"), Plain with { Z = "z", Y = "y", X = "x" }, 0).Rows);
            Assert.Equal((3, 2, 1), (row.Z, row.Y, row.X));
        }
    }

    [Theory]
    [InlineData("endless.csv")]
    [InlineData("endless.yml")]
    public void Read_LineWithoutEnd_IsRefused(string name)
    {
        _folder.PutText(name, new string('a', 3 << 20));

        Assert.Contains("more than 1048576 characters", Assert.Throws<SourceException>(() => TableReader.Read(_folder.Below(name), Plain, 0)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_ManyFaults_NamesTheFirstAndCountsTheRest()
    {
        _folder.PutText("points.csv", "z,y,x\n" + string.Join('\n', Enumerable.Range(0, 250).Select(i => string.Create(CultureInfo.InvariantCulture, $"{i},?,1"))));

        string[] faults = [.. TableReader.Read(_folder.Below("points.csv"), Plain, 0).AllFaults];

        Assert.Equal(101, faults.Length);
        Assert.Equal("150 further rows have faults; their points are not listed.", faults[^1]);
    }
}
