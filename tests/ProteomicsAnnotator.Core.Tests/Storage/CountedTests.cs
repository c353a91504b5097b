using ProteomicsAnnotator.Core.Delivery;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Tests.Storage;

public sealed class CountedTests
{
    [Theory]
    [InlineData(0, "0 labels are")]
    [InlineData(1, "1 label is")]
    [InlineData(2, "2 labels are")]
    [InlineData(1204, "1,204 labels are")]
    public void Of_ANumberOfThings_HasTheFormOfItsNumber(int count, string expected)
    {
        Assert.Equal(expected, Counted.Of(count, "label", "is", "are"));
        Assert.Equal(expected[..expected.LastIndexOf(' ')], Counted.Of(count, "label"));
    }

    [Theory]
    [InlineData(0, "/state/j.jsonl belongs to another share and stays there.")]
    [InlineData(1, "1 label in /state/j.jsonl belongs to another share and stays there.")]
    [InlineData(3, "3 labels in /state/j.jsonl belong to another share and stay there.")]
    public void NoticeOfOtherShare_SaysHowMany_AndNothingOfNone(int count, string expected)
    {
        List<LabelEvent> events = JournalContent.Parse(
            System.Text.Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(1, count).Select(i => $$"""{"seq":{{i}},"clock":{{i}},"at":"2024-01-02T10:30:00+00:00","block":"block_0001","label":1,"was":null}""" + "\n"))),
            "j",
            startsWithHeader: false).Events;

        Assert.Equal(expected, new OrphanedOutbox("/state/j.jsonl", events, "id", default).NoticeOfOtherShare);
    }
}
