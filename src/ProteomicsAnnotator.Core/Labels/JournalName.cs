using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ProteomicsAnnotator.Core.Labels;

/// <summary>
/// Name of a journal without its ending: <c>{20261123T103000Z}-{host}-{random}</c>. Unique without asking anyone;
/// sorted ordinally, names of one machine are in the order of their starts.
/// </summary>
internal static class JournalName
{
    public const string Ending = ".jsonl";
    private const string StampFormat = "yyyyMMdd'T'HHmmss'Z'";
    private const int StampLength = 16;

    public static string Create(DateTimeOffset start, string host) =>
        start.UtcDateTime.ToString(StampFormat, CultureInfo.InvariantCulture)
        + "-" + SafeHost(host) + "-" + RandomNumberGenerator.GetHexString(12, lowercase: true);

    /// <summary>"" when the name is not of this form, as for imports.</summary>
    public static string HostOf(string name)
    {
        int last = name.LastIndexOf('-');
        return last > StampLength && name[StampLength] == '-' && IsStamp(name.AsSpan(0, StampLength))
            ? name[(StampLength + 1)..last]
            : "";
    }

    /// <summary>Letters, digits, '-', '.' and '_' of the host name, so that it is a file name everywhere.</summary>
    public static string SafeHost(string host)
    {
        var safe = new StringBuilder();
        foreach (char c in host.Take(63))
        {
            safe.Append(char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_' ? c : '_');
        }

        return safe.Length == 0 ? "unknown" : safe.ToString();
    }

    private static bool IsStamp(ReadOnlySpan<char> text) =>
        DateTime.TryParseExact(text, StampFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _);
}
