using ProteomicsAnnotator.App.Annotating;
using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.App.Tests.Annotating;

public sealed class BlockSequenceTests
{
    private readonly Dictionary<BlockId, int> _labels = [];

    [Fact]
    public void After_SkippingAnnotated_NamesTheUnlabelledBlocksInOrder()
    {
        BlockSequence walk = WalkOf(5);
        Label(2, 1);
        Label(4, 3);

        Assert.Equal(["block_0003", "block_0005"], walk.After(Id(1), skipAnnotated: true).Select(b => b.Id.Value));
        Assert.Equal(["block_0003"], walk.Before(Id(5), skipAnnotated: true).Take(1).Select(b => b.Id.Value));
        Assert.Equal(["block_0002", "block_0003"], walk.After(Id(1), skipAnnotated: false).Take(2).Select(b => b.Id.Value));
    }

    [Fact]
    public void Update_BlockLabelledUnderAFilter_StaysUntilOneLeavesIt()
    {
        BlockSequence walk = WalkOf(3);
        var unlabelled = new BlockFilter(Label: BlockFilter.Unlabelled);
        Label(2, 1);

        walk.Update(Blocks(3), unlabelled, keep: Id(2));
        Assert.Equal(3, walk.Visible.Length);

        walk.Update(Blocks(3), unlabelled, keep: Id(3));
        Assert.Equal(["block_0001", "block_0003"], walk.Visible.Select(b => b.Id.Value));
    }

    [Fact]
    public void Update_TextThatTheCurrentBlockDoesNotHold_LeavesItOut()
    {
        BlockSequence walk = WalkOf(3);

        walk.Update(Blocks(3), new BlockFilter("0003"), keep: Id(1));

        Assert.Equal(["block_0003"], walk.Visible.Select(b => b.Id.Value));
    }

    [Fact]
    public void After_ABlockThatLeftTheList_GoesOnFromItsPlace()
    {
        BlockSequence walk = WalkOf(4);
        Label(2, 1);
        walk.Update(Blocks(4), new BlockFilter(Label: BlockFilter.Unlabelled), keep: null);

        Assert.Equal("block_0003", walk.After(Id(2), skipAnnotated: false).First().Id.Value);
        Assert.Equal("block_0001", walk.Before(Id(2), skipAnnotated: false).First().Id.Value);
    }

    [Theory]
    [InlineData("0003", null, 1)]
    [InlineData("BLOCK", null, 4)]
    [InlineData("", BlockFilter.Labelled, 2)]
    [InlineData("", 3, 1)]
    [InlineData("nothing", null, 0)]
    public void Filter_ByTextAndLabel_KeepsWhatMatches(string text, int? label, int expected)
    {
        BlockSequence walk = WalkOf(4);
        Label(1, 1);
        Label(2, 3);

        walk.Update(Blocks(4), new BlockFilter(text, label), keep: null);

        Assert.Equal(expected, walk.Visible.Length);
    }

    [Fact]
    public void FirstUnlabelled_AllLabelled_IsNone()
    {
        BlockSequence walk = WalkOf(2);
        Label(1, 1);
        Assert.Equal("block_0002", walk.FirstUnlabelled()?.Id.Value);
        Label(2, 1);
        Assert.Null(walk.FirstUnlabelled());
    }

    private static BlockId Id(int number) => BlockId.Parse($"block_{number:0000}");

    private static List<Block> Blocks(int count) =>
        [.. Enumerable.Range(1, count).Select(n => new Block(Id(n), new LabelKey(null, Id(n)), $"/data/{Id(n)}", []))];

    private BlockSequence WalkOf(int count)
    {
        var walk = new BlockSequence(block => _labels.TryGetValue(block.Id, out int label) ? label : null);
        walk.Update(Blocks(count), new BlockFilter(), keep: null);
        return walk;
    }

    private void Label(int number, int label) => _labels[Id(number)] = label;
}
