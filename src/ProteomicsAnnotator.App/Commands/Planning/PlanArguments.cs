using System.Globalization;
using ProteomicsAnnotator.Core.Campaign;
using ProteomicsAnnotator.Core.Planning;

namespace ProteomicsAnnotator.App.Commands.Planning;

/// <summary>What follows <c>plan</c>. What is not named is as in the version before.</summary>
internal sealed record PlanArguments
{
    public const string Usage =
        "--annotators a,b:2,c, --votes N, --seed N, --repeats P%, --overlap-pairs N, --gold P%, --stop-at P%, --least-votes N, --random-share P%, --order neighbourhoods|names|fewest|disputed|uncertain|scored, --model NAME[@VERSION], --score-of NUMBER|none, --blocks FILTER, --as NAME, --dry-run, or --undo [--as NAME] [--dry-run], or --show [--json], --demo";

    public bool Show { get; private init; }

    public bool Json { get; private init; }

    public bool DryRun { get; private init; }

    /// <summary>A further version as the one before was.</summary>
    public bool Undo { get; private init; }

    /// <summary>Author; null: the system account.</summary>
    public string? As { get; private init; }

    /// <summary>What was found that makes no sense; null: nothing.</summary>
    public string? Fault { get; private init; }

    private Func<PlanRequest, PlanRequest> Change { get; init; } = static request => request;

    private bool NamesSettings { get; init; }

    public static PlanArguments Parse(IReadOnlyList<string> arguments)
    {
        var read = new PlanArguments();
        for (int i = 0; i < arguments.Count && read.Fault is null; i++)
        {
            string word = arguments[i];
            read = word switch
            {
                "--show" => read with { Show = true },
                "--json" => read with { Json = true },
                "--dry-run" => read with { DryRun = true },
                "--undo" => read with { Undo = true },
                _ when word.IndexOf('=', StringComparison.Ordinal) is > 0 and var at => read.With(word[..at], word[(at + 1)..]),
                _ => read.With(word, arguments.ElementAtOrDefault(++i)),
            };
        }

        return read switch
        {
            { Fault: not null } => read,
            { Show: false, Json: true } => read with { Fault = "--json without --show" },
            { Show: true, NamesSettings: true } or { Show: true, DryRun: true } => read with { Fault = "--show together with what makes a plan" },
            { Undo: true, NamesSettings: true } or { Undo: true, Show: true } => read with { Fault = "--undo together with other options: the version before says them" },
            _ => read,
        };
    }

    /// <param name="before">The request of the version before; null: there is none.</param>
    /// <param name="target">Votes that each block is to have by the campaign's setting; null: it says nothing.</param>
    public PlanRequest RequestAfter(PlanRequest? before, int? target) => Change(before ?? PlanRequest.Empty).WithUsualVotes(target, isAsked: false);

    private PlanArguments With(string name, string? value) => (name, value) switch
    {
        ("--votes", _) when Number(value, 1, PlanRequest.MostVotes) is { } votes => Asking(request => request with { Votes = votes }),
        ("--seed", _) when Number(value, int.MinValue, int.MaxValue) is { } seed => Asking(request => request with { Seed = seed }),
        ("--overlap-pairs", _) when Number(value, 0, int.MaxValue) is { } pairs => Asking(request => request with { OverlapPairs = pairs }),
        ("--repeats", _) when Percent(value, PlanRequest.MostRepeats) is { } share => Asking(request => request with { Repeats = share }),
        ("--gold", _) when Percent(value, PlanRequest.MostGold) is { } share && (share == 0 || share >= PlanRequest.LeastGold) => Asking(request => request with { Gold = share }),
        ("--stop-at", _) when Percent(value, 1) is { } share && (share == 0 || share >= 0.5) => Asking(request => request with { StopAt = share }),
        ("--least-votes", _) when Number(value, 1, PlanRequest.MostVotes) is { } votes => Asking(request => request with { LeastVotes = votes }),
        ("--random-share", _) when Percent(value, 1) is { } share => Asking(request => request with { RandomShare = share }),
        ("--order", _) when WalkOrders.Parse(value) is { } order => Asking(request => request with { Order = order }),
        ("--model", { Length: > 0 }) when !value.StartsWith('-') => Asking(request => request with { Model = value }),
        ("--score-of", "none") => Asking(request => request with { ScoreOf = null }),
        ("--score-of", _) when Number(value, 1, LabelClasses.MaxCount) is { } label => Asking(request => request with { ScoreOf = label }),
        ("--blocks", { Length: > 0 }) => Asking(request => request with { Blocks = value == "*" ? null : value }),
        ("--annotators", { Length: > 0 }) => WithAnnotators(value),
        ("--as", _) when Username.TryParse(value, out string? author) => this with { As = author },
        ("--as", { }) => this with { Fault = $"--as {value} (expected {Username.Rule})" },
        ("--gold", { }) => this with { Fault = $"--gold {value} (expected 0 % or {PlanRequest.LeastGold * 100} to {PlanRequest.MostGold * 100} %)" },
        ("--votes" or "--seed" or "--overlap-pairs" or "--repeats" or "--gold" or "--stop-at" or "--least-votes" or "--random-share" or "--order" or "--model" or "--score-of" or "--blocks" or "--annotators" or "--as", _) =>
            this with { Fault = value is null ? $"{name} without a value" : $"{name} {value}" },
        _ => this with { Fault = name },
    };

    private PlanArguments Asking(Func<PlanRequest, PlanRequest> change) =>
        this with { Change = request => change(Change(request)), NamesSettings = true };

    private PlanArguments WithAnnotators(string list)
    {
        IReadOnlyList<PlannedAnnotator> annotators = PlannedAnnotators.Parse(list, out string? fault);
        return fault is null ? Asking(request => request with { Annotators = annotators }) : this with { Fault = $"--annotators with {fault}" };
    }

    private static int? Number(string? text, int least, int most) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) && number >= least && number <= most ? number : null;

    /// <summary>"5%", "5 %" or 0.05, as a share.</summary>
    private static double? Percent(string? text, double most)
    {
        string trimmed = (text ?? "").Trim();
        bool isPercent = trimmed.EndsWith('%');
        return double.TryParse(trimmed.TrimEnd('%', ' '), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number)
            && (isPercent ? number / 100 : number) is var share && share >= 0 && share <= most
            ? share
            : null;
    }
}
