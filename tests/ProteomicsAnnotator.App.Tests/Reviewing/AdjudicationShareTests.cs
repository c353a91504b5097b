using ProteomicsAnnotator.App.Reviewing;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.App.Tests.Reviewing;

/// <summary>Several adjudicators share the disagreements; expected parts are from Python's hashlib.</summary>
public sealed class AdjudicationShareTests : IAsyncDisposable
{
    private readonly ReviewFolder _folder = ReviewFolder.ProjectSmall();

    public ValueTask DisposeAsync() => _folder.DisposeAsync();

    [Fact]
    public void Part_GoesByTheIdAlone()
    {
        int[] parts = [.. Enumerable.Range(1, 10).Select(number => Enumerable.Range(1, 3).Single(part => new AdjudicationShare(part, 3).Has(ReviewFolder.Id(number))))];

        Assert.Equal([2, 1, 1, 3, 3, 1, 1, 3, 1, 2], parts);
        Assert.True(AdjudicationShare.Whole.Has(ReviewFolder.Id(1)));
    }

    [Fact]
    public void Parts_AreAboutEqual()
    {
        BlockId[] blocks = [.. Enumerable.Range(1, 3000).Select(ReviewFolder.Id)];

        Assert.All(Enumerable.Range(1, 4), part => Assert.InRange(blocks.Count(new AdjudicationShare(part, 4).Has), 680, 820));
    }

    [Fact]
    public async Task TwoAdmins_WithAPartEach_MeetNoBlockTwice_AndTheChoiceIsKept()
    {
        AdjudicationShare? kept = null;
        ReviewSession ann = await _folder.OpenAsync("ann", sources => sources with { KeepPart = part => Task.FromResult(kept = part) });
        ReviewSession zoe = await _folder.OpenAsync("zoe", sources => sources with { Part = new AdjudicationShare(2, 2) });
        await ann.Adjudication.SetPartAsync(new AdjudicationShare(1, 2));
        Assert.Equal(new AdjudicationShare(1, 2), kept);

        Assert.True(await ann.Adjudication.StartAsync(AdjudicationOrder.VoteEntropy, CancellationToken.None));
        Assert.True(await zoe.Adjudication.StartAsync(AdjudicationOrder.VoteEntropy, CancellationToken.None));

        Assert.Equal([2], ann.Adjudication.Queue.Select(block => int.Parse(block.Name[6..], System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Equal([7, 4, 9, 5], zoe.Adjudication.Queue.Select(block => int.Parse(block.Name[6..], System.Globalization.CultureInfo.InvariantCulture)));
    }
}
