using ProteomicsAnnotator.App.Annotating;

namespace ProteomicsAnnotator.App.Tests.Annotating;

public sealed class PageAddressTests
{
    public static TheoryData<string, int?, string, string> Known => new()
    {
        { "", null, "", PageAddress.Annotate },
        { "filter=unlabelled", BlockFilter.Unlabelled, "", PageAddress.Annotate },
        { "filter=labelled", BlockFilter.Labelled, "", PageAddress.Annotate },
        { "filter=unsure", BlockFilter.Unsure, "", PageAddress.Annotate },
        { "filter=note", BlockFilter.WithNote, "", PageAddress.Annotate },
        { "filter=unusable", BlockFilter.Unusable, "", PageAddress.Annotate },
        { "filter=3", 3, "", PageAddress.Annotate },
        { "q=tile_3%2Fblock", null, "tile_3/block", PageAddress.Annotate },
        { "view=review", null, "", PageAddress.Review },
        { "view=adjudicate", null, "", PageAddress.Adjudicate },
        { "view=adjudicate-dawid-skene", null, "", PageAddress.AdjudicateByModel },
        { "view=adjudicate-likely-errors", null, "", PageAddress.AdjudicateErrors },
        { "view=adjudicate-model-differs", null, "", PageAddress.AdjudicateModel },
        { "view=adjudicate-least-certain", null, "", PageAddress.AdjudicateLeastCertain },
        { "view=adjudicate-differences", null, "", PageAddress.AdjudicateDifferences },
        { "view=second-opinion", null, "", PageAddress.Second },
        { "view=second-opinion-dawid-skene", null, "", PageAddress.SecondByModel },
        { "view=second-opinion-least-certain", null, "", PageAddress.SecondLeastCertain },
        { "view=final", null, "", PageAddress.Final },
        { "filter=2&view=gallery", 2, "", PageAddress.Gallery },
        { "filter=1&q=%C3%A4%20%26%20b&view=review", 1, "ä & b", PageAddress.Review },
    };

    [Theory]
    [MemberData(nameof(Known))]
    public void Address_WrittenAndRead_IsTheSame(string query, int? label, string text, string view)
    {
        var address = new PageAddress(new BlockFilter(text, label), view);
        List<string> faults = [];

        Assert.Equal(query, address.Query);
        Assert.Equal(address, PageAddress.Read("?" + query, 3, faults));
        Assert.Equal(address, PageAddress.Read($"?{query}&block=tile_3/block_0001", 3, faults));
        Assert.Empty(faults);
    }

    [Fact]
    public void All_IsAWordForNoFilter()
    {
        List<string> faults = [];

        Assert.Equal(PageAddress.Plain, PageAddress.Read("?filter=all", 3, faults));
        Assert.Empty(faults);
    }

    [Theory]
    [InlineData("?filter=unsur", "\"unsur\" in the address is no filter: expected all, unlabelled, labelled, unsure, note, unusable, again, or a class from 1 to 3.")]
    [InlineData("?filter=4", "\"4\" in the address is no filter")]
    [InlineData("?filter=0", "\"0\" in the address is no filter")]
    [InlineData("?filter=-2", "\"-2\" in the address is no filter")]
    [InlineData("?filter=unsure&filter=note", "\"unsure,note\" in the address is no filter")]
    [InlineData("?filter=%zz%", "\"%zz%\" in the address is no filter")]
    [InlineData("?view=settings", "\"settings\" in the address is no view")]
    [InlineData("?fliter=unsure", "\"fliter\" in the address means nothing here.")]
    [InlineData("?block=../../etc/passwd", "\"../../etc/passwd\" in the address is no block.")]
    [InlineData("?block=block_1", "\"block_1\" in the address is no block.")]
    [InlineData("?%00=1", "in the address means nothing here.")]
    public void WhatMeansNothing_IsLeftOutAndSaid(string search, string words)
    {
        List<string> faults = [];

        Assert.Equal(PageAddress.Plain, PageAddress.Read(search, 3, faults));
        Assert.Contains(words, Assert.Single(faults), StringComparison.Ordinal);
    }

    [Fact]
    public void LongSearch_IsLeftOutAndSaid()
    {
        List<string> faults = [];

        Assert.Equal(PageAddress.Plain, PageAddress.Read("?q=" + new string('x', 201), 3, faults));
        Assert.Equal("The search in the address has 201 characters; at most 200 are searched for.", Assert.Single(faults));
    }

    [Fact]
    public void Step_IsAnotherFilterOrView_OrASearchThatBeginsOrEnds()
    {
        PageAddress a = Searched("a");
        PageAddress ab = Searched("ab");

        Assert.False(a.IsStepFrom(a));
        Assert.True(a.IsStepFrom(PageAddress.Plain));
        Assert.False(ab.IsStepFrom(a));
        Assert.True(PageAddress.Plain.IsStepFrom(ab));
        Assert.True((a with { View = PageAddress.Review }).IsStepFrom(a));
        Assert.True((ab with { Filter = new BlockFilter("ab", BlockFilter.Unsure) }).IsStepFrom(ab));
    }

    private static PageAddress Searched(string text) => new(new BlockFilter(text), PageAddress.Annotate);
}
