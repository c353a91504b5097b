using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace ProteomicsAnnotator.Core.Journals;

/// <summary>
/// Name of a journal without its ending: <c>{20261123T103000Z}-{host}-{random}</c>. Unique without asking anyone;
/// sorted ordinally, names of one machine are in the order of their starts.
/// </summary>
internal static class JournalName
{
    public const string Ending = ".jsonl";
    private const string StampFormat = "yyyyMMdd'T'HHmmss'Z'";
    private const int StampLength = 16;
    private const string Form = "[0-9]{8}T[0-9]{6}Z-[A-Za-z0-9._-]+-[0-9a-f]{12}";
    private const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;
    private static readonly Regex Ours = new($@"^{Form}\z", Options);
    private static readonly Regex Plain = new(@"^([A-Za-z0-9._-]+-)?[0-9a-z]+\z", Options);
    private static readonly Regex HoldsOurs = new(Form, Options);

    public static string Create(DateTimeOffset start, string host) =>
        start.UtcDateTime.ToString(StampFormat, CultureInfo.InvariantCulture)
        + "-" + SafeHost(host) + "-" + RandomNumberGenerator.GetHexString(12, lowercase: true);

    /// <summary>
    /// False for a name that a synchronising program or a person changed: the lines of such a copy would count twice. Shorter
    /// names than ours are accepted too.
    /// </summary>
    public static bool IsJournal(string name) => Ours.IsMatch(name) || (Plain.IsMatch(name) && !HoldsOurs.IsMatch(name));

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
