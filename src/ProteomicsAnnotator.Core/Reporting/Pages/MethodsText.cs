using System.Globalization;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Decisions;
using ProteomicsAnnotator.Core.Export;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Planning;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Reporting.Pages;

/// <summary>The methods of the campaign in sentences, a paragraph each.</summary>
internal static class MethodsText
{
    public static IEnumerable<string> Of(ReportInput input) =>
        new[] { Design(input), Plan(input), People(input), Counting(input), Agreement(input), Versions(input) }.Where(text => text.Length > 0);

    private static string Design(ReportInput input)
    {
        string classes = string.Join(", ", input.Classes.Items.Select(item => string.Create(CultureInfo.InvariantCulture, $"{item.Name} ({item.Number})")));
        CampaignSettings campaign = input.Table.Input.Campaign;
        List<string> sentences = [$"{Counted.Of(input.Table.Count, "block", "was", "were")} given to annotators, who labelled each with one of these classes: {classes}."];
        if (campaign.TargetVotes is { } votes)
        {
            sentences.Add($"The campaign asked for {Counted.Of(votes, "vote")} on each block.");
        }

        if (input.Table.Input.Calibration.Blocks is { Count: > 0 } round)
        {
            sentences.Add($"Before that, everybody labelled {Counted.Of(round.Count, "further block")} as a calibration round and was told the answers; labels of these blocks count nowhere here.");
        }

        sentences.AddRange(campaign.ClassChanges.All.Select(change =>
            $"On {LabelTime.FormatMinute(change.At)} {change.By} {(change.To.Count == 1 ? "renamed" : "split")} class {change.From} {(change.To.Count == 1 ? "to" : "into")} {string.Join(" and ", change.To)}."));
        return string.Join(' ', sentences);
    }

    private static string Plan(ReportInput input)
    {
        if (input.Plan is not { } plan)
        {
            return "There was no plan: people chose which blocks they labelled.";
        }

        List<string> sentences = [$"A plan (version {plan.Version.ToString(CultureInfo.InvariantCulture)}, made {LabelTime.FormatMinute(plan.At)} by {plan.By}) gave each block to {(plan.Votes == 1 ? "one person" : string.Create(CultureInfo.InvariantCulture, $"{plan.Votes} different people"))}."];
        if (input.Request is { } request)
        {
            sentences.AddRange(Asked(request));
        }

        return string.Join(' ', sentences);
    }

    private static IEnumerable<string> Asked(PlanRequest request)
    {
        yield return $"It was drawn with seed {request.Seed.ToString(CultureInfo.InvariantCulture)} for {Counted.Of(request.Annotators.Count, "annotator")}, with blocks in the order \"{WalkOrders.WordOf(request.Order)}\"{(request.Order == WalkOrder.Scored ? $", by the scores of {request.Model}" : "")}.";
        if (request.OverlapPairs > 0)
        {
            yield return $"Each two of them had at least {Counted.Of(request.OverlapPairs, "block")} in common.";
        }

        if (request.Repeats > 0)
        {
            yield return $"{Shown.Percent(request.Repeats)} of each annotator's blocks came a second time, later and unannounced.";
        }

        if (request.Gold > 0)
        {
            yield return $"{Shown.Percent(request.Gold)} of each queue were blocks with a known answer, mixed with as many others.";
        }

        if (request.StopAt > 0)
        {
            yield return $"A block whose likeliest class had a probability of {Shown.Percent(request.StopAt)} after at least {Counted.Of(request.LeastVotes, "vote")} got no further votes; {Shown.Percent(request.RandomShare)} of the blocks, drawn at random, got all votes.";
        }
        else if (WalkOrders.IsInformative(request.Order))
        {
            yield return $"{Shown.Percent(request.RandomShare)} of the blocks, drawn at random, kept their places in that order.";
        }

        if (request.Blocks is { } filter)
        {
            yield return $"It was about blocks whose id matches {filter}.";
        }
    }

    private static string People(ReportInput input)
    {
        ReviewTable table = input.Table;
        string[] counted = [.. table.Counted.Where(column => column.LabelCount > 0).Select(column => column.Username)];
        List<string> sentences =
        [
            counted.Length == 0 ? "Nobody has given a label that counts." : $"Labels of {Counted.Of(counted.Length, "annotator", "counts", "count")}: {string.Join(", ", counted)}.",
        ];
        foreach (string name in table.ExcludedNames)
        {
            sentences.Add(table.Input.People.Excluded.TryGetValue(name, out ExcludedPerson excluded)
                ? $"Labels of {name} are left out of all figures: {excluded.Reason.TrimEnd('.')} (decided by {excluded.By}, {LabelTime.FormatMinute(excluded.At)})."
                : $"Labels of {name} are left out of this report.");
        }

        sentences.AddRange(table.Input.People.Same.OrderBy(same => same.Key, StringComparer.Ordinal)
            .Select(same => $"Labels given under the name {same.Key} are those of {same.Value.Person} (decided by {same.Value.By}, {LabelTime.FormatMinute(same.Value.At)})."));
        sentences.AddRange(table.Annotators.Where(column => column.Fault is not null).Select(column => $"A file of {column.Username} could not be read: {column.Fault}."));
        return string.Join(' ', sentences);
    }

