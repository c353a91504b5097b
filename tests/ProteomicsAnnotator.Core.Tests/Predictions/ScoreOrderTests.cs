using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Campaign;
using ProteomicsAnnotator.Core.Planning;
using ProteomicsAnnotator.Core.Predictions;
using ProteomicsAnnotator.Core.Tests.Planning;

namespace ProteomicsAnnotator.Core.Tests.Predictions;

/// <summary>Queues in an order by the scores of a model: while the campaign allows it, and mixed with blocks drawn at random.</summary>
public sealed class ScoreOrderTests
{
    private const int Blocks = 300;
    private static readonly PlanRequest Asked = PlannerTests.Request(2, "a,b,c,d") with { RandomShare = 0.2, Order = WalkOrder.Scored, Model = "unet@3" };

    /// <summary>Every seventh block has no score: it keeps its place, so it is not sorted last for ever.</summary>
    [Theory]
    [InlineData(null)]
    [InlineData(2)]
    public void Queue_FollowsTheScores_ButForTheRandomShareAndBlocksWithoutOne(int? scoreOf)
    {
        PlanBasis basis = PlannerTests.Basis(Blocks) with { AllowsModelOrder = true };
        Dictionary<BlockId, double> scores = basis.Blocks.Index().Where(item => item.Index % 7 != 0).ToDictionary(item => item.Item, item => ((item.Index * 37 % 101) + 1) / 103.0);
        PlanRequest request = Asked with { ScoreOf = scoreOf };
        PlanDraft plain = PlannerTests.Made(request with { Order = WalkOrder.Neighbourhoods }, basis);

        PlanDraft plan = PlannerTests.Made(request, new ScoreOrder(request, ScoreOrder.RanksOf(Table(scores), scoreOf), null).In(basis));

        HashSet<BlockId> drawn = [.. plan.RandomShare];
        Assert.InRange(drawn.Count, Blocks / 10, Blocks * 3 / 10);
        Assert.Equal(plain.RandomShare, plan.RandomShare);
        foreach ((PersonPlan before, PersonPlan after) in plain.People.Zip(plan.People))
        {
            bool Stays(BlockId block) => drawn.Contains(block) || !scores.ContainsKey(block);
            Assert.Equal(before.Ordinary.Index().Where(item => Stays(item.Item)), after.Ordinary.Index().Where(item => Stays(item.Item)));

            // Of two classes the model says p of the second: the likeliest of it first, or those nearest to a half.
            BlockId[] walk = [.. before.Ordinary.Where(block => !Stays(block))];
            double Key(BlockId block) => Math.Round(scoreOf == 2 ? -scores[block] : Math.Abs(scores[block] - 0.5), 4);
            Assert.Equal(walk.OrderBy(Key).Select(Key), after.Ordinary.Where(block => !Stays(block)).Select(Key));
            Assert.NotEqual(walk, after.Ordinary.Where(block => !Stays(block)));
        }
    }

    [Fact]
    public void Order_IsRefused_UnlessItIsAllowedAndMixedAndHasScores()
    {
        PlanBasis basis = PlannerTests.Basis(40);
        Dictionary<BlockId, double> ranks = basis.Blocks.ToDictionary(block => block, _ => 0.5);

        Assert.Contains("only while the campaign allows it: ./launch.sh settings --set model_order=true", Planner.Make(Asked, basis with { Ranks = ranks }).Fault, StringComparison.Ordinal);
        Assert.Contains("--random-share 10%", Planner.Make(Asked with { RandomShare = 0 }, basis with { Ranks = ranks, AllowsModelOrder = true }).Fault, StringComparison.Ordinal);
        Assert.Contains("unet@3 has no score of any of these blocks", Planner.Make(Asked, basis with { AllowsModelOrder = true }).Fault, StringComparison.Ordinal);
        Assert.NotNull(Planner.Make(Asked, basis with { Ranks = ranks, AllowsModelOrder = true }).Draft);
    }

    [Fact]
    public void Plan_ByAModel_IsASecretOfAdmins()
    {
        PlanBasis basis = PlannerTests.Basis(40) with { AllowsModelOrder = true };

        Assert.Null(PlannerTests.Made(Asked with { Order = WalkOrder.Neighbourhoods }, basis).Secret);
        Assert.Equal("what a model says of blocks", PlannerTests.Made(Asked, basis with { Ranks = basis.Blocks.ToDictionary(block => block, _ => 0.5) }).Secret);
    }

    private static PredictionTable Table(Dictionary<BlockId, double> scores) => PredictionReader.Read(
        System.Text.Encoding.UTF8.GetBytes("block,p_1,p_2\n" + string.Concat(scores.Select(score => FormattableString.Invariant($"{score.Key},{1 - score.Value:R},{score.Value:R}\n")))),
        new PredictionRequest(LabelClasses.FromNames(["Cell", "Artefact"])) { HasOurNumbers = true }).Table;
}
