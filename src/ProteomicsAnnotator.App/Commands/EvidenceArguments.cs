using System.Globalization;

namespace ProteomicsAnnotator.App.Commands;

/// <summary>What follows <c>evidence</c>.</summary>
/// <param name="Forgets">A decision is to be made.</param>
/// <param name="Before">Of that decision; null: nothing is forgotten any more.</param>
/// <param name="DryRun">It is only said what it would do.</param>
/// <param name="Fault">What was found that makes no sense; null: nothing.</param>
internal sealed record EvidenceArguments(bool Forgets, DateTimeOffset? Before, bool DryRun, string? Fault)
{
    public const string Usage = "--forget DATE (as 2026-01-31, in UTC, not in the future) or --forget none, --dry-run, --demo or nothing";

    private static readonly string[] Forms = ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mmK"];

    public static EvidenceArguments Parse(IReadOnlyList<string> arguments, DateTimeOffset now)
    {
        var read = new EvidenceArguments(false, null, false, null);
        for (int i = 0; i < arguments.Count; i++)
        {
            string word = arguments[i];
            string? date = word == "--forget" ? arguments.ElementAtOrDefault(++i) ?? ""
                : word.StartsWith("--forget=", StringComparison.Ordinal) ? word["--forget=".Length..]
                : null;
            if (word == "--dry-run")
            {
                read = read with { DryRun = true };
            }
            else if (date == "none")
            {
                read = read with { Forgets = true, Before = null };
            }
            else if (date is not null && DateTimeOffset.TryParseExact(date, Forms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset before)
                && before >= DateTimeOffset.UnixEpoch && before <= now)
            {
                read = read with { Forgets = true, Before = before };
            }
            else
            {
                return read with { Fault = date is null ? word : date.Length == 0 ? "--forget without a date" : $"--forget {date}" };
            }
        }

        return read is { DryRun: true, Forgets: false } ? read with { Fault = "--dry-run without --forget" } : read;
    }
}
