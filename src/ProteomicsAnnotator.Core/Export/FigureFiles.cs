using ProteomicsAnnotator.Core.Agreement;

namespace ProteomicsAnnotator.Core.Export;

/// <summary>
/// The figures as tables for a paper: coefficients, pairs, annotators, classes, confusion, the Dawid-Skene error rates, and what the campaign is measured by.
/// Numbers are unrounded, an undefined one is an empty cell, and the last column of each names who is excluded.
/// </summary>
public static class FigureFiles
{
    /// <summary>File names, in the order in which they are given.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "coefficients.csv", "kappa.csv", "annotators.csv", "annotator_classes.csv", "classes.csv", "confusion.csv", "dawid_skene_rates.csv",
        "adjudicators.csv", "adjudicator_confusion.csv", "repeats.csv", "random_share.csv",
    ];

    public static IReadOnlyList<ExportedFile> AllOf(ReviewTable table, IReadOnlyList<string> classNames, CancellationToken ct) =>
        AllOf(table, classNames, (AgreementReport.Of(table, ct: ct), DawidSkene.Of(table, ct)));

    /// <summary>The same of figures that are there already.</summary>
    internal static IReadOnlyList<ExportedFile> AllOf(ReviewTable table, IReadOnlyList<string> classNames, (AgreementReport Report, DawidSkene? Model) figures)
    {
        (AgreementReport report, DawidSkene? model) = figures;
        IReadOnlyList<AnnotatorFigures> annotators = AnnotatorFigures.AllOf(table);
        CsvTable[] tables =
        [
            Coefficients(table, report),
            Kappas(table, report),
            Annotators(table, annotators),
            AnnotatorClasses(table, annotators, classNames),
            Classes(table, model, classNames),
            Confusion(table),
            ErrorRates(table, model, classNames.Count),
            QualityFigures.Adjudicators(table, report),
            QualityFigures.AdjudicatorConfusion(table, report),
            QualityFigures.Repeats(table, report),
            QualityFigures.RandomShare(table, report, classNames),
        ];
        return [.. tables.Select((csv, i) => new ExportedFile(Names[i], csv.Written, csv.RowCount))];
    }

    private static CsvTable Coefficients(ReviewTable table, AgreementReport report)
    {
        var csv = new CsvTable(["figure", "value", "low", "high", "n", "votes_per_block", "excluded"]);
        string excluded = Excluded(table);
        ReviewStatistics statistics = table.Statistics;
        csv.Add(["total_blocks", CsvTable.Number(statistics.TotalBlocks), null, null, null, null, excluded]);
        csv.Add(["annotated_blocks", CsvTable.Number(statistics.AnnotatedBlocks), null, null, null, null, excluded]);
        csv.Add(["disagreements", CsvTable.Number(statistics.Disagreements), null, null, null, null, excluded]);
        csv.Add(["consensus_rate", CsvTable.Number(statistics.ConsensusRate), null, null, CsvTable.Number(statistics.AnnotatedBlocks), null, excluded]);
        csv.Add([
            "consensus_rate_two_or_more_votes", CsvTable.Number(statistics.ComparableConsensusRate), null, null,
            CsvTable.Number(statistics.ComparableBlocks), null, excluded,
        ]);
        csv.Add(["annotators", CsvTable.Number(statistics.Annotators), null, null, null, null, excluded]);
        foreach ((string name, Coefficient value) in new[]
        {
            ("percent_agreement", report.Coefficients.PercentAgreement),
            ("fleiss_kappa", report.Coefficients.FleissKappa),
            ("krippendorff_alpha", report.Coefficients.KrippendorffAlpha),
            ("gwet_ac1", report.Coefficients.GwetAc1),
        })
        {
            string? votes = name == "fleiss_kappa" ? CsvTable.Number(report.Coefficients.FleissVotesPerBlock) : null;
            csv.Add([
                name, CsvTable.Number(value.Value), CsvTable.Number(value.Low), CsvTable.Number(value.High), CsvTable.Number(value.N), votes, excluded,
            ]);
        }

        return csv;
    }

    private static CsvTable Kappas(ReviewTable table, AgreementReport report)
    {
        var csv = new CsvTable(["a", "b", "n", "value", "low", "high", "excluded"]);
        foreach (PairKappa pair in report.PairKappas)
        {
            csv.Add([
                pair.A, pair.B, CsvTable.Number(pair.N), CsvTable.Number(pair.Value),
                CsvTable.Number(pair.Interval?.Low), CsvTable.Number(pair.Interval?.High), Excluded(table),
            ]);
        }

        return csv;
    }

    private static CsvTable Annotators(ReviewTable table, IReadOnlyList<AnnotatorFigures> annotators)
    {
        var csv = new CsvTable([
            "username", "counted", "fault", "labelled", "progress", "labels_per_hour", "agreement_with_others", "compared_blocks", "tied_blocks", "excluded",
        ]);
        foreach (AnnotatorFigures figure in annotators)
        {
            csv.Add([
                figure.Username,
                CsvTable.Flag(!table.Input.Excluded.Contains(figure.Username)),
                table.FindAnnotator(figure.Username)?.Fault,
                CsvTable.Number(figure.Labelled),
                CsvTable.Number(figure.Progress),
                CsvTable.Number(figure.LabelsPerHour),
                CsvTable.Number(figure.AgreementWithOthers),
                CsvTable.Number(figure.ComparedBlocks),
                CsvTable.Number(figure.TiedBlocks),
                Excluded(table),
            ]);
        }

        return csv;
    }

    private static CsvTable AnnotatorClasses(
        ReviewTable table, IReadOnlyList<AnnotatorFigures> annotators, IReadOnlyList<string> classNames)
    {
        var csv = new CsvTable(["username", "counted", "label", "class_name", "labelled", "share", "excluded"]);
        foreach (AnnotatorFigures figure in annotators)
        {
            foreach ((int label, double share) in figure.ClassShares)
            {
                csv.Add([
                    figure.Username,
                    CsvTable.Flag(!table.Input.Excluded.Contains(figure.Username)),
                    CsvTable.Number(label),
                    ClassNames.Of(label, classNames),
                    CsvTable.Number((int)Math.Round(share * figure.Labelled)),
                    CsvTable.Number(share),
                    Excluded(table),
                ]);
            }
        }

        return csv;
    }

    private static CsvTable Classes(ReviewTable table, DawidSkene? model, IReadOnlyList<string> classNames)
    {
        var csv = new CsvTable([
            "label", "class_name", "votes", "share_of_votes", "specific_agreement", "consensus_blocks", "final_blocks",
            "resolved_blocks", "dawid_skene_share", "excluded",
        ]);
        foreach (ClassFigures figure in ClassFigures.AllOf(table, classNames.Count))
        {
            int position = model is null ? -1 : model.Labels.ToList().IndexOf(figure.Label);
            csv.Add([
                CsvTable.Number(figure.Label),
                ClassNames.Of(figure.Label, classNames),
                CsvTable.Number(figure.Votes),
                CsvTable.Number(figure.ShareOfVotes),
                CsvTable.Number(figure.SpecificAgreement),
                CsvTable.Number(figure.ConsensusBlocks),
                CsvTable.Number(figure.FinalBlocks),
                CsvTable.Number(figure.ResolvedBlocks),
                position < 0 ? null : CsvTable.Number(model!.ClassShares[position]),
                Excluded(table),
            ]);
        }

        return csv;
    }

    private static CsvTable Confusion(ReviewTable table)
    {
        var csv = new CsvTable(["label_a", "label_b", "blocks", "excluded"]);
        var matrix = ConfusionMatrix.Overall(table);
        for (int a = 0; a < matrix.Labels.Count; a++)
        {
            for (int b = 0; b < matrix.Labels.Count; b++)
            {
                csv.Add([CsvTable.Number(matrix.Labels[a]), CsvTable.Number(matrix.Labels[b]), CsvTable.Number(matrix[a, b]), Excluded(table)]);
            }
        }

        return csv;
    }

    /// <summary>Empty cells where no label of the annotator is likely to be on a block of the class; a class that nobody used has one such row.</summary>
    private static CsvTable ErrorRates(ReviewTable table, DawidSkene? model, int classCount)
    {
        var csv = new CsvTable(["username", "true_label", "reported_label", "rate", "labelled", "excluded"]);
        for (int rater = 0; model is not null && rater < table.Counted.Count; rater++)
        {
            for (int truth = 0; truth < model.Labels.Count; truth++)
            {
                for (int reported = 0; reported < model.Labels.Count; reported++)
                {
                    csv.Add([
                        table.Counted[rater].Username,
                        CsvTable.Number(model.Labels[truth]),
                        CsvTable.Number(model.Labels[reported]),
                        model.HasRates(rater, truth) ? CsvTable.Number(model.ErrorRate(rater, truth, reported)) : null,
                        CsvTable.Number(table.Rated.Counted[rater].LabelCount),
                        Excluded(table),
                    ]);
                }
            }

            foreach (int unused in Enumerable.Range(1, classCount).Except(model.Labels))
            {
                csv.Add([table.Counted[rater].Username, CsvTable.Number(unused), CsvTable.Number(unused), null, CsvTable.Number(table.Rated.Counted[rater].LabelCount), Excluded(table)]);
            }
        }

        return csv;
    }

    internal static string Excluded(ReviewTable table) => string.Join(' ', table.ExcludedNames);
}
