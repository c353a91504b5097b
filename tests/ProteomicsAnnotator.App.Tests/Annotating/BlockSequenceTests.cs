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

    [Fact]
    public void Shuffled_EachBlockOnce_TheSameAtEveryStart_AnotherOrderForEachAnnotator()
    {
        string[] alice = OrderOf("alice", 500);

        Assert.Equal(500, alice.Distinct().Count());
        Assert.NotEqual(alice.Order(StringComparer.Ordinal), alice);
        Assert.Equal(alice, OrderOf("alice", 500));
        Assert.NotEqual(alice, OrderOf("bob", 500));

        // About a half of all pairs are turned round.
        int turned = Enumerable.Range(0, 499).Count(i => string.CompareOrdinal(alice[i], alice[i + 1]) > 0);
        Assert.InRange(turned, 200, 300);
    }

    [Fact]
    public void Shuffled_BlocksThatCome_MoveNoneOfTheOthers()
    {
        HashSet<string> before = [.. OrderOf("alice", 100)];

        Assert.Equal(OrderOf("alice", 100), OrderOf("alice", 150).Where(before.Contains));
    }

    [Fact]
    public void Shuffled_AfterAndBefore_GoAlongTheShuffledList_AlsoFromABlockThatTheFilterHides()
    {
        BlockSequence walk = WalkOf(50);
        walk.Order = BlockOrder.ShuffledFor("alice");
        walk.Update(Blocks(50), new BlockFilter(), keep: null);
        string[] all = [.. walk.Visible.Select(block => block.Id.Value)];
        for (int i = 0; i < all.Length; i++)
        {
            BlockId id = BlockId.Parse(all[i]);
            Assert.Equal(i, walk.IndexOf(id));
            Assert.Equal(all[(i + 1)..], walk.After(id, skipAnnotated: false).Select(block => block.Id.Value));
            Assert.Equal(all[..i].Reverse(), walk.Before(id, skipAnnotated: false).Select(block => block.Id.Value));
        }

        _labels[BlockId.Parse(all[7])] = 1;
        walk.Update(Blocks(50), new BlockFilter("", BlockFilter.Unlabelled), keep: null);
        Assert.Equal(all[8], walk.After(BlockId.Parse(all[7]), skipAnnotated: false).First().Id.Value);
        Assert.Equal(all[6], walk.Before(BlockId.Parse(all[7]), skipAnnotated: false).First().Id.Value);
    }

    private static string[] OrderOf(string username, int count)
    {
        var walk = new BlockSequence(_ => null) { Order = BlockOrder.ShuffledFor(username) };
        walk.Update(Blocks(count), new BlockFilter(), keep: null);
        return [.. walk.Visible.Select(block => block.Id.Value)];
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
