using System.Globalization;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Agreement.Classes;
using ProteomicsAnnotator.Core.Agreement.Clustering;
using ProteomicsAnnotator.Core.Agreement.Graded;
using ProteomicsAnnotator.Core.Agreement.Progress;
using ProteomicsAnnotator.Core.Agreement.Quality;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Export;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Merge;
using ProteomicsAnnotator.Core.Reporting.Models;

namespace ProteomicsAnnotator.Core.Reporting;

/// <summary>The tables of a report: those of every export, and what its numbers are counted from.</summary>
internal static class ReportTables
{
    /// <summary>Sorted by name.</summary>
    public static IReadOnlyList<ExportedFile> AllOf(ReportInput input, Selections selections, CancellationToken ct)
    {
        (ReviewTable table, IReadOnlyList<string> names) = (input.Table, input.Classes.Names);
        List<ExportedFile> files =
        [
            .. FigureFiles.AllOf(table, names, (input.Agreement, input.ErrorRates)),
            new(ReportFiles.Blocks, BlocksCsvExport.Blocks(table, names, ct), table.Count),
            new(ReportFiles.Decisions, LongCsvExport.Labels(table, names, input.Source.Release?.MadeAt ?? input.LastDecision ?? LabelTime.Unknown), LabelRow.CountOf(table)),
            FileOf(ReportFiles.ClassAgreement, ClassAgreements(input)),
            FileOf(ReportFiles.Resolved, Resolved(input)),
            FileOf(ReportFiles.Progress, Progress(input)),
            FileOf(ReportFiles.Weeks, Weeks(input)),
            FileOf(ReportFiles.Changes, Changes(input)),
            FileOf(ReportFiles.LabelTimes, Times(input)),
            FileOf(ReportFiles.KnownAnswers, KnownAnswers(input)),
            FileOf(ReportFiles.Repeats, Repeats(input)),
            FileOf(ReportFiles.Adjudications, Adjudications(input)),
            FileOf(ReportFiles.Selections, ListOf(selections)),
        ];
        if (input.Agreement.Graded is { } graded)
        {
            files.Add(FileOf(ReportFiles.Graded, Graded(graded)));
        }

        if (input.Agreement.Clusters is { AreFolders: true })
        {
            files.Add(FileOf(ReportFiles.Groups, Groups(input)));
        }

        if (input.Model is { } model)
        {
            files.AddRange(ModelTables.AllOf(input, model));
        }

        return [.. files.OrderBy(file => file.Name, StringComparer.Ordinal)];
    }

    /// <summary>As in the tables: final_label, unanimous, ...</summary>
    public static string WordOf(ResolvedBy how) => ClassNames.Of(how);

    /// <summary>The answers that count in <see cref="ReportInput.Gold"/>, by person, then block.</summary>
    public static IEnumerable<KnownAnswer> KnownAnswersOf(ReportInput input) =>
        from column in input.Table.Rated.Annotators
        from answer in input.KnownAnswers.OrderBy(answer => answer.Key)
        where column.Source.Votes.ContainsKey(answer.Key)
        select new KnownAnswer(column.Username, answer.Key, answer.Value, column.Source.Votes[answer.Key].Label);

    private static ExportedFile FileOf(string name, CsvTable csv) => new(name, csv.Written, csv.RowCount);

    private static CsvTable ClassAgreements(ReportInput input)
    {
        var csv = new CsvTable(["label", "class_name", "specific_agreement", "low", "high", "n", "alpha", "alpha_low", "alpha_high", "alpha_n"]);
        foreach (ClassAgreement item in input.Agreement.Classes)
        {
            (Coefficient specific, Coefficient alpha) = (item.Specific, item.Alpha);
            csv.Add([
                CsvTable.Number(item.Label), ClassNames.Of(item.Label, input.Classes.Names),
                CsvTable.Number(specific.Value), CsvTable.Number(specific.Low), CsvTable.Number(specific.High), CsvTable.Number(specific.N),
                CsvTable.Number(alpha.Value), CsvTable.Number(alpha.Low), CsvTable.Number(alpha.High), CsvTable.Number(alpha.N),
            ]);
        }

        return csv;
    }

