using System.Globalization;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Campaign;
using ProteomicsAnnotator.Core.Journals;

namespace ProteomicsAnnotator.App.Reviewing;

/// <summary>The conditions of a filter as words: <c>disagree,unsettled,differ:joerg:kwame,class:3</c>. Text and picked blocks are none.</summary>
internal static class RowConditions
{
    public const string Annotator = "annotator";

    private static readonly (string Word, ReviewStatus Status)[] States =
    [
        ("disagree", ReviewStatus.Disagree), ("agree", ReviewStatus.Agree), ("one-vote", ReviewStatus.SingleVote), ("not-annotated", ReviewStatus.NotAnnotated),
    ];

    private static readonly (string Word, Func<ReviewFilter, bool> Has, Func<ReviewFilter, ReviewFilter> Set)[] Flags =
    [
        ("labelled", filter => filter.LabelledOnly, filter => filter with { LabelledOnly = true }),
        ("ties", filter => filter.TiesOnly, filter => filter with { TiesOnly = true }),
        ("unsettled", filter => filter.UnsettledOnly, filter => filter with { UnsettledOnly = true }),
        ("new-votes", filter => filter.NewVotesOnly, filter => filter with { NewVotesOnly = true }),
        ("final-differs", filter => filter.FinalDiffersOnly, filter => filter with { FinalDiffersOnly = true }),
        ("files-changed", filter => filter.ChangedFilesOnly, filter => filter with { ChangedFilesOnly = true }),
        ("unsure", filter => filter.UnsureOnly, filter => filter with { UnsureOnly = true }),
        ("note", filter => filter.NotesOnly, filter => filter with { NotesOnly = true }),
        ("needs-votes", filter => filter.NeedsVotesOnly, filter => filter with { NeedsVotesOnly = true }),
        ("changed-class", filter => filter.ChangedClassOnly, filter => filter with { ChangedClassOnly = true }),
        ("unusable", filter => filter.UnusableOnly, filter => filter with { UnusableOnly = true }),
    ];

    public static string Of(ReviewFilter filter)
    {
        string?[] words =
        [
            Array.Find(States, state => state.Status == filter.Status).Word,
            .. Flags.Where(flag => flag.Has(filter)).Select(flag => flag.Word),
            filter.OutsideClasses is null ? null : "no-class",
            filter.ResolvedLabel is { } label ? $"class:{Text(label)}" : null,
            filter.VotedLabel is { } voted ? $"voted:{Text(voted)}" : null,
            filter.Pair is { } pair ? $"{(pair.DifferingOnly ? "differ" : "pair")}:{pair.First}:{pair.Second}" : null,
            filter.Cell is { } cell ? $"cell:{Text(cell.Row)}:{Text(cell.Column)}" : null,
            filter.Given is { } given ? $"gave:{given.Username}:{Text(given.Label)}" : null,
            filter.LabelledBy is { } username ? $"{Annotator}:{username}" : null,
            filter.Evidence.Within is { } within ? $"within:{within.TotalSeconds.ToString(CultureInfo.InvariantCulture)}" : null,
            filter.Evidence.SlicesBelow is { } share ? $"slices:{share.ToString(CultureInfo.InvariantCulture)}" : null,
            filter.Evidence.View is { } view ? $"view:{view}" : null,
            filter.Evidence.Limits is { } limits ? $"limits:{limits}" : null,
        ];
        return string.Join(',', words.OfType<string>());
    }

    /// <returns>Null: a word means nothing.</returns>
    public static ReviewFilter? Read(string text, int classCount)
    {
        ReviewFilter? filter = ReviewFilter.Everything;
        foreach (string word in text.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            filter = filter is null ? null : With(filter, word, classCount);
        }

        return filter;
    }

    /// <summary>Of <c>annotator:joerg</c>; null for anything else.</summary>
    public static string? UsernameIn(string word) => word.Split(':') is [Annotator, var name] && IsUsername(name) ? name : null;

    private static ReviewFilter? With(ReviewFilter filter, string word, int classCount)
    {
        if (Array.Find(States, known => known.Word == word) is { Word: not null } state)
        {
            return filter with { Status = state.Status };
        }

        if (Array.Find(Flags, known => known.Word == word) is { Word: not null } flag)
        {
            return flag.Set(filter);
        }

        return word.Split(':') switch
        {
            ["no-class"] => filter with { OutsideClasses = classCount },
            ["class", var label] when Number(label) is { } number => filter with { ResolvedLabel = number },
            ["voted", var label] when Number(label) is { } number => filter with { VotedLabel = number },
            ["pair" or "differ", var first, var second] when IsUsername(first) && IsUsername(second) && first != second =>
                filter with { Pair = new AnnotatorPair(first, second, word.StartsWith('d')) },
            ["cell", var row, var column] when Number(row) is { } a && Number(column) is { } b => filter with { Cell = (a, b) },
            ["gave", var name, var label] when IsUsername(name) && Number(label) is { } number => filter with { Given = (name, number) },
            [Annotator, var name] when IsUsername(name) => filter with { LabelledBy = name },
            var parts => OfEvidence(filter.Evidence, parts) is { } evidence ? filter with { Evidence = evidence } : null,
        };
    }

    private static EvidenceFilter? OfEvidence(EvidenceFilter filter, string[] parts) => parts switch
    {
        ["within", var seconds] when Amount(seconds, 86400) is { } amount => filter with { Within = TimeSpan.FromSeconds(amount) },
        ["slices", var share] when Amount(share, 1) is { } amount => filter with { SlicesBelow = amount },
        ["view", var view] when Evidence.Views.Contains(view, StringComparer.Ordinal) => filter with { View = view },
        ["limits", var limits] when Evidence.LimitSources.Contains(limits, StringComparer.Ordinal) => filter with { Limits = limits },
        _ => null,
    };

    private static string Text(int label) => label.ToString(CultureInfo.InvariantCulture);

    private static int? Number(string text) => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) ? number : null;

    private static double? Amount(string text, double most) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number) && number > 0 && number <= most ? number : null;

    private static bool IsUsername(string text) => Username.TryParse(text, out string? username) && username == text;
}
