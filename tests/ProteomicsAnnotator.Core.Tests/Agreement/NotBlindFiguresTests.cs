using System.Text.Json.Nodes;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Agreement.Certainty;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Export;
using ProteomicsAnnotator.Core.Snapshots;
using ProteomicsAnnotator.Core.Tests.Export;

namespace ProteomicsAnnotator.Core.Tests.Agreement;

/// <summary>Votes that are not blind stand in every table and in the consensus, and in no figure of agreement unless somebody wants that.</summary>
public sealed class NotBlindFiguresTests
{
    private const int Blocks = 90;
    private static readonly string[] Users = ["ann", "ben", "cem", "dev"];

    /// <summary>[block][user]: the label, and whether it is not blind. Dev agrees with ann wherever ann's vote could be seen.</summary>
    private static readonly (int Label, bool IsNotBlind)?[][] Grid = [.. Enumerable.Range(0, Blocks).Select(Row)];

    private static readonly ReviewTable Table = ReviewTable.Of(Input(everything: true));
    private static readonly ReviewTable WithoutThem = ReviewTable.Of(Input(everything: false));

    [Fact]
    public void Alpha_IsThatOfTheBlindVotes()
    {
        double expected = NominalAlpha(Grid.Select(row => row.Where(vote => vote is { IsNotBlind: false }).Select(vote => vote!.Value.Label)));
        double withAll = NominalAlpha(Grid.Select(row => row.Where(vote => vote is not null).Select(vote => vote!.Value.Label)));

        Assert.True(Math.Abs(expected - withAll) > 0.05);
        Assert.Equal(expected, AgreementCoefficients.Of(Table).KrippendorffAlpha.Value!.Value, 12);
        Assert.Equal(withAll, AgreementCoefficients.Of(Table.KeepingNotBlind()).KrippendorffAlpha.Value!.Value, 12);
    }

    [Fact]
    public void SharesOfAgreement_OfClassesPairsAndPeople_AreThoseOfTheBlindVotes()
    {
        foreach (ClassFigures found in ClassFigures.AllOf(Table, 3))
        {
            (int same, int others) = (0, 0);
            foreach (int[] labels in Grid.Select(row => row.Where(vote => vote is { IsNotBlind: false }).Select(vote => vote!.Value.Label).ToArray()))
            {
                int own = labels.Count(label => label == found.Label);
                same += own * (own - 1);
                others += own * (labels.Length - 1);
            }

            Assert.Equal(same / (double)others, found.SpecificAgreement!.Value, 12);
            Assert.Equal(Grid.Sum(row => row.Count(vote => vote?.Label == found.Label)), found.Votes);
        }

        Assert.Equal(Grid.Count(row => row[0] is { IsNotBlind: false } && row[3] is { IsNotBlind: false }), PairKappa.AllOf(Table).Single(pair => (pair.A, pair.B) == ("ann", "dev")).N);
        AnnotatorFigures dev = AnnotatorFigures.AllOf(Table)[3];
        Assert.Equal(Grid.Count(row => row[3] is not null), dev.Labelled);
        Assert.True(dev.AgreementWithOthers < AnnotatorFigures.AllOf(Table.KeepingNotBlind())[3].AgreementWithOthers);
        Assert.Equal(AnnotatorFigures.AllOf(WithoutThem)[3].AgreementWithOthers, dev.AgreementWithOthers);
    }

    [Fact]
    public void Models_AreThoseOfATableInWhichTheyWereNeverGiven()
    {
        DawidSkene expected = DawidSkene.Of(WithoutThem, TestContext.Current.CancellationToken)!;
        DawidSkene found = DawidSkene.Of(Table, TestContext.Current.CancellationToken)!;
        Assert.Equal(Enumerable.Range(0, Blocks).Select(expected.LabelOf), Enumerable.Range(0, Blocks).Select(found.LabelOf));
        Assert.Equal(Enumerable.Range(0, Blocks).Select(expected.UncertaintyOf), Enumerable.Range(0, Blocks).Select(found.UncertaintyOf));

        // The consensus of a block may be another one without them; where it is the same, so is its certainty.
        var known = new Dictionary<BlockId, int>();
        (ConsensusCertainty certainty, ConsensusCertainty plain) = (ConsensusCertainty.Of(Table, known), ConsensusCertainty.Of(WithoutThem, known));
        int[] same = [.. Enumerable.Range(0, Blocks).Where(i => Table[i].Consensus.Label == WithoutThem[i].Consensus.Label && !Table[i].Consensus.IsTie && !WithoutThem[i].Consensus.IsTie)];
        Assert.NotEmpty(same);
        Assert.All(same, i => Assert.Equal(plain.Of(WithoutThem[i]), certainty.Of(Table[i])));
    }