    private static CsvTable Groups(ReportInput input)
    {
        int[] labels = [.. input.Agreement.Groups.SelectMany(group => group.Classes.Select(item => item.Label)).Distinct().Order()];
        var csv = new CsvTable(["group", "blocks", "labelled", "votes", "comparable", "disagreements", "percent_agreement", "alpha", "alpha_low", "alpha_high", "ac1", "n", .. labels.Select(label => string.Create(CultureInfo.InvariantCulture, $"resolved_{label}"))]);
        foreach (GroupFigures group in input.Agreement.Groups)
        {
            AgreementCoefficients all = group.Coefficients;
            csv.Add([
                group.Name, CsvTable.Number(group.Blocks.Count), CsvTable.Number(group.Labelled), CsvTable.Number(group.Votes), CsvTable.Number(group.Comparable), CsvTable.Number(group.Disagreements),
                CsvTable.Number(all.PercentAgreement.Value), CsvTable.Number(all.KrippendorffAlpha.Value), CsvTable.Number(all.KrippendorffAlpha.Low), CsvTable.Number(all.KrippendorffAlpha.High),
                CsvTable.Number(all.GwetAc1.Value), CsvTable.Number(all.KrippendorffAlpha.N), .. group.Classes.Select(item => CsvTable.Number(item.Blocks)),
            ]);
        }

        return csv;
    }

    private static CsvTable Graded(GradedFigures graded)
    {
        var csv = new CsvTable(["figure", "name", "a", "b", "value", "low", "high", "n"]);
        foreach (GradedCoefficient item in graded.Coefficients)
        {
            csv.Add([item.Key, item.Name, null, null, CsvTable.Number(item.Coefficient.Value), CsvTable.Number(item.Coefficient.Low), CsvTable.Number(item.Coefficient.High), CsvTable.Number(item.Coefficient.N)]);
        }

        foreach (GradedKappa pair in graded.Kappas)
        {
            csv.Add(["kappa_linear", "Cohen's kappa, linear weights", pair.A, pair.B, CsvTable.Number(pair.Linear), null, null, CsvTable.Number(pair.N)]);
            csv.Add(["kappa_quadratic", "Cohen's kappa, quadratic weights", pair.A, pair.B, CsvTable.Number(pair.Quadratic), null, null, CsvTable.Number(pair.N)]);
        }

        return csv;
    }

    private static CsvTable Resolved(ReportInput input)
    {
        ResolvedBy[] ways = [.. Enum.GetValues<ResolvedBy>().Where(how => how != ResolvedBy.Nothing)];
        var csv = new CsvTable(["label", "class_name", "blocks", "share", "low", "high", .. ways.Select(WordOf)]);
        foreach (ResolvedCount row in ResolvedCount.AllOf(input))
        {
            csv.Add([
                CsvTable.Number(row.Label), ClassNames.Of(row.Label, input.Classes.Names), CsvTable.Number(row.Blocks), CsvTable.Number(row.Share),
                CsvTable.Number(row.Interval?.Low), CsvTable.Number(row.Interval?.High), .. ways.Select(how => CsvTable.Number(row.By[how])),
            ]);
        }

        return csv;
    }

    private static CsvTable Progress(ReportInput input)
    {
        var csv = new CsvTable(["day", "time_zone", "labels", "labels_so_far", "blocks_so_far"]);
        foreach (ReportDay day in ReportDay.AllOf(input))
        {
            csv.Add([day.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), input.Zone.Id, CsvTable.Number(day.Labels), CsvTable.Number(day.LabelsSoFar), CsvTable.Number(day.BlocksSoFar)]);
        }

