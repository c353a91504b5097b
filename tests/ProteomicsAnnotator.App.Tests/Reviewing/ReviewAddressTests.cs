using ProteomicsAnnotator.App.Annotating;
using ProteomicsAnnotator.App.Reviewing;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.App.Tests.Reviewing;

/// <summary>The Review's tab, filter and order in the address of the page.</summary>
public sealed class ReviewAddressTests
{
    public static TheoryData<string, ReviewAddress> Known => new()
    {
        { "", ReviewAddress.Plain },
        { "&tab=raters", ReviewAddress.Plain with { Pane = ReviewPane.Raters } },
        { "&rows=disagree,unsettled", Of(new() { Status = ReviewStatus.Disagree, UnsettledOnly = true }) },
        { "&rows=not-annotated,labelled,ties,new-votes,final-differs,files-changed,unsure,note,needs-votes,unusable", Of(new() { NeedsVotesOnly = true, Status = ReviewStatus.NotAnnotated, LabelledOnly = true, TiesOnly = true, NewVotesOnly = true, FinalDiffersOnly = true, ChangedFilesOnly = true, UnsureOnly = true, NotesOnly = true, UnusableOnly = true }) },
        { "&rows=no-class", Of(new() { OutsideClasses = 3 }) },
        { "&rows=class:2,voted:3", Of(new() { ResolvedLabel = 2, VotedLabel = 3 }) },
        { "&rows=pair:bob:al_ice,cell:1:-2", Of(new() { Pair = new("bob", "al_ice"), Cell = (1, -2) }) },
        { "&rows=differ:bob:carol", Of(new() { Pair = new("bob", "carol", true) }) },
        { "&rows=gave:bob:9,annotator:carol", Of(new() { Given = ("bob", 9), LabelledBy = "carol" }) },
        { "&rows=within:2.5,slices:0.25,view:volume,limits:auto", Of(new() { Evidence = new() { Within = TimeSpan.FromSeconds(2.5), SlicesBelow = 0.25, View = "volume", Limits = "auto" } }) },
        { "&find=tile_3%2F%C3%A4", Of(new() { Text = "tile_3/ä" }) },
        { "&sort=-votes", ReviewAddress.Plain with { Sort = new(ReviewSortKey.Votes, true) } },
        { "&sort=-block", ReviewAddress.Plain with { Sort = new(ReviewSortKey.Block, true) } },
        { "&tab=adjudicate&order=leastcertain&certain=97.5", ReviewAddress.Plain with { Pane = ReviewPane.Adjudicate, Order = AdjudicationOrder.LeastCertain, CertainFrom = 0.975 } },
        { "&certain=99.999", ReviewAddress.Plain with { CertainFrom = 0.99999 } },
        { "&tab=classes&rows=agree&find=a&sort=annotator:bob", new(ReviewPane.Classes, new() { Status = ReviewStatus.Agree, Text = "a" }, new(ReviewSortKey.Annotator) { Username = "bob" }) },
    };

    [Theory]
    [MemberData(nameof(Known))]
    public void Address_WrittenAndRead_IsTheSame(string query, ReviewAddress place)
    {
        PageAddress address = Page(place);
        List<string> faults = [];

        Assert.Equal("view=review" + query, address.Query);
        Assert.Equal(address, PageAddress.Read("?" + address.Query, 3, faults));
        Assert.Empty(faults);
    }

    [Theory]
    [InlineData("tab=rater")]
    [InlineData("rows=disagree,what")]
    [InlineData("rows=class:x")]
    [InlineData("rows=pair:bob:bob")]
    [InlineData("rows=pair:bob:..")]
    [InlineData("rows=gave:bob")]
    [InlineData("rows=view:sideways")]
    [InlineData("rows=within:-1")]
    [InlineData("sort=annotator")]
    [InlineData("sort=annotator:No!")]
    [InlineData("sort=--votes")]
    [InlineData("order=0")]
    [InlineData("certain=49")]
    [InlineData("certain=100.5")]
    [InlineData("certain=NaN")]
    public void WhatMeansNothing_IsLeftOutAndSaid(string part)
    {
        List<string> faults = [];

        Assert.Equal(Page(ReviewAddress.Plain), PageAddress.Read("?view=review&" + part, 3, faults));
        Assert.Contains("in the address means nothing in the Review.", Assert.Single(faults), StringComparison.Ordinal);
    }

    [Fact]
    public void AnotherView_HasNothingOfTheReview()
    {
        List<string> faults = [];

        Assert.Equal(PageAddress.Plain, PageAddress.Read("?tab=raters", 3, faults));
        Assert.Empty(faults);
    }

    [Fact]
    public void Step_IsAnotherTabOrFilter_AndNoOtherOrder()
    {
        PageAddress plain = Page(ReviewAddress.Plain);

        Assert.True(Page(ReviewAddress.Plain with { Pane = ReviewPane.Export }).IsStepFrom(plain));
        Assert.True(Page(Of(new() { TiesOnly = true })).IsStepFrom(plain));
        Assert.True(Page(Of(new() { Text = "a" })).IsStepFrom(plain));
        Assert.False(Page(Of(new() { Text = "ab" })).IsStepFrom(Page(Of(new() { Text = "a" }))));
        Assert.False(Page(ReviewAddress.Plain with { Sort = new(ReviewSortKey.Votes) }).IsStepFrom(plain));
    }

    [Fact]
    public void Place_GoesWhereItWas_AndKeepsBlocksThatWerePicked()
    {
        var place = new ReviewPlace();
        place.Show(new ReviewFilter { Only = new HashSet<BlockId> { ReviewFolder.Id(2) } });
        ReviewAddress picked = place.Address;
        place.Show(ReviewPane.Raters);

        place.Go(picked);
        Assert.Equal((ReviewPane.Table, 1), (place.Pane, place.List.Filter.Only?.Count));

        place.Go(Of(new() { TiesOnly = true }));
        Assert.Null(place.List.Filter.Only);
        Assert.True(place.List.Filter.TiesOnly);

        (place.CertainFrom, place.Order) = (0.6, AdjudicationOrder.LeastCertain);
        var reloaded = new ReviewPlace();
        reloaded.Go(place.Address);
        Assert.Equal((0.6, AdjudicationOrder.LeastCertain), (reloaded.CertainFrom, reloaded.Order));
    }

    private static ReviewAddress Of(ReviewFilter filter) => ReviewAddress.Plain with { Filter = filter };

    private static PageAddress Page(ReviewAddress place) => new(new BlockFilter(), PageAddress.Review) { Place = place };
}
