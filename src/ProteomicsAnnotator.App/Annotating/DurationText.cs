namespace ProteomicsAnnotator.App.Annotating;

/// <summary>How long something takes, as exactly as one wants to know it.</summary>
public static class DurationText
{
    private const int OnlyHours = 10;

    /// <summary>The same of something that is foretold: "about 3 h 20 min".</summary>
    public static string About(TimeSpan time) => time < TimeSpan.FromMinutes(1) ? Of(time) : $"about {Of(time)}";

    /// <summary>As "less than a minute", "5 min", "3 h 20 min", "12 h".</summary>
    public static string Of(TimeSpan time)
    {
        if (time < TimeSpan.FromMinutes(1))
        {
            return "less than a minute";
        }

        long minutes = (long)Math.Round(time.TotalMinutes);
        (long hours, long rest) = Math.DivRem(minutes, 60);
        return (hours, rest) switch
        {
            (0, _) => FormattableString.Invariant($"{rest} min"),
            ( >= OnlyHours, _) => FormattableString.Invariant($"{Math.Round(time.TotalHours):N0} h"),
            (_, 0) => FormattableString.Invariant($"{hours} h"),
            _ => FormattableString.Invariant($"{hours} h {rest} min"),
        };
    }
}
