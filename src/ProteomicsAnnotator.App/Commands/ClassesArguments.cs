using ProteomicsAnnotator.Core.Campaign;

namespace ProteomicsAnnotator.App.Commands;

/// <summary>What follows <c>classes</c>.</summary>
internal sealed record ClassesArguments
{
    public const string Usage = "--rename \"OLD=NEW\" or --split \"OLD=NEW A,NEW B\" or --undo OLD, --as NAME, --dry-run, --demo or nothing";

    /// <summary>Name of the class that changes; null: none does.</summary>
    public string? From { get; private init; }

    /// <summary>Its new names; empty: what was decided of it is taken back.</summary>
    public IReadOnlyList<string> To { get; private init; } = [];

    public bool DryRun { get; private init; }

    /// <summary>Author; null: the system account.</summary>
    public string? As { get; private init; }

    /// <summary>What was found that makes no sense; null: nothing.</summary>
    public string? Fault { get; private init; }

    public static ClassesArguments Parse(IReadOnlyList<string> arguments)
    {
        var read = new ClassesArguments();
        for (int i = 0; i < arguments.Count && read.Fault is null; i++)
        {
            string word = arguments[i];
            int equals = word.StartsWith("--", StringComparison.Ordinal) ? word.IndexOf('=', StringComparison.Ordinal) : -1;
            string? value = equals > 0 ? word[(equals + 1)..] : word == "--dry-run" ? null : arguments.ElementAtOrDefault(++i);
            word = equals > 0 ? word[..equals] : word;
            int at = value?.IndexOf('=', StringComparison.Ordinal) ?? -1;
            read = (word, value) switch
            {
                ("--dry-run", null) => read with { DryRun = true },
                ("--as", _) when Username.TryParse(value, out string? author) => read with { As = author },
                ("--rename", { } pair) when at > 0 && read.From is null => read with { From = pair[..at].Trim(), To = [pair[(at + 1)..].Trim()] },
                ("--split", { } pair) when at > 0 && read.From is null && pair[(at + 1)..].Split(',', StringSplitOptions.TrimEntries) is { Length: > 1 } names => read with { From = pair[..at].Trim(), To = names },
                ("--undo", { Length: > 0 }) when read.From is null => read with { From = value.Trim() },
                _ => read with { Fault = $"{word} {value}".TrimEnd() },
            };
        }

        return read is { Fault: null, DryRun: true, From: null } ? read with { Fault = "--dry-run without a change" } : read;
    }
}
