using System.Collections.Frozen;
using ProteomicsAnnotator.App.Reviewing;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Snapshots;

namespace ProteomicsAnnotator.App.Tests.Reviewing;

public sealed class ReviewListTests
{
    private readonly ReviewList _list = new();

    public ReviewListTests()
    {
        _list.Update(Table(1, 2, 1, 3, null));
    }

    [Fact]
    public void Choose_Plain_SelectsOne()
    {
        _list.Choose(1, extend: false, toggle: false);
        _list.Choose(3, extend: false, toggle: false);

        Assert.Equal([4], Selected());
    }

    [Fact]
    public void Choose_Shift_SelectsFromTheLastPlainChoice()
    {
        _list.Choose(3, extend: false, toggle: false);
        _list.Choose(1, extend: true, toggle: false);
        Assert.Equal([2, 3, 4], Selected());

        _list.Choose(4, extend: true, toggle: false);
        Assert.Equal([4, 5], Selected());
        Assert.Equal(4, _list.CursorIndex);
    }

    [Fact]
    public void SetFilter_RowsItHides_AreNotSelectedAnyMore()
    {
        _list.SelectAll();

        _list.SetFilter(new ReviewFilter { VotedLabel = 1 });

        Assert.Equal([0, 2], _list.Items);
        Assert.Equal([1, 3], Selected());
    }

    [Fact]
    public void Choose_Ctrl_TurnsOneRowOver()
    {
        _list.Choose(0, extend: false, toggle: false);
        _list.Choose(2, extend: false, toggle: true);
        Assert.Equal([1, 3], Selected());

        _list.Choose(0, extend: false, toggle: true);
        Assert.Equal([3], Selected());
    }

    [Fact]
    public void Update_NewTable_KeepsTheSelection()
    {
        _list.Choose(1, extend: false, toggle: false);

        _list.Update(Table(1, 1, 1, 1, 1));

        Assert.Equal([2], Selected());
        Assert.Equal(1, _list.CursorIndex);
    }

    [Fact]
    public void SortBy_Twice_TurnsTheOrderRound()
    {
        _list.SortBy(ReviewSortKey.Consensus);
        Assert.Equal([0, 2, 1, 3, 4], _list.Items);

        _list.SortBy(ReviewSortKey.Consensus);
        Assert.Equal([3, 1, 0, 2, 4], _list.Items);
    }

    [Fact]
    public void SelectAll_UnderAFilter_TakesTheRowsShown()
    {
        _list.SetFilter(new ReviewFilter { VotedLabel = 1 });
        _list.SelectAll();
        Assert.Equal([1, 3], Selected());

        _list.SelectNone();
        Assert.Empty(_list.Selected);
    }

    private static ReviewTable Table(params int?[] labels)
    {
        BlockId[] ids = [.. Enumerable.Range(1, labels.Length).Select(ReviewFolder.Id)];
        var votes = new Dictionary<BlockId, Vote>();
        for (int i = 0; i < labels.Length; i++)
        {
            if (labels[i] is { } label)
            {
                votes[ids[i]] = new Vote(label, DateTimeOffset.UnixEpoch);
            }
        }

        return ReviewTable.Of(new ReviewInput(ids, [new AnnotatorVotes("a", votes)], FrozenDictionary<BlockId, FinalLabel>.Empty));
    }

    private IEnumerable<int> Selected() => _list.Selected.Order().Select(block => int.Parse(block.Name[6..]));
}