    private static string Counting(ReportInput input)
    {
        ReviewTable table = input.Table;
        List<string> sentences =
        [
            "Consensus is the label with most counted votes; " + TieRules.Sentence(table.Input.Campaign.Ties) + ".",
            "The resolved label of a block is the final label that an adjudicator set, else the consensus.",
        ];
        if (!table.Input.Map.IsNone)
        {
            sentences.Add($"In all figures and tables of this report {table.Input.Map.Words}; no label was changed.");
        }

        if (table.Progress.Labels > 0)
        {
            sentences.Add(NotBlindChoice.Words(table) is { } notBlind ? $"{notBlind}." : "No vote is marked as given after its author could see others' votes or the final label.");
        }

        if (table.Vanished.Count > 0)
        {
            sentences.Add($"{Counted.Of(table.Vanished.Count, "label", "is", "are")} of blocks that are not in this list, and counted nowhere.");
        }

        IReadOnlyList<OutsideLabel> outside = OutsideLabel.AllOf(table, input.Classes.Count);
        if (outside.Count > 0)
        {
            sentences.Add($"{Counted.Of(outside.Count, "label", "is", "are")} of no class of this list, and counted as given.");
        }

        return string.Join(' ', sentences);
    }

    private static string Agreement(ReportInput input)
    {
        List<string> sentences =
        [
            "Agreement beyond chance is Krippendorff's alpha for nominal data (Krippendorff 2011), Gwet's AC1 (Gwet 2008, 2014), Fleiss' kappa (Fleiss 1971) on the blocks with the commonest number of votes, and Cohen's kappa (Cohen 1960) of each two annotators. "
            + "Agreement on a class is its specific agreement (Spitzer and Fleiss 1974) and alpha of the class against all others.",
            Intervals(input),
            "Intervals of Cohen's kappa are asymptotic (Fleiss, Cohen and Everitt 1969), those of shares score intervals (Wilson 1927).",
        ];
        if (input.ErrorRates is { } rates)
        {
            sentences.Add($"Error rates of annotators and the likeliest class of a block are those of Dawid and Skene (1979), from the votes alone and without smoothing; they decide nothing. {(rates.HitCap ? $"The computation was ended after {Shown.Count(rates.Iterations)} steps, while the likelihood still moved." : $"The likelihood stood still after {Counted.Of(rates.Iterations, "step")}.")}");
        }

        if (input.Agreement.RandomShare is { } random)
        {
            sentences.Add($"Figures of all blocks may be biased, since {random.Why}; those of the blocks drawn at random stand beside them.");
        }

        return string.Join(' ', sentences);
    }

    private static string Intervals(ReportInput input)
    {
        const string Method = "percentile bootstrap intervals of 95 % from 1,000 resamples with a fixed seed";
        return input.Agreement.Clusters switch
        {
            null => $"They have {Method}, drawn over blocks (Efron and Tibshirani 1993).",
            { Count: < 2 } => "They have no intervals, as all blocks are of one cluster.",
            var clusters => $"They have {Method}, drawn over {Counted.Of(clusters.Count, "cluster")} of blocks (Davison and Hinkley 1997).{(clusters.Caution is { } caution ? " " + caution : "")}",
        };
    }

    private static string Versions(ReportInput input)
    {
        ReportSource source = input.Source;
        string release = source.Release is { } made
            ? $"The labels are those of release {made.Name}, made {LabelTime.FormatMinute(made.MadeAt)} by {made.By} with version {made.ProgramVersion}; the SHA-256 of its manifest is {made.ManifestSha256}. "
            : "";
        string files = string.Concat(source.Configuration.Select(file => $" That of {file.Path} is {file.Sha256}."));
        return $"{release}This report was made by Proteomics Annotator {source.ProgramVersion} (journals of format {JournalHeader.CurrentFormat.ToString(CultureInfo.InvariantCulture)}, tables of format {JsonExport.FormatVersion.ToString(CultureInfo.InvariantCulture)}). "
            + $"The SHA-256 of the list of blocks, an id a line, is {source.Blocks.Sha256}.{files}";
    }
}
