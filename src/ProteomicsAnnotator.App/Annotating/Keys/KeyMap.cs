using System.Globalization;
using System.Text.Json;

namespace ProteomicsAnnotator.App.Annotating.Keys;

/// <summary>Which character does what. No character does two things.</summary>
public sealed class KeyMap
{
    private readonly Dictionary<string, string> _fixed;

    private KeyMap(IReadOnlyList<KeyCommand> commands, Dictionary<string, string> bindings)
    {
        Bindings = bindings;
        _fixed = commands.Where(command => command.Fixed.Length > 0).ToDictionary(command => command.Name!, command => command.Fixed[0], StringComparer.Ordinal);
    }

    /// <summary>Command and key of all that have one: ViewerOptions in src/viewer/src/page/contract.ts.</summary>
    public IReadOnlyDictionary<string, string> Bindings { get; }

    /// <summary>
    /// What a person chose comes before the standard keys. What another version chose is passed over: a command that is not
    /// known here, a key that cannot be one. A key that was chosen for two commands is the first one's.
    /// </summary>
    /// <param name="commands">All that may have a key.</param>
    /// <param name="kept">Command and key; an empty key: none.</param>
    public static KeyMap Of(IReadOnlyList<KeyCommand> commands, JsonElement? kept)
    {
        Dictionary<string, string> own = new(StringComparer.Ordinal);
        HashSet<string> taken = new(StringComparer.Ordinal);
        foreach (KeyCommand command in commands)
        {
            if (Chosen(kept, command.Name!) is { } key && (key.Length == 0 || taken.Add(key)))
            {
                own[command.Name!] = key;
            }
        }

        Dictionary<string, string> bindings = new(StringComparer.Ordinal);
        foreach (KeyCommand command in commands)
        {
            string? key = own.TryGetValue(command.Name!, out string? chosen) ? chosen : taken.Contains(command.Standard ?? "") ? null : command.Standard;
            if (key is { Length: > 0 })
            {
                bindings[command.Name!] = key;
            }
        }

        return new KeyMap(commands, bindings);
    }

    /// <summary>Null where the file says nothing that this version understands.</summary>
    internal static string? Chosen(JsonElement? kept, string name) =>
        kept is { ValueKind: JsonValueKind.Object } keys
        && keys.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String
        && value.GetString() is { } key && (key.Length == 0 || IsBindable(key))
            ? key
            : null;

    /// <summary>
    /// One printed character in its small form; no digit, which labels, and no "?", which shows the keys. Twin of isBindable in
    /// src/viewer/src/input/keyMap.ts.
    /// </summary>
    public static bool IsBindable(string key) => key is [not '?'] && CharUnicodeInfo.GetUnicodeCategory(key[0]) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned
        or UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark
        or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.UppercaseLetter or UnicodeCategory.TitlecaseLetter);

    /// <summary>As it is printed on the key.</summary>
    public static string Printed(string key) => key.ToUpperInvariant();

    /// <summary>The key to name beside a command; null: it has none.</summary>
    public string? HintOf(string name) => Bindings.TryGetValue(name, out string? key) ? Printed(key) : _fixed.GetValueOrDefault(name);

    /// <summary>A title that ends with the key, if there is one.</summary>
    public string Titled(string title, string name) => HintOf(name) is { } key ? $"{title} ({key})" : title;
}
