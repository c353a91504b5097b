using System.Globalization;
using ProteomicsAnnotator.Core.Export;

namespace ProteomicsAnnotator.App.Commands;

/// <summary>What follows <c>stats</c>.</summary>
internal sealed record StatsArguments
{
    public const string Usage = "--json, --exclude NAME, --cluster folder|LEVEL, --graded, --not-blind keep|leave-out, --demo or nothing";

    private const int MostLevels = 100;

    public bool Json { get; private init; }

    public IReadOnlyList<string> Excluded { get; private init; } = [];

    /// <summary>Folders of an id that tell clusters apart, 0: the one the block lies in; null: intervals are over single blocks.</summary>
    public int? ClusterLevel { get; private init; }

    /// <summary>What figures make of votes that are not blind; null: they leave them out.</summary>
    public string? NotBlind { get; private init; }

    /// <summary>The classes are grades.</summary>
    public bool Graded { get; private init; }

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
                _ when word.IndexOf('=', StringComparison.Ordinal) is > 0 and var at => read.With(word[..at], word[(at + 1)..]),
                _ => read.With(word, arguments.ElementAtOrDefault(++i)),
            };
        }

        return read;
    }

    private StatsArguments With(string name, string? value) => (name, value) switch
    {
        ("--exclude", { Length: > 0 }) when !value.StartsWith("--", StringComparison.Ordinal) => this with { Excluded = [.. Excluded, value] },
        ("--exclude", _) => this with { Fault = "--exclude without a name" },
        ("--cluster", "folder") => this with { ClusterLevel = 0 },
        ("--cluster", _) when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int level) && level is >= 1 and <= MostLevels => this with { ClusterLevel = level },
        ("--cluster", _) => this with { Fault = $"--cluster {value}".TrimEnd() },
        ("--not-blind", NotBlindChoice.Keep or NotBlindChoice.LeaveOut) => this with { NotBlind = value },
        ("--not-blind", _) => this with { Fault = $"--not-blind {value}, which is none of {NotBlindChoice.Expected}" },
        _ => this with { Fault = name },
    };
}
