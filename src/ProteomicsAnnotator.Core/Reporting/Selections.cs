using System.Globalization;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Agreement.Clustering;
using ProteomicsAnnotator.Core.Agreement.Quality;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Reporting.Models;

namespace ProteomicsAnnotator.Core.Reporting;

/// <summary>Every selection that the page names, in the order of its section "Where the numbers come from".</summary>
internal sealed class Selections
{
    private readonly List<Selection> _all = [];
    private readonly Dictionary<string, int> _people = new(StringComparer.Ordinal);

    private Selections()
    {
    }

    public IReadOnlyList<Selection> All => _all;

    public static Selections Of(ReportInput input)
    {
        var selections = new Selections();
        ReviewTable table = input.Table;
        selections.AddBlocks(input);
        selections.AddVotes(table, input);
        Dictionary<string, int> known = ReportTables.KnownAnswersOf(input).CountBy(answer => answer.Username, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        foreach (AnnotatorColumn column in table.Annotators)
        {
            selections.AddPerson(column, known.GetValueOrDefault(column.Username));
        }

        selections.AddQuality(input);
        selections.AddGroups(input);
        selections._all.AddRange(input.Model is { } model ? ModelSelections.AllOf(input, model, username => selections.OfPerson("model", username)) : []);
        return selections;
    }

    /// <summary>The anchor of a selection that does not depend on a person.</summary>
    public static string OfClass(string kind, int label) => string.Create(CultureInfo.InvariantCulture, $"{kind}-{label}");

    /// <summary>Blocks with both labels: the pair has one anchor, whichever stands first.</summary>
    public static string OfPair(int a, int b) => string.Create(CultureInfo.InvariantCulture, $"pair-{Math.Min(a, b)}-{Math.Max(a, b)}");

    /// <summary>Folders have characters that an anchor must not have: groups are numbered in their order, from 1.</summary>
    public static string OfGroup(string kind, int number) => string.Create(CultureInfo.InvariantCulture, $"{kind}-group-{number}");

    /// <summary>Two adjudicators by their place among the pairs, from 0.</summary>
    public static string OfAdjudicators(int pair) => string.Create(CultureInfo.InvariantCulture, $"adjudicators-{pair + 1}");

    /// <summary>Usernames have characters that an anchor must not have: people are numbered in the order of the table.</summary>
    public string OfPerson(string kind, string username) => string.Create(CultureInfo.InvariantCulture, $"{kind}-person-{_people[username]}");

    private void List(string id, string words, IEnumerable<ReviewRow> rows)
    {
        _all.Add(Selection.OfBlocks(id, words, [.. rows.Select(row => row.Block)]));
    }

    private void AddBlocks(ReportInput input)
    {
        ReviewTable table = input.Table;
        _all.Add(new Selection("blocks", "all blocks", table.Count, ReportFiles.Blocks, "every row"));
        _all.Add(new Selection("labelled", "blocks with a counted vote", table.Statistics.AnnotatedBlocks, ReportFiles.Blocks, "votes above 0"));
        _all.Add(new Selection("comparable", "blocks with two or more counted votes", table.Statistics.ComparableBlocks, ReportFiles.Blocks, "votes above 1"));
        List("disagreement", "blocks whose counted votes differ", table.Rows.Where(row => row.Consensus.HasDisagreement));
        List("pairable", "blocks with two or more votes that agreement is computed from", table.Rated.Rows.Where(row => row.Consensus.VoteCount > 1));
        int commonest = input.Agreement.Coefficients.FleissVotesPerBlock;
        if (commonest > 0)
        {
            List("fleiss", string.Create(CultureInfo.InvariantCulture, $"blocks with exactly {commonest} such votes"), table.Rated.Rows.Where(row => row.Consensus.VoteCount == commonest));
        }
    }

    private void AddVotes(ReviewTable table, ReportInput input)
    {
        foreach (ClassFigures figures in ClassFigures.AllOf(table, input.Classes.Count))
        {
            string name = input.Classes.NameOf(figures.Label);
            string number = figures.Label.ToString(CultureInfo.InvariantCulture);
            _all.Add(new Selection(OfClass("votes", figures.Label), $"votes for {number} {name}", figures.Votes, ReportFiles.Decisions, $"label = {number} and counted = True"));
            _all.Add(new Selection(OfClass("resolved", figures.Label), $"blocks whose resolved label is {number} {name}", figures.ResolvedBlocks, ReportFiles.Blocks, $"resolved_label = {number}"));
            List(OfClass("class", figures.Label), $"of the blocks of pairable those with a vote for {number} {name}", table.Rated.Rows.Where(row => row.Consensus.VoteCount > 1 && row.CountOf(figures.Label) > 0));
        }

        ReviewTable rated = table.Rated;
        for (int a = 0; a < rated.Labels.Count; a++)
        {
            for (int b = a; b < rated.Labels.Count; b++)
            {
                (int one, int other, int least) = (rated.Labels[a], rated.Labels[b], a == b ? 2 : 1);
                string words = string.Create(CultureInfo.InvariantCulture, $"blocks on which {(a == b ? $"two people said {one}" : $"one person said {one} and another {other}")}");
                List(OfPair(one, other), words, rated.Rows.Where(row => row.CountOf(one) >= least && row.CountOf(other) >= least));
            }
        }

        _all.Add(new Selection("resolved", "blocks with a resolved label", table.Rows.Count(row => row.ResolvedLabel is not null), ReportFiles.Blocks, "resolved_label is not empty"));
        foreach (ResolvedBy how in Enum.GetValues<ResolvedBy>().Where(how => how != ResolvedBy.Nothing))
        {
            string word = ReportTables.WordOf(how);
            int blocks = table.Rows.Count(row => row.ResolvedBy == how && row.ResolvedLabel is not null);
            _all.Add(new Selection($"by-{word}", $"of these the ones resolved by {word}", blocks, ReportFiles.Blocks, $"resolved_by = {word} and resolved_label is not empty"));
        }
    }

    private void AddPerson(AnnotatorColumn column, int known)
    {
        _people.Add(column.Username, _people.Count + 1);
        _all.Add(new Selection(OfPerson("labels", column.Username), $"labels of {column.Username}", column.LabelCount, ReportFiles.Decisions, $"username = {column.Username} and label is not empty"));
        if (known > 0)
        {
            _all.Add(new Selection(OfPerson("known", column.Username), $"known answers that {column.Username} gave", known, ReportFiles.KnownAnswers, $"username = {column.Username}"));
        }
    }

    private void AddGroups(ReportInput input)
    {
        foreach ((int i, GroupFigures group) in input.Agreement.Groups.Index())
        {
            ReviewRow[] rows = [.. group.Blocks.Select(block => input.Table.Find(block)!.Value)];
            List(OfGroup("blocks", i + 1), $"blocks of {group.Shown}", rows);
            List(OfGroup("labelled", i + 1), "of these the ones with a counted vote", rows.Where(row => row.Consensus.VoteCount > 0));
            List(OfGroup("disagreement", i + 1), "of these the ones whose votes differ", rows.Where(row => row.Consensus.HasDisagreement));
            List(OfGroup("pairable", i + 1), $"of blocks of {group.Shown} those of pairable", group.Blocks.Select(block => input.Table.Rated.Find(block)!.Value).Where(row => row.Consensus.VoteCount > 1));
        }
    }

    private void AddQuality(ReportInput input)
    {
        foreach (IntraRaterAgreement person in input.Agreement.Repeats.Where(person => _people.ContainsKey(person.Username)))
        {
            _all.Add(new Selection(OfPerson("hidden", person.Username), $"hidden repeats of {person.Username}", person.Hidden.Total, ReportFiles.Repeats, $"username = {person.Username} and kind = hidden"));
            _all.Add(new Selection(OfPerson("self-checks", person.Username), $"self-checks of {person.Username}", person.SelfChecks.Total, ReportFiles.Repeats, $"username = {person.Username} and kind = self_check"));
        }

        _all.Add(new Selection("adjudicated", "blocks that two adjudicators decided without knowing of each other", input.Agreement.Adjudicators.All.Total, ReportFiles.Adjudications, "every row"));
        foreach ((int i, AdjudicatorPair pair) in input.Agreement.Adjudicators.Pairs.Index())
        {
            _all.Add(Selection.OfBlocks(OfAdjudicators(i), $"blocks that {pair.A} and {pair.B} both decided", pair.Blocks));
        }

        if (input.Agreement.RandomShare is { } random && input.Table.Input.Sample.Value.Random is { } drawn)
        {
            List("random", string.Create(CultureInfo.InvariantCulture, $"blocks that version {random.PlanVersion} of the plan drew at random"), input.Table.Rows.Where(row => drawn.Blocks.Contains(row.Block)));
            List("random-pairable", "of these the ones with two or more votes that agreement is computed from", input.Table.Rated.Rows.Where(row => row.Consensus.VoteCount > 1 && drawn.Blocks.Contains(row.Block)));
        }
    }
}

/// <summary>The blocks and decisions that a number of the report was counted from.</summary>
/// <param name="Id">Of the anchor in the page, and in <c>selections.csv</c>.</param>
/// <param name="Words">What they are.</param>
/// <param name="Count">How many rows.</param>
/// <param name="Table">The file that has them.</param>
/// <param name="Filter">Which of its rows, in words.</param>
internal sealed record Selection(string Id, string Words, int Count, string Table, string Filter)
{
    /// <summary>One whose blocks <c>selections.csv</c> lists.</summary>
    public static Selection OfBlocks(string id, string words, IReadOnlyList<BlockId> blocks) => new(id, words, blocks.Count, ReportFiles.Selections, $"selection = {id}") { Listed = blocks };

    /// <summary>Rows of <c>selections.csv</c>; empty where another table has them.</summary>
    public IReadOnlyList<BlockId> Listed { get; init; } = [];
}
