using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace ProteomicsAnnotator.Core.Campaign;

/// <summary>The rule for usernames: they become file names on every platform, so little is allowed.</summary>
public static class Username
{
    public const int MaxLength = 64;

    public const string Rule =
        "a username of ASCII letters, digits and underscores, at most 64, not ending in _display, no device name";

    /// <summary>Surrounding white space is dropped and letters are lower-cased.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out string? username)
    {
        username = null;
        string typed = (text ?? "").Trim();

        // The lower case of the Kelvin sign is a k: what only looks like a name is none.
        string name = typed.All(char.IsAscii) ? typed.ToLowerInvariant() : "";
        if (name.Length is 0 or > MaxLength
            || !name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_')
            || name.EndsWith("_display", StringComparison.Ordinal)
            || IsDeviceName(name))
        {
            return false;
        }

        username = name;
        return true;
    }

    /// <summary>The first typed character that no username may have; null: all are allowed.</summary>
    public static string? OddCharacterIn(string? text)
    {
        foreach (Rune character in (text ?? "").Trim().EnumerateRunes())
        {
            if (!character.IsAscii || !(char.IsAsciiLetterOrDigit((char)character.Value) || character.Value == '_'))
            {
                return character.ToString();
            }
        }

        return null;
    }

    /// <summary>A name that Windows keeps for a device, in lower case.</summary>
    internal static bool IsDeviceName(string name) =>
        name is "con" or "prn" or "aux" or "nul"
        || (name.Length == 4 && (name.StartsWith("com", StringComparison.Ordinal) || name.StartsWith("lpt", StringComparison.Ordinal)) && char.IsAsciiDigit(name[3]));
}