        return csv;
    }

    private static CsvTable Weeks(ReportInput input)
    {
        var csv = new CsvTable(["monday", "pairs", "same", "low", "high", "effective_pairs"]);
        foreach (WeekOfAgreement week in input.Progress.Weeks)
        {
            csv.Add([week.Monday.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), CsvTable.Number(week.Pairs), CsvTable.Number(week.Same), CsvTable.Number(week.Interval.Low), CsvTable.Number(week.Interval.High), CsvTable.Number(week.Effective)]);
        }

        return csv;
    }

    private static CsvTable Changes(ReportInput input)
    {
        var csv = new CsvTable(["username", "n", "after", "at", "before", "since", "p"]);
        foreach (Drift drift in input.Progress.Drifts)
        {
            csv.Add([drift.Username, CsvTable.Number(drift.N), CsvTable.Number(drift.After), LabelTime.FormatKnown(drift.At), CsvTable.Number(drift.Before), CsvTable.Number(drift.Since), CsvTable.Number(drift.P)]);
        }

        return csv;
    }

    private static CsvTable Times(ReportInput input)
    {
        var csv = new CsvTable(["username", "n", "lower_quartile_s", "median_s", "upper_quartile_s"]);
        foreach (LabelTimes times in input.Progress.Times)
        {
            csv.Add([times.Username, CsvTable.Number(times.N), CsvTable.Number(times.LowerQuartile), CsvTable.Number(times.Median), CsvTable.Number(times.UpperQuartile)]);
        }

        return csv;
    }

    private static CsvTable KnownAnswers(ReportInput input)
    {
        var csv = new CsvTable(["username", "block_id", "known", "given", "right"]);
        foreach (KnownAnswer answer in KnownAnswersOf(input))
        {
            csv.Add([answer.Username, answer.Block.Value, CsvTable.Number(answer.Known), CsvTable.Number(answer.Given), CsvTable.Flag(answer.Known == answer.Given)]);
        }

        return csv;
    }

    private static CsvTable Repeats(ReportInput input)
    {
        var csv = new CsvTable(["username", "kind", "block_id", "first", "second", "at"]);
        foreach (PersonRepeats person in input.Table.Input.Sample.Value.Repeats)
        {
            foreach ((string kind, LabelRepeat repeat) in person.Hidden.Select(repeat => ("hidden", repeat)).Concat(person.SelfChecks.Select(repeat => ("self_check", repeat)))
                .Where(row => input.Table.Find(row.repeat.Key.Block) is not null)
                .OrderBy(row => row.repeat.Key.Block).ThenBy(row => row.repeat.At))
            {
                csv.Add([person.Username, kind, repeat.Key.Block.Value, CsvTable.Number(repeat.First), CsvTable.Number(repeat.Second), LabelTime.FormatKnown(repeat.At)]);
            }
        }

        return csv;
    }

    /// <summary>The blocks that the adjudicators' figures compare.</summary>
    private static CsvTable Adjudications(ReportInput input)
    {
        var csv = new CsvTable(["block_id", "first_by", "first", "second_by", "second", "second_at"]);
        foreach (SecondLabel second in AdjudicatorAgreement.ComparedOf(input.Table))
        {
            csv.Add([second.Key.Block.Value, second.First!.Value.By, CsvTable.Number(second.First.Value.Label), second.By, CsvTable.Number(second.Label), LabelTime.FormatKnown(second.At)]);
        }

        return csv;
    }

    private static CsvTable ListOf(Selections selections)
    {
        var csv = new CsvTable(["selection", "block_id"], 1 << 16);
        foreach (Selection selection in selections.All)
        {
            foreach (BlockId block in selection.Listed)
            {
                csv.Add([selection.Id, block.Value]);
            }
        }

        return csv;
    }
}

/// <summary>A vote on a block whose class is known.</summary>
internal readonly record struct KnownAnswer(string Username, BlockId Block, int Known, int Given);
