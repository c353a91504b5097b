using System.Text.Json.Nodes;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Agreement.Certainty;
using ProteomicsAnnotator.Core.Agreement.Classes;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Predictions;
using ProteomicsAnnotator.Core.Predictions.Figures;
using ProteomicsAnnotator.Core.Tests.Agreement;

namespace ProteomicsAnnotator.Core.Tests.Predictions;

/// <summary>Against tests/vectors/model_small.json, which a program of its own computed.</summary>
public sealed class ModelFiguresTests
{
    private static readonly JsonObject Vector = ModelVector.Json;
    private static readonly PredictionSet Set = ModelVector.Set;

    [Theory]
    [InlineData("resolved")]
    [InlineData("final")]
    public void Figures_AreThoseOfTheVector(string against)
    {
        JsonObject expected = Vector[against]!.AsObject();

        var figures = ModelFigures.Of(Set, ModelVector.Predictions, ModelVector.Table, finalOnly: against == "final");

        Assert.Equal((Number("covered"), Number("unscored"), Number("compared")), (figures.Coverage.Covered, figures.Coverage.Unscored, (double)figures.Coverage.Compared));
        Assert.Equal(Number("kappa"), figures.Kappa.Value!.Value, 12);
        Assert.Equal(Number("brier"), figures.Brier!.Value, 12);
        for (int k = 0; k < 3; k++)
        {
            Assert.Equal(expected["confusion"]![k]!.AsArray().Select(cell => (int)cell!), Enumerable.Range(0, 3).Select(column => figures.Confusion[k, column]));
            JsonNode item = expected["classes"]![k]!;
            Assert.Equal((double)item["precision"]!, figures.Classes[k].Precision!.Value, 12);
            Assert.Equal((double)item["recall"]!, figures.Classes[k].Recall!.Value, 12);
            Assert.Equal((double)item["f1"]!, figures.Classes[k].F1!.Value, 12);
            AssertCurve(expected["curves"]![k]!, figures.Curves[k]);
        }

        double Number(string name) => (double)expected[name]!;
    }

    [Theory]
    [InlineData("surprises", false)]
    [InlineData("surprises_with_model", true)]
    public void SurprisingVotes_AreThoseOfTheVector(string name, bool withModel)
    {
        ReviewTable table = ModelVector.Table;
        PredictionTable predictions = ModelVector.Predictions;

        var found = SurprisingVotes.Of(table, DawidSkene.Of(table), withModel ? (block, label) => predictions.Find(block)?.LikelihoodOf(label) : null);

        (string Block, string Username, double Surprise)[] expected = [.. Vector[name]!.AsArray().Select(vote => ((string)vote![0]!, (string)vote[1]!, (double)vote[2]!))];
        Assert.Equal(expected.Length, found.All.Count);
        Assert.Equal(expected.OrderBy(vote => vote.Block, StringComparer.Ordinal).Select(vote => (vote.Block, vote.Username)), found.All.OrderBy(vote => vote.Block).Select(vote => (vote.Block.Value, vote.Username)));
        Assert.All(found.All, vote => Assert.Equal(expected.Single(other => other.Block == vote.Block.Value).Surprise, vote.Surprise, 3));
        Assert.Equal(expected[0].Block, found.All[0].Block.Value);
        Assert.Equal(found.All.Count(vote => table.Find(vote.Block)!.Value.FinalLabel is not null), found.Settled);
        Assert.Equal(found.All.Count(vote => table.Find(vote.Block)!.Value.FinalLabel is { } final && final.Label != vote.Label), found.Overruled);
    }

    /// <summary>By hand: five blocks that people say A of; the model is sure of three others, one of which a final label has settled.</summary>
    [Fact]
    public void Doubts_AreTheSurestFirst_AndCountWhatWasChanged()
    {
        ReviewInput input = Reviews.Input(["ann"], [[1], [1], [1], [1], [1]]) with { FinalLabels = new Dictionary<BlockId, FinalLabel> { [Reviews.Id(2)] = new(2, "lead", Reviews.Noon.AddDays(1)) } };
        PredictionTable predictions = Read("block_0001,2,0.91\nblock_0002,2,0.99\nblock_0003,3,0.95\nblock_0004,2,0.5\nblock_0005,1,0.99\n", "class,score");

        var doubts = ModelDoubts.Of(predictions, ReviewTable.Of(input), ModelFigures.UsuallySure);

        Assert.Equal(["block_0002", "block_0003", "block_0001"], doubts.All.Select(doubt => doubt.Block.Value));
        Assert.Equal(["block_0003", "block_0001"], doubts.Waiting.Select(doubt => doubt.Block.Value));
        Assert.Equal((1, 1), (doubts.Settled, doubts.Changed));
    }

    /// <summary>By hand: class 3 counts as 1, a row without a score stays one, and no curve is of the class that is gone.</summary>
    [Fact]
    public void Figures_OfMappedClasses_AreOfThoseThatAreLeft()
    {
        ReviewTable table = Reviews.Table(["ann"], [[1], [3], [3], [2]]).Mapped(ClassMap.Parse("3=1", 3)!);
        PredictionTable predictions = Read("block_0001,1,0.5,0.1,0.4\nblock_0002,3,0.2,0.2,0.6\nblock_0003,3,,,\nblock_0004,3,0.25,0.5,0.25\n", "class,p_1,p_2,p_3");

        var figures = ModelFigures.Of(Set, predictions, table);

        Assert.Equal((4, 1), (figures.Coverage.Covered, figures.Coverage.Unscored));
        Assert.Equal([1, 2], figures.Curves.Select(curve => curve.Label));
        Assert.Equal((3, 2, 0.9, 0.5), (figures.Curves[0].N, figures.Curves[0].Positives, Math.Round(figures.Curves[0].Bins[^1].MeanScore, 12), Math.Round(figures.Curves[0].Bins[0].MeanScore, 12)));
        Assert.Equal((2 * ((0.1 * 0.1) + (0.2 * 0.2) + (0.5 * 0.5))) / 3, figures.Brier!.Value, 12);
    }

