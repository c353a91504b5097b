using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Agreement.Classes;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Predictions;

namespace ProteomicsAnnotator.Core.Tests.Agreement;

/// <summary>Figures as they would be if classes were others.</summary>
public sealed class ClassMapTests
{
    /// <summary>The figures of a mapped table are those of a table that was labelled so.</summary>
    [Fact]
    public void Table_Mapped_HasTheFiguresOfOneThatWasLabelledSo()
    {
        int?[][] given = [[1, 4, 1], [2, 2, 3], [4, 4, 4], [3, 2, null], [1, 1, 4], [2, 4, 3]];
        ReviewInput input = Reviews.Input(["ann", "ben", "eva"], given) with { FinalLabels = new Dictionary<BlockId, FinalLabel> { [Reviews.Id(6)] = new(4, "lead", Reviews.Noon.AddDays(1)) } };

        ReviewTable mapped = ReviewTable.Of(input).Mapped(ClassMap.Parse("4=1, 3=2", 4)!);

        ReviewTable expected = Reviews.Table(["ann", "ben", "eva"], [.. given.Select(block => (IReadOnlyList<int?>)[.. block.Select(label => label switch { 4 => 1, 3 => 2, _ => label })])]);
        Assert.Equal(expected.Statistics, mapped.Statistics);
        Assert.Equal(AgreementCoefficients.Of(expected), AgreementCoefficients.Of(mapped));
        Assert.Equal(1, mapped[5].FinalLabel!.Label);
        Assert.Equal("3=2,4=1", mapped.Input.Map.Text);
        Assert.Equal("labels of class 3 count as of class 2; labels of class 4 count as of class 1", mapped.Input.Map.Words);
    }

    [Fact]
    public void Prediction_Mapped_AddsProbabilities()
    {
        ClassMap map = ClassMap.Parse("3=1", 3)!;
        Prediction all = new Prediction(3, new[] { 0.25, 0.25, 0.5 }).Mapped(map);
        Prediction part = new Prediction(3, new[] { double.NaN, double.NaN, 0.5 }).Mapped(map);

        Assert.Equal((1, 0.75, 0.25, 0.0), (all.Label, all.ProbabilityOf(1), all.ProbabilityOf(2), all.ProbabilityOf(3)));
        Assert.Equal((1, null, null), (part.Label, part.ProbabilityOf(1), part.ProbabilityOf(2)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("4")]
    [InlineData("4=4")]
    [InlineData("4=9")]
    [InlineData("0=1")]
    [InlineData("4=1,4=2")]
    [InlineData("4=1,1=2")]
    [InlineData("a=b")]
    public void Text_OfAnotherForm_IsNone(string text) => Assert.Null(ClassMap.Parse(text, 4));

    [Fact]
    public void NoText_ChangesNothing() => Assert.True(ClassMap.Parse(null, 4)!.IsNone);
}
