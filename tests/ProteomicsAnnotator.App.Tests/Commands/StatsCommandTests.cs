using ProteomicsAnnotator.App.Commands;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Agreement.Classes;
using ProteomicsAnnotator.Core.Agreement.Graded;
using ProteomicsAnnotator.Core.Agreement.Quality;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Campaign;
using ProteomicsAnnotator.Core.Merge;

namespace ProteomicsAnnotator.App.Tests.Commands;

public sealed class StatsCommandTests
{
    [Fact]
    public void Format_Report_IsATable()
    {
        AgreementReport report = Report() with
        {
            Graded = new GradedFigures([new GradedCoefficient("alpha_ordinal", "alpha, ordinal (Krippendorff)", new Coefficient(0.5, 8, 0.25, 0.75))], [new GradedKappa("alice", "bob", 8, 0.5, null)]),
        };

        Assert.Equal(
            """
            Total blocks              10
            Annotated by at least one 9
            Blocks with disagreement  5
            Consensus rate            44.4 %
              of two or more votes    37.5 % of 8 blocks
            Annotators                4
            Excluded                  erin, fay

            Coefficient                      value  95 % interval          n
            Percent agreement                0.521  0.250..0.750           8
            Fleiss' kappa (3 votes)            n/a                         4
            Krippendorff's alpha (nominal)   0.365  -0.100..0.700          8
            Gwet's AC1                       0.296                         8

            Class                           agreed  95 % interval          n  alpha against the rest
            1 Class 1                        0.625  0.500..0.750           8  0.400  0.100..0.600
            7 no such class                    n/a                         0  n/a

            Cohen's kappa                                    value  95 % interval          n
            alice, bob                                       0.478  0.091..0.865           8
            alice, carol                                       n/a                         0

            Classes as grades                value  95 % interval          n
            alpha, ordinal (Krippendorff)    0.500  0.250..0.750           8

            Cohen's weighted kappa                          linear  quadratic       n
            alice, bob                                       0.500        n/a       8

            """.ReplaceLineEndings(),
            StatisticsText.Of(report, LabelClasses.Default, [("Excluded", "erin, fay")]));
    }

    [Fact]
    public void Format_OfAMeasuredCampaign_HasAdjudicatorsRepeatsAndTheRandomShare()
    {
        // Same in 3 of 4: the Wilson interval is 0.30064 to 0.95441; observed 0.75, expected (3 * 2 + 1 * 2) / 16.
        var figures = RepeatFigures.Of([Twice(1, 1, 1), Twice(2, 1, 1), Twice(3, 1, 2), Twice(4, 2, 2)]);
        var alone = new SampleFigures(5, 4, new(0.75, 4, 0.5, 1), new(0.5333, 4, null, null), [new(1, 3, 0.75, new(0.3006, 0.9544))]);
        var all = new SampleFigures(9, 8, new(0.875, 8, 0.6, 1), new(0.7273, 8, 0.1, 0.9), [new(1, 6, 0.75, new(0.4093, 0.9285))]);
        AgreementReport report = Report() with
        {
            Adjudicators = new AdjudicatorAgreement(figures, [new AdjudicatorPair("ann", "zoe", figures)], []),
            Repeats = [new IntraRaterAgreement("alice", figures, RepeatFigures.Of([]))],
            RandomShare = new RandomShareFigures(3, "the plan orders queues by labels", alone, all),
        };

        string text = StatisticsText.Of(report, LabelClasses.Default, []);

        Assert.EndsWith(
            """

            Independent adjudicators          same  95 % interval          kappa       n
            final label, second opinion     75.0 %  30.1 % to 95.4 %       0.500       4
            ann, zoe                        75.0 %  30.1 % to 95.4 %       0.500       4
            They differ on 0 blocks; 0 not settled
              final 1, second 2: 1 block

            Agreement with oneself            same  95 % interval          kappa       n
            alice, hidden repeats           75.0 %  30.1 % to 95.4 %       0.500       4

            Random share of plan version 3 beside all blocks: the plan orders queues by labels, which biases the figures of the others
                                            random  95 % interval            all  95 % interval
            Percent agreement                0.750  0.500..1.000           0.875  0.600..1.000
            Krippendorff's alpha (nominal)   0.533                         0.727  0.100..0.900
            Class 1                         75.0 %  30.1 % to 95.4 %      75.0 %  40.9 % to 92.9 %
            Labelled blocks                      4                             8

            """.ReplaceLineEndings(),
            text,
            StringComparison.Ordinal);
    }

    private static AgreementReport Report() => new(
        new ReviewStatistics(10, 9, 5, 4) { ComparableBlocks = 8 },
        new AgreementCoefficients(new(0.5208, 8, 0.25, 0.75), new(null, 4), new(0.3654, 8, -0.1, 0.7), new(0.296, 8)) { FleissVotesPerBlock = 3 },
        [new PairKappa("alice", "bob", 8, 0.478261) { Interval = (0.0912, 0.8653) }, new PairKappa("alice", "carol", 0, null)],
        [new ClassAgreement(1, new Coefficient(0.625, 8, 0.5, 0.75), new Coefficient(0.4, 8, 0.1, 0.6)), new ClassAgreement(7, new Coefficient(null, 0), new Coefficient(null, 8))])
    {
        Adjudicators = new AdjudicatorAgreement(RepeatFigures.Of([]), [], []),
        Repeats = [],
        RandomShare = null,
    };

    private static LabelRepeat Twice(int block, int first, int second) =>
        new(new LabelKey(null, BlockId.OfNumber(block)), first, second, new DateTimeOffset(2024, 1, 2, 10, 0, 0, TimeSpan.Zero));
}