    [Fact]
    public void ConsensusAndTables_HaveThem_AndSayWhichTheyAre()
    {
        int notBlind = Grid.Sum(row => row.Count(vote => vote is { IsNotBlind: true }));
        Assert.Equal(notBlind, Table.NotBlindVotes);
        Assert.Equal(Enumerable.Range(0, Blocks).Select(i => Grid[i].Count(vote => vote is not null)), Table.Rows.Select(row => row.Consensus.VoteCount));
        Assert.Equal(Enumerable.Range(0, Blocks).Select(i => Grid[i][3] is { IsNotBlind: true }), Table.Rows.Select(row => row.NotBlind.Contains("dev")));

        IReadOnlyList<IReadOnlyList<string>> rows = PythonCsv.Read(LongCsvExport.Labels(Table, ["A", "B", "C"], Reviews.Noon));
        int column = rows[0].ToList().IndexOf("not_blind");
        Assert.Equal((Grid.Sum(row => row.Count(vote => vote is not null)), notBlind), (rows.Count - 1, rows.Count(row => row[column] == "True")));
        JsonObject statistics = JsonNode.Parse(StatisticsJson.Serialize(Table, AgreementReport.Of(Table, ct: TestContext.Current.CancellationToken)))!.AsObject();
        Assert.Equal((notBlind, "leave-out"), (statistics["not_blind_votes"]!.GetValue<int>(), statistics["not_blind"]!.GetValue<string>()));
        Assert.Equal("keep", NotBlindChoice.Of(NotBlindChoice.Apply(Table, "keep")!));
        Assert.Null(NotBlindChoice.Apply(Table, "drop"));
    }

    [Fact]
    public void KnownAnswers_ThatWereNotGivenBlind_AreNoAccuracy()
    {
        var votes = new AllVotes([.. Input(everything: true).Annotators.Select(user => new UserVotes(user.Username, user.Votes))], [], []);
        var answers = Enumerable.Range(0, Blocks).ToDictionary(i => Reviews.Id(i + 1), i => Truth(i));
        GoldAccuracy dev = GoldFigures.Of(answers, votes.Blind).People[3].Accuracy;
        (int Label, int Truth)[] blind = [.. Enumerable.Range(0, Blocks).Where(i => Grid[i][3] is { IsNotBlind: false }).Select(i => (Grid[i][3]!.Value.Label, Truth(i)))];
        Assert.Equal((blind.Length, blind.Count(pair => pair.Label == pair.Truth)), (dev.Answered, dev.Right));
    }

    private static int Truth(int block) => 1 + (block * 7 % 3);

    private static (int, bool)?[] Row(int block)
    {
        int ann = block % 5 == 0 ? 1 + (Truth(block) % 3) : Truth(block);
        int ben = block % 4 == 1 ? 1 + ((Truth(block) + 1) % 3) : Truth(block);
        int? cem = block % 3 == 0 ? null : block % 7 == 2 ? 1 + (Truth(block) % 3) : Truth(block);
        bool isNotBlind = block % 2 == 0;
        int dev = isNotBlind ? ann : block % 3 == 1 ? 1 + (Truth(block) % 3) : Truth(block);
        return [(ann, false), (ben, block % 11 == 3), cem is { } label ? (label, false) : null, (dev, isNotBlind)];
    }

    private static ReviewInput Input(bool everything) => new(
        Reviews.Ids(Blocks),
        [.. Users.Select((user, column) => new AnnotatorVotes(user, Enumerable.Range(0, Blocks)
            .Where(i => Grid[i][column] is { } vote && (everything || !vote.IsNotBlind))
            .ToDictionary(i => Reviews.Id(i + 1), i => new Vote(Grid[i][column]!.Value.Label, Reviews.Noon) { IsNotBlind = Grid[i][column]!.Value.IsNotBlind })))],
        new Dictionary<BlockId, FinalLabel>());

    /// <summary>Krippendorff (2011), by its coincidence matrix.</summary>
    private static double NominalAlpha(IEnumerable<IEnumerable<int>> units)
    {
        double[,] coincidences = new double[4, 4];
        foreach (int[] unit in units.Select(unit => unit.ToArray()).Where(unit => unit.Length > 1))
        {
            foreach ((int i, int one) in unit.Index())
            {
                foreach (int other in unit.Where((_, j) => j != i))
                {
                    coincidences[one, other] += 1.0 / (unit.Length - 1);
                }
            }
        }

        double[] totals = [.. Enumerable.Range(0, 4).Select(one => Enumerable.Range(0, 4).Sum(other => coincidences[one, other]))];
        double all = totals.Sum();
        double observed = Enumerable.Range(0, 4).Sum(one => coincidences[one, one]);
        double byChance = totals.Sum(total => total * (total - 1));
        return (((all - 1) * observed) - byChance) / ((all * (all - 1)) - byChance);
    }
}
