using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Releases;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Tests.Labels;

namespace ProteomicsAnnotator.Core.Tests.Releases;

/// <summary>Tables that count differently are told apart by their bytes, with the numbers.</summary>
public sealed class TableCountsTests
{
    private static readonly TableCounts Wide = TableCounts.OfWide("the wide table", WideTables.Bytes(
        "block_id,consensus_label,final_label,has_disagreement,user_alice_label,user_bob_label,exported_at",
        "block_0001,1,,False,1,1,t",
        "block_0002,2,3,False,2,,t",
        "block_0003,,1,False,,,t",
        "block_0004,,,False,,,t"));

    private static readonly TableCounts Blocks = TableCounts.OfBlocks("the blocks table", WideTables.Bytes(
        "block,resolved_label,resolved_by,votes",
        "block_0001,1,unanimous,2",
        "block_0002,3,final_label,1",
        "block_0003,1,final_label,0",
        "block_0004,,nothing,0"));

    [Fact]
    public void Differences_OfTablesThatSayTheSame_AreNone()
    {
        TableCounts labels = Long("block_0001,alice,1,1,unanimous", "block_0001,bob,1,1,unanimous", "block_0002,alice,2,3,final_label", "block_0003,,,1,final_label", "block_0004,bob,,,nothing");

        Assert.Equal((3, 3, 3), (Wide.Total, Blocks.Total, labels.Total));
        Assert.Empty(TableCounts.Differences(Blocks, labels, Wide));
    }

    [Fact]
    public void Differences_OfALabelTooFew_NameTheBlockAndBothNumbers()
    {
        TableCounts labels = Long("block_0001,alice,1,1,unanimous", "block_0002,alice,2,3,final_label", "block_0003,,,1,final_label");

        Assert.Equal(
            ["the blocks table has 3 labels, the long table 2 labels; they differ on 1 block: block_0001 2 and 1"],
            TableCounts.Differences(Blocks, labels, Wide));
    }

    [Fact]
    public void Differences_WhereTwoCancelOut_AreFoundByBlock()
    {
        TableCounts labels = Long("block_0001,alice,1,1,unanimous", "block_0002,alice,2,3,final_label", "block_0002,bob,2,3,final_label", "block_0003,,,1,final_label");

        Assert.Equal(
            ["the blocks table has 3 labels, the long table 3 labels; they differ on 2 blocks: block_0001 2 and 1, block_0002 1 and 2"],
            TableCounts.Differences(Blocks, labels));
    }

    [Fact]
    public void Differences_OfFinalLabels_AreNamed()
    {
        TableCounts labels = Long("block_0001,alice,1,1,unanimous", "block_0001,bob,1,1,unanimous", "block_0002,alice,2,3,final_label");

        Assert.Equal(
            ["the blocks table has 2 final labels, the long table 1 final label; they differ on 1 block: block_0003"],
            TableCounts.Differences(Blocks, labels));
    }

    [Fact]
    public void Differences_OfOneLabelForAnother_NameTheBlockAndBoth()
    {
        TableCounts labels = Long("block_0001,alice,1,1,unanimous", "block_0001,bob,3,1,unanimous", "block_0002,alice,2,3,final_label", "block_0003,,,1,final_label");

        Assert.Equal(
            ["the long table and the wide table have other labels on 1 block: block_0001 (alice 1, bob 3) and (alice 1, bob 1)"],
            TableCounts.Differences(Blocks, labels, Wide));
    }

    [Fact]
    public void Differences_OfOneAnnotatorForAnother_NameTheBlockAndBoth()
    {
        TableCounts labels = Long("block_0001,alice,1,1,unanimous", "block_0001,carol,1,1,unanimous", "block_0002,alice,2,3,final_label", "block_0003,,,1,final_label");

        Assert.Equal(
            ["the long table and the wide table have other labels on 1 block: block_0001 (alice 1, carol 1) and (alice 1, bob 1)"],
            TableCounts.Differences(Blocks, labels, Wide));
    }

    [Fact]
    public void Differences_OfOneAnswerForAnother_NameTheBlockAndBoth()
    {
        TableCounts labels = Long("block_0001,alice,1,1,unanimous", "block_0001,bob,1,1,unanimous", "block_0002,alice,2,2,final_label", "block_0003,,,1,final_label");

        Assert.Equal(
            ["the blocks table and the long table have other answers on 1 block: block_0002 3 and 2"],
            TableCounts.Differences(Blocks, labels, Wide));
    }

    [Fact]
    public void Page_CountsTheLabelsOfListedBlocks()
    {
        using var rig = new LabelRig();
        rig.WriteShare("users/alice.json", """{"username":"alice","annotations":{"block_0001":{"label":1,"annotated_at":"2024-01-02T10:30:00+00:00"},"block_0077":{"label":1,"annotated_at":"2024-01-02T10:30:00+00:00"}}}""");

        TableCounts page = TableCounts.OfPage(new SharedRoot(rig.Settings()), [BlockId.Parse("block_0001"), BlockId.Parse("block_0002")]);

        Assert.Equal([KeyValuePair.Create("block_0001", 1)], page.Labels);
        TableCounts labels = Long("block_0001,alice,3,3,single_vote");
        Assert.Equal(
            ["the long table and the Review have other labels on 1 block: block_0001 (alice 3) and (alice 1)"],
            TableCounts.Differences(labels, page));
    }

    [Fact]
    public void PeopleWhoDoNotCount_CountInNoTable()
    {
        TableCounts wide = TableCounts.OfWide("the wide table", WideTables.Bytes(
            "block_id,consensus_label,final_label,has_disagreement,user_alice_label,user_bob_label,exported_at", "block_0001,1,,False,1,3,"), "bob");
        TableCounts labels = Long("block_0001,alice,1,1,single_vote,True", "block_0001,bob,3,1,single_vote,False");

        Assert.Empty(TableCounts.Differences(labels, wide));
        Assert.Equal((1, 1), (labels.Total, wide.Total));
    }

    private static TableCounts Long(params string[] rows) =>
        TableCounts.OfLong("the long table", WideTables.Bytes(["block_id,username,label,resolved_label,resolved_by,counted", .. rows.Select(row => row.Count(letter => letter == ',') == 4 ? row + ",True" : row)]));
}
