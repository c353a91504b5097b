using ProteomicsAnnotator.App.Exports;
using ProteomicsAnnotator.Core.Export;

namespace ProteomicsAnnotator.App.Commands;

/// <summary>What follows <c>stats</c>.</summary>
internal sealed record StatsArguments
{
    public const string Usage = "--json, --exclude NAME, --cluster folder|LEVEL|near, --graded, --not-blind keep|leave-out, --model NAME[@VERSION], --final-only, --map NUMBER=NUMBER, --progress, --demo or nothing";

    public const string Help = """
        ./launch.sh stats [--json] [--exclude NAME] [--not-blind CHOICE] [--model NAME] [--demo]

          Prints the figures of agreement (docs/agreement.md says what each means).

          --json               one JSON object, numbers unrounded
          --exclude NAME       leave this annotator's votes out; as often as needed. A name that nobody has is an error.
          --cluster LEVEL      intervals draw whole folders of blocks: folder, the one a block lies in, or 1, 2, ... from the top;
                               near: points of a volume that are nearer than its source.json says are drawn together
          --graded             the classes are grades: ordinal alpha, weighted kappa
          --not-blind CHOICE   votes given after others' votes or the final label could be seen: leave-out (as usual) or keep
          --progress           labels a day and the forecast of the end, agreement by week, who has changed, time for a label,
                               how wide intervals would be with other numbers of blocks
          --map 3=2,4=1        figures as they would be if labels of class 3 were of class 2, and those of 4 of 1; no label changes
          --model NAME         a stored model beside people: NAME, the version stored last, or NAME@VERSION
          --final-only         it is compared with final labels alone, not with a consensus

          Exit code 0: complete; 1: something could not be read, and is named; 2: wrong options or configuration.
        """;


    public bool Json { get; private init; }

    public IReadOnlyList<string> Excluded { get; private init; } = [];

    /// <summary>Null: intervals are over single blocks.</summary>
    public ClusterChoice? Clusters { get; private init; }

    /// <summary>What figures make of votes that are not blind; null: they leave them out.</summary>
    public string? NotBlind { get; private init; }

    /// <summary>The classes are grades.</summary>
    public bool Graded { get; private init; }

    /// <summary>A model to set beside people: its name, then the version stored last, or NAME@VERSION; null: none.</summary>
    public string? Model { get; private init; }

    /// <summary>How the campaign goes on, too.</summary>
    public bool Progress { get; private init; }

    /// <summary>What if labels of one class were of another, as written; null: all classes stay.</summary>
    public string? Map { get; private init; }

    /// <summary>The model is compared with final labels alone.</summary>
    public bool FinalOnly { get; private init; }

    public string? Fault { get; private init; }

    public static StatsArguments Parse(IReadOnlyList<string> arguments)
    {
        var read = new StatsArguments();
        for (int i = 0; i < arguments.Count && read.Fault is null; i++)
        {
            string word = arguments[i];
            read = word switch
            {
                "--json" => read with { Json = true },
                "--graded" => read with { Graded = true },
                "--progress" => read with { Progress = true },
                "--final-only" => read with { FinalOnly = true },
                _ when word.IndexOf('=', StringComparison.Ordinal) is > 0 and var at => read.With(word[..at], word[(at + 1)..]),
                _ => read.With(word, arguments.ElementAtOrDefault(++i)),
            };
        }

        return read is { Fault: null, FinalOnly: true, Model: null } ? read with { Fault = "--final-only without --model" } : read;
    }

    private StatsArguments With(string name, string? value) => (name, value) switch
    {
        ("--exclude", { Length: > 0 }) when !value.StartsWith("--", StringComparison.Ordinal) => this with { Excluded = [.. Excluded, value] },
        ("--exclude", _) => this with { Fault = "--exclude without a name" },
        ("--cluster", _) when ClusterChoice.Parse(value) is { } choice => this with { Clusters = choice },
        ("--cluster", _) => this with { Fault = $"--cluster {value}".TrimEnd() },
        ("--not-blind", NotBlindChoice.Keep or NotBlindChoice.LeaveOut) => this with { NotBlind = value },
        ("--not-blind", _) => this with { Fault = $"--not-blind {value}, which is none of {NotBlindChoice.Expected}" },
        ("--map", { Length: > 0 }) => this with { Map = value },
        ("--model", { Length: > 0 }) when !value.StartsWith("--", StringComparison.Ordinal) => this with { Model = value },
        ("--model", _) => this with { Fault = "--model without a name" },
        _ => this with { Fault = name },
    };
}
