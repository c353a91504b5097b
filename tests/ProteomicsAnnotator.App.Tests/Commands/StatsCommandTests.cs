using ProteomicsAnnotator.App.Commands;
using ProteomicsAnnotator.Core.Agreement;

namespace ProteomicsAnnotator.App.Tests.Commands;

public sealed class StatsCommandTests
{
    [Fact]
    public void Format_Report_IsATable()
    {
        var report = new AgreementReport(
            new ReviewStatistics(10, 9, 5, 4) { ComparableBlocks = 8 },
            new AgreementCoefficients(new(0.5208, 8, 0.25, 0.75), new(null, 4), new(0.3654, 8, -0.1, 0.7), new(0.296, 8)) { FleissVotesPerBlock = 3 },
            [new PairKappa("alice", "bob", 8, 0.478261) { Interval = (0.0912, 0.8653) }, new PairKappa("alice", "carol", 0, null)]);

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

            Cohen's kappa                                    value  95 % interval          n
            alice, bob                                       0.478  0.091..0.865           8
            alice, carol                                       n/a                         0

            """.ReplaceLineEndings(),
            StatsCommand.Format(report, ["erin", "fay"]));
    }
}
