using ProteomicsAnnotator.Core.Campaign;
using ProteomicsAnnotator.Core.Export;

namespace ProteomicsAnnotator.App.Commands;

/// <summary>What follows <c>release</c>: a name, a list, or a comparison.</summary>
internal sealed record ReleaseArguments
{
    public const string Usage = "NAME [--as USERNAME] [--not-blind keep|leave-out] [--dry-run], or --list, or --diff NAME [NAME], and --demo if wanted";

    /// <summary>One to make, or one or two to compare.</summary>
    public IReadOnlyList<string> Names { get; private init; } = [];

    /// <summary>Its author; null: the system account.</summary>
    public string? As { get; private init; }

    /// <summary>What figures make of votes that are not blind; null: they leave them out.</summary>
    public string? NotBlind { get; private init; }

    public bool DryRun { get; private init; }

    public bool List { get; private init; }

    public bool Diff { get; private init; }

    /// <summary>What was found instead of the usage; null when all is well.</summary>
    public string? Fault { get; private init; }

    public static ReleaseArguments Parse(IReadOnlyList<string> arguments)
    {
        var asked = new ReleaseArguments();
        for (int i = 0; i < arguments.Count && asked.Fault is null; i++)
        {
            string word = arguments[i];
            asked = word switch
            {
                "--dry-run" => asked with { DryRun = true },
                "--list" => asked with { List = true },
                "--diff" => asked with { Diff = true },
                "--as" => asked.By(arguments.ElementAtOrDefault(++i) ?? ""),
                "--not-blind" => asked.WithNotBlind(arguments.ElementAtOrDefault(++i) ?? ""),
                _ when word.StartsWith("--not-blind=", StringComparison.Ordinal) => asked.WithNotBlind(word["--not-blind=".Length..]),
                _ when word.StartsWith("--as=", StringComparison.Ordinal) => asked.By(word["--as=".Length..]),
                _ when word.StartsWith('-') => asked with { Fault = word },
                _ => asked with { Names = [.. asked.Names, word] },
            };
        }

        return asked.Fault is null ? asked with { Fault = asked.Misfit() } : asked;
    }

    private ReleaseArguments By(string name) => Username.TryParse(name, out string? username)
        ? this with { As = username }
        : this with { Fault = name.Length == 0 ? "--as without a name" : $"--as {name}, which is not {Username.Rule}" };

    private ReleaseArguments WithNotBlind(string choice) => choice is NotBlindChoice.Keep or NotBlindChoice.LeaveOut
        ? this with { NotBlind = choice }
        : this with { Fault = $"--not-blind {choice}, which is none of {NotBlindChoice.Expected}" };

    private string? Misfit()
    {
        bool isMaking = !List && !Diff;
        return List && Diff ? "--list and --diff"
            : !isMaking && (DryRun || As is not null || NotBlind is not null) ? $"{(DryRun ? "--dry-run" : As is not null ? "--as" : "--not-blind")} without a release to make"
            : List && Names.Count > 0 ? $"--list {Names[0]}"
            : isMaking && Names.Count == 0 ? "no name"
            : isMaking && Names.Count > 1 ? $"a second name, {Names[1]}"
            : Diff && Names.Count is 0 or > 2 ? $"--diff with {(Names.Count == 0 ? "no name" : "more than two names")}"
            : null;
    }
}
