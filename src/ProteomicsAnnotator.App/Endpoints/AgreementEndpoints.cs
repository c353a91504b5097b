using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using ProteomicsAnnotator.App.Settings;
using ProteomicsAnnotator.App.SigningIn;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Agreement.Quality;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Merge;
using ProteomicsAnnotator.Core.Share;

namespace ProteomicsAnnotator.App.Endpoints;

/// <summary>How good the campaign is: two adjudicators, people beside themselves, the random share. For admins only.</summary>
public static class AgreementEndpoints
{
    public static void MapAgreement(this IEndpointRouteBuilder api) => api.MapGet("/agreement", GetAsync)
        .WithName("GetAgreement")
        .WithTags("admin")
        .WithSummary("How far independent adjudicators agree, and on which blocks they differ; how far each annotator repeats own labels; figures of a plan's random share beside those of all blocks. ?map=4=1 says what would be if classes were one.")
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status503ServiceUnavailable)
        .RequireAuthorization(SessionAuthentication.AdminPolicy);

    private static async Task<Results<Ok<AgreementAnswer>, ProblemHttpResult>> GetAsync(
        HttpContext http, [FromQuery(Name = "map")] string? map, LabelShare share, LiveReview review, AnnotatorOptions options, CancellationToken cancellationToken)
    {
        (ReviewTable? table, string? fault) = await ProgressEndpoints.MappedAsync(await review.ReadAsync(cancellationToken), map, options, cancellationToken);
        if (table is null)
        {
            return TypedResults.Problem(fault, statusCode: StatusCodes.Status400BadRequest);
        }

        AdjudicatorAgreement adjudicators = await Task.Run(() => AdjudicatorAgreement.Of(table), cancellationToken);
        share.Shown.Of(http.User.Identity!.Name!).Add(adjudicators.Different.Select(second => second.Key.Block));
        return TypedResults.Ok(await Task.Run(() => AgreementAnswer.Of(table, adjudicators, cancellationToken), cancellationToken));
    }
}

/// <param name="Adjudicators">Final labels beside independent second adjudications.</param>
/// <param name="Repeats">Whoever labelled a block once more.</param>
/// <param name="RandomShare">Null: no plan goes by labels.</param>
/// <param name="Unreadable">Plans that could not be read, each with the reason: the figures lack them.</param>
public sealed record AgreementAnswer(
    AdjudicatorsAnswer Adjudicators, IReadOnlyList<OneselfAnswer> Repeats, RandomShareAnswer? RandomShare, IReadOnlyList<string> Unreadable)
{
    internal static AgreementAnswer Of(ReviewTable table, AdjudicatorAgreement adjudicators, CancellationToken cancellationToken)
    {
        RandomShareFigures? random = table.Input.Sample.Value.Random is null
            ? null
            : RandomShareFigures.Of(table, AgreementCoefficients.WithIntervals(table, ct: cancellationToken), ct: cancellationToken);
        return new AgreementAnswer(
            AdjudicatorsAnswer.Of(adjudicators),
            [.. IntraRaterAgreement.AllOf(table).Select(person => new OneselfAnswer(person.Username, TwoLabelsAnswer.Of(person.Hidden), TwoLabelsAnswer.Of(person.SelfChecks)))],
            random is null ? null : RandomShareAnswer.Of(random),
            table.Input.Sample.Value.Faults);
    }
}

/// <param name="Blocks">Blocks that two adjudicators decided without knowing of each other.</param>
/// <param name="NotSettled">Of those on which they differ the ones without a final label set after both.</param>
/// <param name="All">First: final labels; second: second adjudications.</param>
/// <param name="Pairs">Of each two adjudicators.</param>
/// <param name="Different">Where they differ.</param>
public sealed record AdjudicatorsAnswer(
    int Blocks, int NotSettled, TwoLabelsAnswer All, IReadOnlyList<AdjudicatorPairAnswer> Pairs, IReadOnlyList<AdjudicatorDifference> Different)
{
    internal static AdjudicatorsAnswer Of(AdjudicatorAgreement agreement) => new(
        agreement.Blocks,
        agreement.Open.Count,
        TwoLabelsAnswer.Of(agreement.All),
        [.. agreement.Pairs.Select(pair => new AdjudicatorPairAnswer(pair.A, pair.B, TwoLabelsAnswer.Of(pair.Figures)))],
        [.. agreement.Different.Select(AdjudicatorDifference.Of)]);
}

/// <param name="A">One adjudicator.</param>
/// <param name="B">The other one, later by name.</param>
/// <param name="Figures">First: labels of <paramref name="A"/>; second: those of <paramref name="B"/>.</param>
public sealed record AdjudicatorPairAnswer(string A, string B, TwoLabelsAnswer Figures);