    /// <summary>Ten probabilities of 0.1 have a mean that is a hair below: they are of the bin that begins there.</summary>
    [Fact]
    public void Bin_IsKnownByItsNumber_NotByItsMean()
    {
        ReviewTable table = Reviews.Table(["ann"], [.. Enumerable.Repeat<IReadOnlyList<int?>>([1], 10)]);

        ScoreCurve curve = Assert.Single(ModelFigures.Of(Set, Read(string.Concat(Enumerable.Range(1, 10).Select(i => $"block_{i:0000},0.1\n")), "p_1"), table).Curves);

        Assert.Equal((1, 0.1, true), (Assert.Single(curve.Bins).Number, curve.Bins[0].Low, curve.Bins[0].MeanScore < 0.1));
    }

    /// <summary>All thresholds are equally good where people say the class of no block: none is named.</summary>
    [Fact]
    public void Curve_OfAClassThatPeopleNeverSay_HasNoChosenThreshold()
    {
        ReviewTable table = Reviews.Table(["ann"], [[2], [2]]);

        Assert.Null(Assert.Single(ModelFigures.Of(Set, Read("block_0001,0.7\nblock_0002,0.2\n", "p_1"), table).Curves).Chosen);
    }

    /// <summary>One score of each kind on the edges of bins and thresholds: by hand.</summary>
    [Fact]
    public void Scores_OnTheEdges_CountFromTheirThresholdOn()
    {
        ReviewTable table = Reviews.Table(["ann"], [[1], [2], [1], [2]]);
        PredictionTable predictions = Read("block_0001,1\nblock_0002,0\nblock_0003,0.29\nblock_0004,0.3\n", "p_1");

        ScoreCurve curve = Assert.Single(ModelFigures.Of(Set, predictions, table).Curves);

        Assert.Equal((4, 2), (curve.N, curve.Positives));
        Assert.Equal([4, 3, 2, 1, 1], new[] { 0, 29, 30, 31, 100 }.Select(step => curve.Points[step].Counts.Model));
        Assert.Equal([0.0, 0.2, 0.3, 0.9], curve.Bins.Select(bin => bin.Low));
        Assert.Equal((0.01, 0.8), (curve.Chosen!.Value.Threshold, curve.Chosen.Value.F1));
        Assert.Equal((0 + 0 + (0.71 * 0.71) + 0.09) / 4, curve.Brier, 12);
        Assert.Equal((0 + 0.71 + 0.3 + 0) / 4, curve.CalibrationError, 12);
    }

    /// <summary>By hand: the model scores one of the two blocks of class A with another class, so no threshold finds more than half of them.</summary>
    [Fact]
    public void Recall_OfScoresOfTheModelsClassAlone_HasTheBlocksGivenToOthers()
    {
        ReviewTable table = Reviews.Table(["ann"], [[1], [1], [2]]);
        PredictionTable predictions = Read("block_0001,1,0.9\nblock_0002,2,0.8\nblock_0003,3,0.7\n", "class,score");

        ScoreCurve curve = ModelFigures.Of(Set, predictions, table).Curves.Single(curve => curve.Label == 1);

        Assert.Equal((1, 1), (curve.N, curve.Positives));
        Assert.Equal((1.0, 0.5), (curve.Points[0].Precision, curve.Points[0].Recall));
        Assert.Equal((1.0, 0.5), (curve.Points[90].Precision, curve.Points[90].Recall));
    }

    [Fact]
    public void ModelThatSaysNothingOfTheLabelledBlocks_HasNoFigure()
    {
        var figures = ModelFigures.Of(Set, Read("block_0002,1,0.5\nblock_0009,1,0.5\n", "class,score"), Reviews.Table(["ann"], [[1], [null]]));

        Assert.Equal("1 of 2 blocks, 0 of them without a score; people say a class of 0 of these; 1 more are not in the data root", figures.Coverage.Words);
        Assert.Null(figures.Kappa.Value);
        Assert.Null(figures.Brier);
        Assert.Empty(figures.Classes);
        Assert.Empty(figures.Curves);
        Assert.Empty(figures.People);
    }

    private static void AssertCurve(JsonNode expected, ScoreCurve curve)
    {
        Assert.Equal((double)expected["brier"]!, curve.Brier, 12);
        Assert.Equal((double)expected["ece"]!, curve.CalibrationError, 12);
        Assert.Equal((double)expected["chosen"]!, curve.Chosen!.Value.Threshold, 12);
        for (int step = 0; step <= 100; step++)
        {
            ThresholdPoint point = curve.Points[step];
            double?[] asked = [.. expected["points"]![step]!.AsArray().Select(value => (double?)value)];
            Assert.Equal(asked.Select(Rounded), new[] { point.Precision, point.Recall, point.F1 }.Select(Rounded));
        }

        Assert.Equal(
            expected["bins"]!.AsArray().Select(bin => (Rounded((double)bin![0]!), (int)bin[1]!, Rounded((double)bin[2]!), Rounded((double)bin[3]!))),
            curve.Bins.Select(bin => (Rounded(bin.Low), bin.N, Rounded(bin.MeanScore), Rounded(bin.Share))));
    }

    private static double? Rounded(double? value) => value is { } number ? Math.Round(number, 10) : null;

    private static PredictionTable Read(string rows, string columns) => ModelVector.Read(rows, columns);
}
