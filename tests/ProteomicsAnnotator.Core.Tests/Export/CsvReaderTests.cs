using System.Text;
using ProteomicsAnnotator.Core.Export;

namespace ProteomicsAnnotator.Core.Tests.Export;

public sealed class CsvReaderTests
{
    [Fact]
    public void Cells_OfAnyText_AreThoseThatPythonReads()
    {
        byte[] csv = Encoding.UTF8.GetBytes("a,\"b, \"\"b\"\"\",c\r\n\"line\r\nend\",,7\r\n\"\",\"x,y\",\"\"\"\"\r\nä,b,-3");
        IReadOnlyList<IReadOnlyList<string>> expected = PythonCsv.Read(csv);
        var reader = new CsvReader(csv);
        List<IReadOnlyList<string>> found = [reader.Header];
        while (reader.Read())
        {
            found.Add([.. Enumerable.Range(0, 3).Select(reader.Text)]);
        }

        Assert.Equal(expected, found);
        Assert.Equal("b, \"b\"", reader.Header[1]);
        Assert.Equal(-3, reader.Number(2));
        Assert.Equal(2, reader.Column("c"));
    }

    [Theory]
    [InlineData("a,b\r\n1\r\n", "found 1 cells, expected 2")]
    [InlineData("a,b\r\n\"1,2\r\n", "a quote that is not closed")]
    [InlineData("", "no header")]
    public void Bytes_ThatAreNoTable_AreNamed(string csv, string expected)
    {
        FormatException error = Assert.Throws<FormatException>(() => new CsvReader(Encoding.UTF8.GetBytes(csv)).Read());

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Number_OfAnotherText_IsNamed_AndOfAnEmptyCellIsNone()
    {
        var reader = new CsvReader("a,b\r\n1x,\r\n"u8.ToArray());
        Assert.True(reader.Read());

        Assert.Null(reader.Number(1));
        Assert.Contains("1x", Assert.Throws<FormatException>(() => reader.Number(0)).Message, StringComparison.Ordinal);
        Assert.Throws<FormatException>(() => reader.Column("c"));
    }
}
