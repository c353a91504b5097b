using ProteomicsAnnotator.App.Annotating.SelfChecks;

namespace ProteomicsAnnotator.App.Tests.Annotating.SelfChecks;

public sealed class SelfCheckDrawTests
{
    [Theory]
    [InlineData(new[] { 60, 30, 10 }, 20, new[] { 12, 6, 2 })]
    [InlineData(new[] { 98, 1, 1 }, 10, new[] { 8, 1, 1 })]
    [InlineData(new[] { 5, 5 }, 10, new[] { 5, 5 })]
    [InlineData(new[] { 1, 1, 1 }, 2, new[] { 1, 1, 0 })]
    [InlineData(new[] { 9_900, 100 }, 20, new[] { 19, 1 })]
    [InlineData(new[] { 50, 50 }, 3, new[] { 2, 1 })]
    public void Draw_HasEveryClassInProportion(int[] sizes, int count, int[] expected)
    {
        (string Block, int Label)[] labelled = [.. sizes.SelectMany((size, i) => Enumerable.Range(0, size).Select(block => ($"{i + 1}-{block}", i + 1)))];

        IReadOnlyList<string> drawn = SelfCheckDraw.Draw(labelled, count, new Random(7));

        Assert.Equal(count, drawn.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(expected, sizes.Select((_, i) => drawn.Count(block => block.StartsWith($"{i + 1}-", StringComparison.Ordinal))));
    }

    [Fact]
    public void Draw_IsRandom_AndMixesTheClasses()
    {
        (int Block, int Label)[] labelled = [.. Enumerable.Range(0, 1000).Select(i => (i, 1 + (i % 2)))];
        IReadOnlyList<int> first = SelfCheckDraw.Draw(labelled, 40, new Random(1));
        IReadOnlyList<int> second = SelfCheckDraw.Draw(labelled, 40, new Random(2));

        Assert.NotEqual(first, second);
        Assert.True(first.Take(20).Select(block => block % 2).Distinct().Count() == 2, "both classes come in the first half");
        Assert.Throws<ArgumentOutOfRangeException>(() => SelfCheckDraw.Draw(labelled, 1001, new Random(3)));
    }
}
