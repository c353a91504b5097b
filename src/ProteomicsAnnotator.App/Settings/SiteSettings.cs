using System.Globalization;
using System.Text;
using ProteomicsAnnotator.Core.Campaign;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.App.Settings;

/// <summary>
/// <c>annotator.env</c> beside the launcher: what a site sets for all its machines, on every system by the same rules. A
/// line is <c>NAME=value</c> or begins with <c>#</c>; a value may stand in one pair of quotes, and nothing in it is
/// replaced. Every other line is a fault, so that no setting is lost to a slip.
/// </summary>
public sealed class SiteSettings
{
    public const string FileName = "annotator.env";

    private const int MaxBytes = 64 * 1024;

    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);
    private readonly ICollection<ConfigurationFault> _faults;

    private SiteSettings(string path, ICollection<ConfigurationFault> faults)
    {
        Path = path;
        _faults = faults;
    }

    public string Path { get; }

    /// <summary>Relative paths in it count from here, so that a share may be mounted anywhere.</summary>
    public string Folder => System.IO.Path.GetDirectoryName(Path)!;

    /// <summary>Without such a file there are no settings; one that cannot be read is a fault.</summary>
    public static SiteSettings Read(string home, ICollection<ConfigurationFault> faults)
    {
        var settings = new SiteSettings(System.IO.Path.Combine(home, FileName), faults);
        if (!System.IO.Path.Exists(settings.Path))
        {
            return settings;
        }

        try
        {
            settings.Parse(new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(RegularFile.ReadAll(settings.Path, MaxBytes)));
        }
        catch (DecoderFallbackException)
        {
            settings.Fault("(whole file)", "another encoding", "text in UTF-8");
        }
        catch (Exception fault) when (StorageFault.IsFileError(fault))
        {
            settings.Fault("(whole file)", StorageFault.Describe(fault), "a readable file of at most 64 KiB");
        }

        return settings;
    }

    /// <summary>Null when it is not set, or set to nothing.</summary>
    public string? ValueOf(string name) => _values.GetValueOrDefault(name) is { Length: > 0 } value ? value : null;

    private void Parse(string text)
    {
        string[] lines = text.TrimStart('\uFEFF').Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            string line = lines[i].Trim();
            if (line.Length > 0 && line[0] != '#')
            {
                ParseLine(line, string.Create(CultureInfo.InvariantCulture, $"line {i + 1}"));
            }
        }
    }

    private void ParseLine(string line, string place)
    {
        int equals = line.IndexOf('=', StringComparison.Ordinal);
        string name = equals < 0 ? line : line[..equals].Trim();
        if (equals < 0 || name.Contains(' ', StringComparison.Ordinal))
        {
            Fault(place, Shown(line), "NAME=value, or a comment that begins with #");
        }
        else if (!KnownVariables.OfSite.Contains(name, StringComparer.Ordinal))
        {
            string why = name == "ANNOTATOR_TOKEN" ? "; a token is set in each person's own environment" : "";
            Fault(place, Shown(name), "one of " + string.Join(", ", KnownVariables.OfSite) + why);
        }
        else if (line[(equals + 1)..].Trim() is var value && HasHalfAPair(value))
        {
            Fault(place, Shown(line), "a value in one pair of quotes, or without");
        }
        else if (!_values.TryAdd(name, Unquoted(value)))
        {
            Fault(place, name + " once more", "each name once");
        }
    }

    /// <summary>A quote at one end alone would be part of a path that looks right.</summary>
    private static bool HasHalfAPair(string value) => !IsQuoted(value) && value is ['"' or '\'', ..] or [.., '"' or '\''];

    private static bool IsQuoted(string value) => value is ['"', .., '"'] or ['\'', .., '\''];

    private static string Unquoted(string value) =>
        IsQuoted(value) ? value[1..^1] : value;

    private static string Shown(string text)
    {
        string plain = string.Concat(text.Select(c => char.IsControl(c) ? $"\\x{(int)c:X2}" : c.ToString()));
        return plain.Length <= 100 ? plain : plain[..100] + "…";
    }

    private void Fault(string place, string found, string expected) => _faults.Add(new ConfigurationFault(Path, place, found, expected));
}
