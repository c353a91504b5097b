using System.Text;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Storage;
using ProteomicsAnnotator.Core.Tests.Agreement;
using ProteomicsAnnotator.Core.Training;

namespace ProteomicsAnnotator.Core.Tests.Training;

public sealed class PipelineTableTests : IDisposable
{
    private readonly string _path = Path.Combine(Directory.CreateTempSubdirectory("table").FullName, "cells.csv");

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_path)!, recursive: true);

    [Fact]
    public void Table_IsReadByTheNamesOfItsColumns()
    {
        PipelineTable table = Read("\uFEFFX,score,Block_ID,note,y,Z\n1.5,0.9,block_0001,\"a, \"\"b\"\"\",2,-3e1\nnan,,block_0002,,1,2\n");

        Assert.Equal(["X", "score", "Block_ID", "note", "y", "Z"], table.Header);
        Assert.True(table.HasPositions);
        Assert.Equal(new FocusPoint(-30, 2, 1.5), table.PositionOf(Reviews.Id(1)));
        Assert.Null(table.PositionOf(Reviews.Id(2)));
        Assert.Null(table.PositionOf(Reviews.Id(3)));
        Assert.Equal("a, \"b\"", table.RowOf(Reviews.Id(1))![3]);
        Assert.Null(TrainingTables.Clash(table));
        Assert.False(Read("block,x,y\nblock_0001,1,2\n").HasPositions);
        Assert.Contains("a column Label already", TrainingTables.Clash(Read("block,Label\r\nblock_0001,1\r\n")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "found no header")]
    [InlineData("id,x\n1,2\n", "found the columns id, x; expected one named block or block_id")]
    [InlineData("block,x,X\nblock_0001,1,2\n", "found the column x twice")]
    [InlineData("block,x\nblock_0001\n", "found 1 cell, expected 2")]
    [InlineData("block,x\ncell 7,1\n", "row 2 has the block \"cell 7\"")]
    [InlineData("block,x\nblock_0001,1\nblock_0001,2\n", "row 3 has block_0001, which stands in an earlier row as well")]
    [InlineData("block,x\nblock_0001,\"open\n", "a quote that is not closed")]
    [InlineData("block,x\nblock_0001,\"a\"b\n", "found text behind a closed quote")]
    public void WhatIsNoSuchTable_IsNamedWithTheRow(string text, string expected)
    {
        StorageException error = Assert.Throws<StorageException>(() => Read(text));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Equal(_path, error.Path);
    }

    [Fact]
    public void LinesThatEndInCarriageReturnsAlone_LoseNoLetter() => Assert.Equal("12", Read("block,x\rblock_0001,12\rblock_0002,3\r").RowOf(Reviews.Id(1))![1]);

    [Fact]
    public void MissingFile_IsNamed() => Assert.Equal(_path, Assert.Throws<StorageException>(() => PipelineTable.Read(_path)).Path);

    private PipelineTable Read(string text)
    {
        File.WriteAllBytes(_path, Encoding.UTF8.GetBytes(text));
        return PipelineTable.Read(_path);
    }
}
