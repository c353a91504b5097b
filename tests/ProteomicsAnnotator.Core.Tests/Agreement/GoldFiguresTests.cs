using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Snapshots;

namespace ProteomicsAnnotator.Core.Tests.Agreement;

public sealed class GoldFiguresTests
{
    /// <summary>Ten blocks of class 1 and ten of class 2.</summary>
    private static readonly Dictionary<BlockId, int> Known = Enumerable.Range(1, 20).ToDictionary(BlockId.OfNumber, i => i <= 10 ? 1 : 2);

    [Fact]
    public void Accuracy_IsCountedByPersonAndKnownClass_WithIntervals()
    {
        GoldFigures figures = GoldFigures.Of(Known, [User("ann", i => i == 3 ? 2 : Known[BlockId.OfNumber(i)], 1, 20), User("ben", _ => 2, 9, 12), User("cem", _ => 1, 21, 30)]);

        PersonGold ann = figures.People[0];
        Assert.Equal((20, 19), (ann.Accuracy.Answered, ann.Accuracy.Right));

        // Wilson's interval of 19 of 20, as statsmodels.stats.proportion.proportion_confint(19, 20, method="wilson") gives it.
        Assert.Equal(0.763868, ann.Accuracy.Interval!.Value.Low, 1e-5);
        Assert.Equal(0.991119, ann.Accuracy.Interval.Value.High, 1e-5);
        Assert.Equal([(1, 10, 9), (2, 10, 10)], ann.Classes.Select(one => (one.Label, one.Accuracy.Answered, one.Accuracy.Right)));
        Assert.Equal([(1, 2, 0), (2, 2, 2)], figures.People[1].Classes.Select(one => (one.Label, one.Accuracy.Answered, one.Accuracy.Right)));
    }

    [Fact]
    public void WithoutAnAnswer_ThereIsNoShare()
    {
        PersonGold person = Assert.Single(GoldFigures.Of(Known, [User("cem", _ => 1, 21, 30)]).People);

        Assert.Equal((0, 0, null), (person.Accuracy.Answered, person.Accuracy.Right, person.Accuracy.Interval));
        Assert.Empty(person.Classes);
    }

    [Fact]
    public void AnswerThatGoodPeopleContradict_IsDoubtful_AndOneOrBadPeopleAreNot()
    {
        int Right(int i) => Known[BlockId.OfNumber(i)];
        UserVotes ann = User("ann", i => i is 4 or 7 ? 2 : Right(i), 1, 20);
        UserVotes ben = User("ben", i => i == 4 ? 2 : Right(i), 1, 20);
        UserVotes bad = User("bad", i => 3 - Right(i), 1, 20);

        DoubtfulGold doubt = Assert.Single(GoldFigures.Of(Known, [ann, ben, bad]).Doubtful);

        Assert.Equal((BlockId.OfNumber(4), 1, 2, 2), (doubt.Block, doubt.Known, doubt.Instead, doubt.GoodVotes));
        Assert.Equal(3, doubt.Votes.Count);
        Assert.Empty(GoldFigures.Of(Known, [ann, bad]).Doubtful);
        UserVotes third = User("eve", Right, 1, 20);
        UserVotes fourth = User("fay", Right, 1, 20);
        Assert.Empty(GoldFigures.Of(Known, [ann, ben, third, fourth]).Doubtful);
    }

    [Fact]
    public void Withdrawing_CountsEverybodyAnew()
    {
        UserVotes ann = User("ann", i => i == 3 ? 2 : Known[BlockId.OfNumber(i)], 1, 20);
        Dictionary<BlockId, int> fewer = Known.Where(answer => answer.Key != BlockId.OfNumber(3)).ToDictionary();

        Assert.Equal((19, 19), (GoldFigures.Of(fewer, [ann]).People[0].Accuracy.Answered, GoldFigures.Of(fewer, [ann]).People[0].Accuracy.Right));
    }

    private static UserVotes User(string name, Func<int, int> label, int from, int to) => new(
        name,
        Enumerable.Range(from, to - from + 1).ToDictionary(BlockId.OfNumber, i => new Vote(label(i), DateTimeOffset.UnixEpoch)));
}
