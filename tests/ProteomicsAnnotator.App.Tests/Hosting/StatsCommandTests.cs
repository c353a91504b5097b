using ProteomicsAnnotator.App.Hosting;
using ProteomicsAnnotator.Core.Agreement;

namespace ProteomicsAnnotator.App.Tests.Hosting;

public sealed class StatsCommandTests
{
    [Fact]
    public void Format_Report_IsATable()
    {
        var report = new AgreementReport(
            new ReviewStatistics(10, 9, 5, 4),
            new AgreementCoefficients(new(0.5208, 8, 0.25, 0.75), new(null, 8), new(0.3654, 8, -0.1, 0.7), new(0.296, 8)),
            [new PairKappa("alice", "bob", 8, 0.478261), new PairKappa("alice", "carol", 0, null)]);

        Assert.Equal(
            """
            Total blocks              10
            Annotated by at least one 9
            Blocks with disagreement  5
            Consensus rate            44.4 %
            Annotators                4

            Coefficient                      value  95 % interval          n
            Percent agreement                0.521  0.250..0.750           8
            Fleiss' kappa                      n/a                         8
            Krippendorff's alpha (nominal)   0.365  -0.100..0.700          8
            Gwet's AC1                       0.296                         8

            Cohen's kappa                                    value       n
            alice, bob                                       0.478       8
            alice, carol                                       n/a       0

            """.ReplaceLineEndings(),
            StatsCommand.Format(report));
    }
}
