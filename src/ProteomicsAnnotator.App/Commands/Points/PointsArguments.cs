using ProteomicsAnnotator.Core.Campaign;

namespace ProteomicsAnnotator.App.Commands.Points;

/// <summary>What follows <c>points</c>.</summary>
internal sealed record PointsArguments
{
    public const string Usage = "--accept FILTER or --undo FILTER, --as NAME, --dry-run, --demo or nothing";

    public const string Help = """
        ./launch.sh points [--accept FILTER] [--undo FILTER] [--as NAME] [--dry-run]

          Labels of points that stand elsewhere now than when the labels were given: they count nowhere. Alone: which they are, and
          what admins have said of them. An admin may say that they are right where the point stands now; they count again then, for
          everybody, while it stands there. Each such decision can be taken back.

          --accept FILTER   of the points with labels of another place: a part of the id, or an id with * for any characters; * alone: all
          --undo FILTER     of the points that were accepted: takes it back
          --as NAME         who decides; otherwise the system account
          --dry-run         say which it would be, and store nothing
          --demo            of the demo's data

          Exit code 0: done; 1: it could not be read or stored, or there is no such point, and why; 2: wrong options or configuration.
        """;

    /// <summary>Null: none is accepted.</summary>
    public string? Accept { get; private init; }

    /// <summary>Null: nothing is taken back.</summary>
    public string? Undo { get; private init; }

    public bool DryRun { get; private init; }

    /// <summary>Author; null: the system account.</summary>
    public string? As { get; private init; }

    public string? Fault { get; private init; }

    public static PointsArguments Parse(IReadOnlyList<string> arguments)
    {
        var read = new PointsArguments();
        for (int i = 0; i < arguments.Count && read.Fault is null; i++)
        {
            string word = arguments[i];
            int equals = word.StartsWith("--", StringComparison.Ordinal) ? word.IndexOf('=', StringComparison.Ordinal) : -1;
            string? value = equals > 0 ? word[(equals + 1)..] : word == "--dry-run" ? null : arguments.ElementAtOrDefault(++i);
            word = equals > 0 ? word[..equals] : word;
            read = (word, value) switch
            {
                ("--dry-run", null) => read with { DryRun = true },
                ("--as", _) when Username.TryParse(value, out string? author) => read with { As = author },
                ("--accept", { Length: > 0 }) when read is { Accept: null, Undo: null } && !value.StartsWith("--", StringComparison.Ordinal) => read with { Accept = value },
                ("--undo", { Length: > 0 }) when read is { Accept: null, Undo: null } && !value.StartsWith("--", StringComparison.Ordinal) => read with { Undo = value },
                _ => read with { Fault = $"{word} {value}".TrimEnd() },
            };
        }

        return read is { Fault: null, DryRun: true, Accept: null, Undo: null } ? read with { Fault = "--dry-run without a change" } : read;
    }
}