/// <param name="Block">Block id.</param>
/// <param name="FirstBy">Who set the final label that is compared.</param>
/// <param name="First">That label, whatever became of it since.</param>
/// <param name="SecondBy">The second adjudicator.</param>
/// <param name="Second">This one's label.</param>
/// <param name="SecondAt">When it was given.</param>
/// <param name="Settled">A final label was set after both.</param>
public sealed record AdjudicatorDifference(string Block, string FirstBy, int First, string SecondBy, int Second, DateTimeOffset? SecondAt, bool Settled)
{
    internal static AdjudicatorDifference Of(SecondLabel second) => new(
        second.Key.Block.Value, second.First!.Value.By!, second.First.Value.Label, second.By, second.Label, LabelTime.Known(second.At), second.IsSettled);
}

/// <param name="Username">Who.</param>
/// <param name="Hidden">On hidden repeats of the plan.</param>
/// <param name="SelfChecks">On self-checks.</param>
public sealed record OneselfAnswer(string Username, TwoLabelsAnswer Hidden, TwoLabelsAnswer SelfChecks);

/// <param name="Total">Blocks with both labels.</param>
/// <param name="Same">Those on which both say the same.</param>
/// <param name="Low">Lower end of the 95 % interval (Wilson) of their share, 0 to 1; null without a block.</param>
/// <param name="High">Its upper end.</param>
/// <param name="Kappa">Cohen's; null where it is undefined.</param>
/// <param name="Confusion">Blocks by both labels, without pairs that no block has.</param>
public sealed record TwoLabelsAnswer(int Total, int Same, double? Low, double? High, double? Kappa, IReadOnlyList<LabelPairCount> Confusion)
{
    internal static TwoLabelsAnswer Of(RepeatFigures figures) => new(
        figures.Total, figures.Same, figures.Interval?.Low, figures.Interval?.High, figures.Kappa.Value, [.. CountsOf(figures.Confusion)]);

    private static IEnumerable<LabelPairCount> CountsOf(ConfusionMatrix matrix) =>
        from row in Enumerable.Range(0, matrix.Labels.Count)
        from column in Enumerable.Range(0, matrix.Labels.Count)
        where matrix[row, column] > 0
        select new LabelPairCount(matrix.Labels[row], matrix.Labels[column], matrix[row, column]);
}

/// <param name="First">The first label.</param>
/// <param name="Second">The second one.</param>
/// <param name="Blocks">Blocks with both.</param>
public sealed record LabelPairCount(int First, int Second, int Blocks);

/// <param name="PlanVersion">Which drew the random share.</param>
/// <param name="Why">Why figures of all blocks may be biased.</param>
/// <param name="Random">Of the random share alone.</param>
/// <param name="All">Of all blocks.</param>
public sealed record RandomShareAnswer(int PlanVersion, string Why, SampleAnswer Random, SampleAnswer All)
{
    internal static RandomShareAnswer Of(RandomShareFigures figures) =>
        new(figures.PlanVersion, figures.Why, SampleAnswer.Of(figures.Alone), SampleAnswer.Of(figures.All));
}

/// <param name="Blocks">How many.</param>
/// <param name="Labelled">Of these the ones with a vote or a final label.</param>
/// <param name="PercentAgreement">Between annotators.</param>
/// <param name="KrippendorffAlpha">Between annotators, nominal.</param>
/// <param name="Prevalence">Share of each class in the labelled blocks, by final label, else consensus.</param>
public sealed record SampleAnswer(int Blocks, int Labelled, CoefficientAnswer PercentAgreement, CoefficientAnswer KrippendorffAlpha, IReadOnlyList<PrevalenceAnswer> Prevalence)
{
    internal static SampleAnswer Of(SampleFigures sample) => new(
        sample.Blocks,
        sample.Labelled,
        CoefficientAnswer.Of(sample.PercentAgreement),
        CoefficientAnswer.Of(sample.KrippendorffAlpha),
        [.. sample.Classes.Select(PrevalenceAnswer.Of)]);
}

/// <param name="Value">Null where it is undefined.</param>
/// <param name="Low">Lower end of the 95 % bootstrap interval.</param>
/// <param name="High">Its upper end.</param>
/// <param name="N">Blocks that it is of.</param>
public sealed record CoefficientAnswer(double? Value, double? Low, double? High, int N)
{
    internal static CoefficientAnswer Of(Coefficient coefficient) => new(coefficient.Value, coefficient.Low, coefficient.High, coefficient.N);
}

/// <param name="Label">Number of the class.</param>
/// <param name="Blocks">Blocks of it.</param>
/// <param name="Share">Of the labelled blocks, 0 to 1.</param>
/// <param name="Low">Lower end of the 95 % interval (Wilson).</param>
/// <param name="High">Its upper end.</param>
public sealed record PrevalenceAnswer(int Label, int Blocks, double? Share, double? Low, double? High)
{
    internal static PrevalenceAnswer Of(ClassPrevalence item) => new(item.Label, item.Blocks, item.Share, item.Interval?.Low, item.Interval?.High);
}
