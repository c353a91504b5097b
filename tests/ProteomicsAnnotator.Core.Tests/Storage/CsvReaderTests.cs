using System.Text;
using ProteomicsAnnotator.Core.Storage;
using ProteomicsAnnotator.Core.Tests.Export;

namespace ProteomicsAnnotator.Core.Tests.Storage;

public sealed class CsvReaderTests
{
    /// <summary>What is written on as it was keeps its blanks and every line; of another program's table they mean nothing.</summary>
    [Fact]
    public void Blanks_AndEmptyLines_ArePartOfAnExactTableAlone()
    {
        byte[] csv = Encoding.UTF8.GetBytes("a; b \n 1 ;\" 2 \"\n\n3;4\n");
        Assert.Equal([["a", "b"], ["1", "2"], ["3", "4"]], All(CsvReader.Foreign(csv)));
        Assert.Equal([["a", " b "], [" 1 ", " 2 "]], All(CsvReader.Exact(Encoding.UTF8.GetBytes("a, b \n 1 ,\" 2 \"\n"))));
        Assert.Contains("line 3: found 1 cell, expected 2", Assert.Throws<FormatException>(() => All(CsvReader.Exact(Encoding.UTF8.GetBytes("a,b\n1,2\n\n3,4\n")))).Message, StringComparison.Ordinal);

        static List<string[]> All(CsvReader reader)
        {
            List<string[]> all = [[.. reader.Header]];
            while (reader.Read())
            {
                all.Add([.. Enumerable.Range(0, reader.Header.Count).Select(reader.Text)]);
            }

            return all;
        }
    }

    [Fact]
    public void Cells_OfAnyText_AreThoseThatPythonReads()
    {
        byte[] csv = Encoding.UTF8.GetBytes("a,\"b, \"\"b\"\"\",c\r\n\"line\r\nend\",,7\r\n\"\",\"x,y\",\"\"\"\"\r\nä,b,-3");
        IReadOnlyList<IReadOnlyList<string>> expected = PythonCsv.Read(csv);
        var reader = CsvReader.Exact(csv);
        List<IReadOnlyList<string>> found = [reader.Header];
        while (reader.Read())
        {
            found.Add([.. Enumerable.Range(0, 3).Select(reader.Text)]);
        }

        Assert.Equal(expected, found);
        Assert.Equal("b, \"b\"", reader.Header[1]);
        Assert.Equal(-3, reader.WholeNumber(2));
        Assert.Equal(2, reader.Column("c"));
    }

    [Theory]
    [InlineData("a,b\r\n1\r\n", "line 2: found 1 cell, expected 2")]
    [InlineData("a,b\r\n\"1,2\r\n", "a quote that is not closed")]
    [InlineData("", "no header")]
    public void Bytes_ThatAreNoTable_AreNamed(string csv, string expected)
    {
        FormatException error = Assert.Throws<FormatException>(() => CsvReader.Exact(Encoding.UTF8.GetBytes(csv)).Read());

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Number_OfAnotherText_IsNamed_AndOfAnEmptyCellIsNone()
    {
        var reader = CsvReader.Exact("a,b\r\n1x,\r\n"u8.ToArray());
        Assert.True(reader.Read());

        Assert.Null(reader.WholeNumber(1));
        Assert.Contains("1x", Assert.Throws<FormatException>(() => reader.WholeNumber(0)).Message, StringComparison.Ordinal);
        Assert.Throws<FormatException>(() => reader.Column("c"));
    }
}
