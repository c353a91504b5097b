using System.Text.Json.Nodes;
using ProteomicsAnnotator.Core.Agreement;

namespace ProteomicsAnnotator.Core.Tests.Agreement;

/// <summary>Against <c>agreement_small.json</c>, which a Python program of its own computes from the formulas.</summary>
public class AgreementSmallTests
{
    private const double Exact = 1e-12;

    private static readonly JsonObject Expected = Vectors.Json("agreement_small.json");

    private readonly ReviewTable _table = Reviews.Table(
        [.. Expected["users"]!.AsArray().Select(user => user!.GetValue<string>())], Vectors.Items(Expected["labels"]!));

    [Fact]
    public void Agrees_OfEveryAnnotator_LeavesTiesOfTheOthersOut()
    {
        IReadOnlyList<AnnotatorFigures> all = AnnotatorFigures.AllOf(_table);

        Assert.All(Expected["agrees"]!.AsArray().Zip(all), pair =>
        {
            Assert.Equal(pair.First!["value"]!.GetValue<double>(), pair.Second.AgreementWithOthers!.Value, Exact);
            Assert.Equal(pair.First["n"]!.GetValue<int>(), pair.Second.ComparedBlocks);
            Assert.Equal(pair.First["tied"]!.GetValue<int>(), pair.Second.TiedBlocks);
        });
        Assert.Contains(all, figures => figures.TiedBlocks > 0);
    }

    [Fact]
    public void PairKappas_HaveTheIntervalOfTheirStandardError()
    {
        IReadOnlyList<PairKappa> all = PairKappa.AllOf(_table, TestContext.Current.CancellationToken);

        Assert.Equal(Expected["kappa"]!.AsArray().Count, all.Count);
        Assert.All(Expected["kappa"]!.AsArray().Zip(all), pair =>
        {
            Assert.Equal((pair.First!["a"]!.GetValue<string>(), pair.First["b"]!.GetValue<string>()), (pair.Second.A, pair.Second.B));
            Assert.Equal(pair.First["n"]!.GetValue<int>(), pair.Second.N);
            Assert.Equal(pair.First["value"]!.GetValue<double>(), pair.Second.Value!.Value, Exact);
            Assert.Equal(pair.First["low"]!.GetValue<double>(), pair.Second.Interval!.Value.Low, Exact);
            Assert.Equal(pair.First["high"]!.GetValue<double>(), pair.Second.Interval!.Value.High, Exact);
        });
    }

    [Fact]
    public void Fleiss_IsOfTheCommonestNumberOfVotes()
    {
        AgreementCoefficients all = AgreementCoefficients.Of(_table);

        Assert.Equal(Expected["fleiss"]!["value"]!.GetValue<double>(), all.FleissKappa.Value!.Value, Exact);
        Assert.Equal(Expected["fleiss"]!["n"]!.GetValue<int>(), all.FleissKappa.N);
        Assert.Equal(Expected["fleiss"]!["votes_per_block"]!.GetValue<int>(), all.FleissVotesPerBlock);
    }

    [Fact]
    public void ConsensusRate_IsOfLabelledBlocksAndOfThoseWithTwoVotes()
    {
        JsonNode two = Expected["two_or_more_votes"]!;

        Assert.Equal(Expected["consensus_rate"]!.GetValue<double>(), _table.Statistics.ConsensusRate!.Value, Exact);
        Assert.Equal(two["blocks"]!.GetValue<int>(), _table.Statistics.ComparableBlocks);
        Assert.Equal(two["consensus_rate"]!.GetValue<double>(), _table.Statistics.ComparableConsensusRate!.Value, Exact);
    }
}
