using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Agreement.Quality;

namespace ProteomicsAnnotator.Core.Reporting.Pages;

/// <summary>What each annotator did, and how far they agree: with others, with known answers, with themselves.</summary>
internal static class PeopleSection
{
    public static void Write(HtmlWriter page, ReportInput input, Selections selections)
    {
        if (input.Table.Annotators.Count == 0)
        {
            page.NoData("nobody has given a label");
            return;
        }

        WriteRaters(page, input, selections);
        WriteKnownAnswers(page, input, selections);
        WriteRepeats(page, input, selections);
        WritePairs(page, input, selections);
        WriteAdjudicators(page, input);
    }

    private static void WriteRaters(HtmlWriter page, ReportInput input, Selections selections) => page.Table(
        "Agreement with the consensus of the others",
        ["annotator", "#labels", "#of all blocks", "#agrees", "#95 % interval", "#blocks compared"],
        AnnotatorFigures.AllOf(input.Table).Select(figures =>
        {
            string own = selections.OfPerson("labels", figures.Username);
            return (IReadOnlyList<Markup>)
            [
                NameOf(input, figures.Username), HtmlWriter.Linked(Shown.Count(figures.Labelled), own), Shown.Percent(figures.Progress),
                HtmlWriter.Linked(Shown.Percent(figures.AgreementWithOthers), own), Shown.PercentEnds(figures.AgreementInterval), Shown.Count(figures.ComparedBlocks),
            ];
        }));

    private static void WriteKnownAnswers(HtmlWriter page, ReportInput input, Selections selections)
    {
        page.Subheading("Blocks with a known answer");
        if (input.KnownAnswers.Count == 0)
        {
            page.NoData("no block has a known answer");
            return;
        }

        page.Table(
            "Known answers given right",
            ["annotator", "#answered", "#right", "#share", "#95 % interval"],
            input.Gold.People.Select(person => RowOf(NameOf(input, person.Username), person.Accuracy, person.Accuracy.Answered == 0 ? selections.OfPerson("labels", person.Username) : selections.OfPerson("known", person.Username))));
    }

    private static IReadOnlyList<Markup> RowOf(string name, GoldAccuracy accuracy, string selection) =>
    [
        name, HtmlWriter.Linked(Shown.Count(accuracy.Answered), selection), Shown.Count(accuracy.Right),
        accuracy.Answered == 0 ? "no data" : HtmlWriter.Linked(Shown.Percent(accuracy.Right / (double)accuracy.Answered), selection), Shown.PercentEnds(accuracy.Interval),
    ];

    private static string NameOf(ReportInput input, string username) => input.Table.Input.Excluded.Contains(username) ? $"{username} (left out)" : username;

    private static void WriteRepeats(HtmlWriter page, ReportInput input, Selections selections)
    {
        page.Subheading("The same person, the same block, twice");
        var rows = input.Agreement.Repeats
            .Where(person => input.Table.FindAnnotator(person.Username) is not null)
            .SelectMany(person => new[] { (person.Username, Kind: "hidden repeats", Selection: "hidden", Figures: person.Hidden), (person.Username, Kind: "self-checks", Selection: "self-checks", Figures: person.SelfChecks) })
            .Where(row => row.Figures.Total > 0)
            .ToList();
        if (rows.Count == 0)
        {
            page.NoData("nobody has labelled a block twice");
            return;
        }

        page.Table(
            "Agreement with oneself",
            ["annotator", "kind", "#blocks", "#same label", "#share", "#95 % interval", "#Cohen's kappa"],
            rows.Select(row =>
            {
                string selection = selections.OfPerson(row.Selection, row.Username);
                return (IReadOnlyList<Markup>)
                [
                    NameOf(input, row.Username), row.Kind, HtmlWriter.Linked(Shown.Count(row.Figures.Total), selection), Shown.Count(row.Figures.Same),
                    HtmlWriter.Linked(Shown.Percent(row.Figures.Share), selection), Shown.PercentEnds(row.Figures.Interval), Shown.Number(row.Figures.Kappa.Value),
                ];
            }));
    }

    private static void WritePairs(HtmlWriter page, ReportInput input, Selections selections)
    {
        page.Subheading("Each two annotators");
        if (input.Agreement.PairKappas.Count == 0)
        {
            page.NoData("there are no two annotators with labels");
            return;
        }

        page.Table(
            "Cohen's kappa",
            ["one", "other", "#kappa", "#95 % interval", "#blocks"],
            input.Agreement.PairKappas.Select(pair => (IReadOnlyList<Markup>)
            [
                HtmlWriter.Linked(pair.A, selections.OfPerson("labels", pair.A)), HtmlWriter.Linked(pair.B, selections.OfPerson("labels", pair.B)),
                Shown.Number(pair.Value), Shown.Ends(pair.Interval?.Low, pair.Interval?.High), Shown.Count(pair.N),
            ]));
        if (input.Agreement.Graded is { Kappas.Count: > 0 } graded)
        {
            page.Table(
                "Cohen's weighted kappa, the classes as grades",
                ["one", "other", "#linear weights", "#quadratic weights", "#blocks"],
                graded.Kappas.Select(pair => (IReadOnlyList<Markup>)
                [
                    HtmlWriter.Linked(pair.A, selections.OfPerson("labels", pair.A)), HtmlWriter.Linked(pair.B, selections.OfPerson("labels", pair.B)),
                    Shown.Number(pair.Linear), Shown.Number(pair.Quadratic), Shown.Count(pair.N),
                ]));
        }
    }

    private static void WriteAdjudicators(HtmlWriter page, ReportInput input)
    {
        AdjudicatorAgreement adjudicators = input.Agreement.Adjudicators;
        page.Subheading("Adjudicators");
        if (adjudicators.All.Total == 0)
        {
            page.NoData("no block was decided by two adjudicators without knowing of each other");
            return;
        }

        page.Table(
            "Two adjudicators of one block",
            ["adjudicators", "#blocks", "#same label", "#share", "#95 % interval", "#Cohen's kappa"],
            adjudicators.Pairs.Select((pair, i) => (Who: $"{pair.A}, {pair.B}", pair.Figures, Selection: Selections.OfAdjudicators(i))).Prepend((Who: "all", Figures: adjudicators.All, Selection: "adjudicated")).Select(row => (IReadOnlyList<Markup>)
            [
                row.Who, HtmlWriter.Linked(Shown.Count(row.Figures.Total), row.Selection), Shown.Count(row.Figures.Same),
                HtmlWriter.Linked(Shown.Percent(row.Figures.Share), row.Selection), Shown.PercentEnds(row.Figures.Interval), Shown.Number(row.Figures.Kappa.Value),
            ]));
    }
}
