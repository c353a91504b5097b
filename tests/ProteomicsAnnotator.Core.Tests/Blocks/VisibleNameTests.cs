using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.Core.Tests.Blocks;

public sealed class VisibleNameTests
{
    [Theory]
    [InlineData("tile_3/block_0001", "tile_3/block_0001")]
    [InlineData("Pr\u00E4parat \u65E5\u672C/block_0001", "Pr\u00E4parat \u65E5\u672C/block_0001")]
    [InlineData("a\u200Bb", "a\\u{200B}b")]
    [InlineData("a\u00ADb", "a\\u{00AD}b")]
    [InlineData("a\u202Eb", "a\\u{202E}b")]
    [InlineData("a\u2066b\u2069", "a\\u{2066}b\\u{2069}")]
    [InlineData("a\u00A0b", "a\\u{00A0}b")]
    [InlineData("a\uFEFFb\u2060", "a\\u{FEFF}b\\u{2060}")]
    [InlineData("a\uFE0Fb\u3164", "a\\u{FE0F}b\\u{3164}")]
    [InlineData("a\U000E0001b", "a\\u{E0001}b")]
    public void Of_WhatLeavesNoMark_IsWrittenOut(string name, string shown) => Assert.Equal(shown, VisibleName.Of(name));

    [Fact]
    public void Shown_OfABlock_IsForTheEyeAndLeavesItsValue()
    {
        BlockId id = BlockId.Parse("a\u200B/block_0001");
        Assert.Equal("a\\u{200B}/block_0001", id.Shown);
        Assert.Equal("a\u200B/block_0001", id.Value);
    }
}
