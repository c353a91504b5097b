using System.Buffers.Text;
using System.Globalization;

namespace ProteomicsAnnotator.Core.Journals;

/// <summary>Times as they are stored: UTC, microseconds at most, <c>2024-01-02T10:30:00.123456+00:00</c>, never Z.</summary>
public static class LabelTime
{
    private const int LastYear = 9998;
    private const string Seconds = "yyyy-MM-dd'T'HH:mm:ss";
    private const string Microseconds = "yyyy-MM-dd'T'HH:mm:ss'.'ffffff";

    /// <summary>The stored time of an entry without a readable one; it is never shown.</summary>
    public static DateTimeOffset Unknown => DateTimeOffset.UnixEpoch;

    /// <summary>Null for <see cref="Unknown"/>.</summary>
    public static DateTimeOffset? Known(DateTimeOffset time) => time == Unknown ? null : time;

    /// <summary>As <see cref="Format"/>; null for <see cref="Unknown"/>.</summary>
    public static string? FormatKnown(DateTimeOffset time) => time == Unknown ? null : Format(time);

    /// <summary>Cut to whole microseconds, the finest that is stored.</summary>
    public static DateTimeOffset Truncate(DateTimeOffset time)
    {
        DateTimeOffset utc = time.ToUniversalTime();
        return new DateTimeOffset(utc.Ticks - (utc.Ticks % 10), TimeSpan.Zero);
    }

    /// <summary>Without the fraction when it is zero, as Python's isoformat does.</summary>
    public static string Format(DateTimeOffset time)
    {
        DateTimeOffset utc = Truncate(time);
        return utc.ToString(utc.Ticks % TimeSpan.TicksPerSecond == 0 ? Seconds : Microseconds, CultureInfo.InvariantCulture) + "+00:00";
    }

    /// <summary>For people: <c>2024-01-02 10:30 UTC</c>.</summary>
    public static string FormatMinute(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) + " UTC";

    /// <summary>Any ISO 8601 time from 1970 to 9998; without an offset it counts as UTC. Null for anything else.</summary>
    public static DateTimeOffset? Parse(ReadOnlySpan<byte> utf8) =>
        ParseAny(utf8) is { } time && time >= DateTimeOffset.UnixEpoch && time.Year <= LastYear ? time : null;

    private static DateTimeOffset? ParseAny(ReadOnlySpan<byte> utf8)
    {
        if (TryParseUtc(utf8, out DateTimeOffset fast))
        {
            return fast;
        }

        return utf8.Length <= 64
            && DateTimeOffset.TryParse(
                System.Text.Encoding.UTF8.GetString(utf8),
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal,
                out DateTimeOffset time)
            ? Truncate(time)
            : null;
    }

    // The stored form, byte by byte: a user's file holds tens of thousands of them.
    private static bool TryParseUtc(ReadOnlySpan<byte> text, out DateTimeOffset time)
    {
        time = default;
        if (text.Length is not (25 or 32) || !text.EndsWith("+00:00"u8) || text[10] != 'T')
        {
            return false;
        }

        if (!Utf8Parser.TryParse(text[..4], out int year, out int used) || used != 4
            || !Number(text[5..7], out int month) || !Number(text[8..10], out int day)
            || !Number(text[11..13], out int hour) || !Number(text[14..16], out int minute)
            || !Number(text[17..19], out int second)
            || year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)
            || hour > 23 || minute > 59 || second > 59)
        {
            return false;
        }

        int micros = 0;
        if (text.Length == 32 && (text[19] != '.' || !Utf8Parser.TryParse(text[20..26], out micros, out used) || used != 6))
        {
            return false;
        }

        time = new DateTimeOffset(year, month, day, hour, minute, second, TimeSpan.Zero).AddTicks(micros * 10L);
        return true;
    }

    private static bool Number(ReadOnlySpan<byte> two, out int value)
    {
        int tens = two[0] - '0';
        int ones = two[1] - '0';
        value = (tens * 10) + ones;
        return (uint)tens <= 9 && (uint)ones <= 9;
    }
}
