using System.Text.Json.Nodes;
using ProteomicsAnnotator.Core.Agreement;

namespace ProteomicsAnnotator.Core.Tests.Agreement;

public class DawidSkeneTests
{
    private static readonly JsonObject Vector = Vectors.Json("dawid_skene_1979.json");

    private static RatingList Patients() => RatingList.Of(
        [.. Vector["A_dallascard"]!["ratings"]!.AsObject().Select(patient => (IReadOnlyList<IReadOnlyList<int>>)
            [.. patient.Value!.AsObject().Select(observer => (IReadOnlyList<int>)[.. observer.Value!.AsArray().Select(label => label!.GetValue<int>())])])]);

    private static JsonNode Section(string name) =>
        Vector[name] ?? Vector["A_dallascard"]![name] ?? throw new InvalidDataException(name);

    [Fact]
    public void Of_OneStep_IsAsComputed()
    {
        JsonNode expected = Section("after_1_M_and_1_E");

        DawidSkene model = DawidSkene.Of(Patients(), 1, TestContext.Current.CancellationToken)!;

        Assert.True(model.HitCap);
        Assert.Equal(expected["logL"]!.GetValue<double>(), model.LogLikelihood, 1e-9);
        for (int k = 0; k < 4; k++)
        {
            Assert.Equal(expected["p"]![k]!.GetValue<double>(), model.ClassShares[k], 1e-9);
        }

        foreach ((string patient, JsonNode? best) in expected["max_posterior"]!.AsObject())
        {
            int item = int.Parse(patient) - 1;
            Assert.Equal(best![0]!.GetValue<int>(), model.LabelOf(item));
            Assert.Equal(1 - best[1]!.GetValue<double>(), model.UncertaintyOf(item), 1e-9);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Of_ToySet_HasTheComputedPosteriorsAfterEachStep(int steps)
    {
        JsonNode toy = Vectors.Json("dawid_skene_small.json")["toy"]!;
        RatingList ratings = Small(toy["labels"]!);

        DawidSkene model = DawidSkene.Of(ratings, steps, TestContext.Current.CancellationToken)!;

        JsonArray expected = toy["posterior_of_y_after"]![steps.ToString()]!.AsArray();
        Assert.All(expected.Select((value, item) => (value, item)), pair =>
            Assert.Equal(pair.value!.GetValue<double>(), model.Posterior(pair.item)[1], 1e-6));
    }

    [Fact]
    public void Of_TwoRatersAlwaysApart_EndsUndecided()
    {
        DawidSkene model = DawidSkene.Of(
            Small(Vectors.Json("dawid_skene_small.json")["two_raters_always_apart"]!["labels"]!), TestContext.Current.CancellationToken)!;

        Assert.True(model.Iterations < 10, $"{model.Iterations} steps");
        Assert.False(model.HitCap);
        Assert.Equal(0, model.LogLikelihood, 1e-9);
        Assert.All(Enumerable.Range(0, 4), item => Assert.Equal([0.5, 0.5], model.Posterior(item).ToArray().Select(value => Math.Round(value, 12))));
    }

    [Fact]
    public void Of_InvertedRater_IsUsedTheOtherWayRound()
    {
        DawidSkene model = DawidSkene.Of(
            Small(Vectors.Json("dawid_skene_small.json")["inverted_rater"]!["labels"]!), TestContext.Current.CancellationToken)!;

        Assert.Equal([0, 1, 0, 1, 0], Enumerable.Range(0, 5).Select(item => model.LabelOf(item)!.Value));
        Assert.Equal([0.6, 0.4], model.ClassShares.Select(share => Math.Round(share, 6)));
        Assert.Equal([0.0, 1.0, 1.0, 0.0], new[] { model.ErrorRate(4, 0, 0), model.ErrorRate(4, 0, 1), model.ErrorRate(4, 1, 0), model.ErrorRate(4, 1, 1) }.Select(rate => Math.Round(rate, 6)));
    }

    /// <summary>Of a class that nobody used, and of one that a rater has met on no block that is likely of it, the floor alone would make rates.</summary>
    [Fact]
    public void Rates_WithoutALabelOnSuchBlocks_AreNoData()
    {
        JsonNode never = Vectors.Json("dawid_skene_small.json")["class_never_used"]!;
        DawidSkene unused = DawidSkene.Of(Small(never["labels"]!), TestContext.Current.CancellationToken)!;
        Assert.Equal([0, 1], unused.Labels);

        // Items 0 to 3: two of each class, and everybody agrees. Item 4: the third rater alone says 2, against two.
        DawidSkene outvoted = DawidSkene.Of(RatingList.Of([[[0], [0], [0], [0]], [[1], [1], [1], [1]], [[0], [0], [0], [0]], [[1], [1], [1], [1]], [[0], [0], [2], []]]), TestContext.Current.CancellationToken)!;

        Assert.All(Enumerable.Range(0, 4), rater => Assert.False(outvoted.HasRates(rater, 2), $"rater {rater}"));
        Assert.All(Enumerable.Range(0, 4), rater => Assert.True(outvoted.HasRates(rater, 0) && outvoted.HasRates(rater, 1), $"rater {rater}"));
        Assert.Equal(1, outvoted.ErrorRate(3, 0, 0), 6);
    }

    [Fact]
    public void Of_RaterWithOneLabel_DoesNotOutweighTwo()
    {
        DawidSkene model = DawidSkene.Of(
            Small(Vectors.Json("dawid_skene_small.json")["rater_with_one_label"]!["labels"]!), TestContext.Current.CancellationToken)!;

        Assert.Equal(1, model.LabelOf(3));
    }

    [Fact]
    public void AccuracyOf_IsTheMeanPosteriorOfWhatARaterGave()
    {
        RatingList ratings = RatingList.Of([[[0], [0], [0], [1]], [[1], [1], [1], [0]], [[0], [0], [], [0]], [[1], [1], [1], []]]);

        DawidSkene model = DawidSkene.Of(ratings, TestContext.Current.CancellationToken)!;

        Assert.Equal(1, model.AccuracyOf(0)!.Value, 6);
        Assert.Equal(1 / 3.0, model.AccuracyOf(3)!.Value, 6);
        Assert.Null(DawidSkene.Of(RatingList.Of([[[1], []]]), TestContext.Current.CancellationToken)!.AccuracyOf(1));
    }

    [Fact]
    public void Of_LikelihoodThatCreeps_EndsAtTheCap()
    {
        DawidSkene model = DawidSkene.Of(Patients(), 7, TestContext.Current.CancellationToken)!;

        Assert.Equal(7, model.Iterations);
    }

    /// <summary>One text per rater; n and y are 0 and 1, "." is no label. [item][rater] -> labels.</summary>
    private static RatingList Small(JsonNode labels)
    {
        string[][] raters = [.. labels.AsObject().Select(rater => rater.Value!.GetValue<string>().Split(' '))];
        return RatingList.Of([.. Enumerable.Range(0, raters[0].Length).Select(item => (IReadOnlyList<IReadOnlyList<int>>)
            [.. raters.Select(rater => rater[item] switch
            {
                "." => (IReadOnlyList<int>)[],
                "n" => [0],
                "y" => [1],
                string number => [int.Parse(number)],
            })])]);
    }

    [Fact]
    public void Of_UntilConverged_IsAsPublished()
    {
        JsonNode expected = Section("converged");

        DawidSkene model = DawidSkene.Of(Patients(), TestContext.Current.CancellationToken)!;

        Assert.Equal(expected["logL"]!.GetValue<double>(), model.LogLikelihood, 1e-8);
        Assert.Equal(
            expected["class"]!.AsArray().Select(label => label?.GetValue<int>()),
            Enumerable.Range(0, 45).Select(model.LabelOf));
        for (int k = 0; k < 4; k++)
        {
            Assert.Equal(expected["p"]![k]!.GetValue<double>(), model.ClassShares[k], 1e-7);
        }

        JsonNode rates = expected["error_rates_obs_true_reported"]!;
        for (int cell = 0; cell < 5 * 16; cell++)
        {
            (int rater, int truth, int reported) = (cell / 16, cell / 4 % 4, cell % 4);
            Assert.Equal(rates[rater]![truth]![reported]!.GetValue<double>(), model.ErrorRate(rater, truth, reported), 1e-6);
        }
    }

    [Fact]
    public void Of_UntilConverged_PosteriorsAreAsPublished()
    {
        DawidSkene model = DawidSkene.Of(Patients(), TestContext.Current.CancellationToken)!;

        foreach ((string patient, JsonNode? posterior) in Section("converged")["posterior_below_0.9999"]!.AsObject())
        {
            for (int k = 0; k < 4; k++)
            {
                Assert.Equal(posterior![k]!.GetValue<double>(), model.Posterior(int.Parse(patient) - 1)[k], 1e-7);
            }
        }
    }

    [Fact]
    public void LabelOf_Converged_DiffersFromTheMajorityOnThreePatients()
    {
        DawidSkene model = DawidSkene.Of(Patients(), TestContext.Current.CancellationToken)!;
        JsonArray majority = Section("majority_label_smallest_tiebreak").AsArray();

        Assert.Equal(
            [2, 12, 36],
            Enumerable.Range(1, 45).Where(patient => model.LabelOf(patient - 1) != majority[patient - 1]!.GetValue<int>()));
    }

    [Fact]
    public void Of_NothingLabelled_IsNull() =>
        Assert.Null(DawidSkene.Of(Reviews.Table(["a"], [[null]]), TestContext.Current.CancellationToken));

    [Fact]
    public void Of_Table_LeavesUnlabelledBlocksWithoutAnOpinion()
    {
        ReviewTable table = Reviews.ProjectSmall();

        DawidSkene model = DawidSkene.Of(table, TestContext.Current.CancellationToken)!;

        Assert.Null(model.LabelOf(9));
        Assert.Equal(0, model.UncertaintyOf(9));
        Assert.Equal(3, model.LabelOf(2));
        Assert.Equal(5, ContestedBlocks.ByUncertainty(table, model).Count);
    }

    [Fact]
    public void Of_Cancelled_Throws()
    {
        using var stopped = new CancellationTokenSource();
        stopped.Cancel();

        Assert.ThrowsAny<OperationCanceledException>(() => DawidSkene.Of(Patients(), stopped.Token));
    }
}
