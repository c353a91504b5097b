using System.Globalization;
using System.Text.Json.Nodes;
using ProteomicsAnnotator.Core.Campaign;

namespace ProteomicsAnnotator.Core.Decisions;

/// <summary>
/// Classes that admins have renamed or split while people label: decisions <c>class/{number}/{name}</c> of <c>campaign/decisions</c>. A label
/// of such a class that was given before the decision stands under the old name until whoever gave it has answered again.
/// </summary>
public sealed class ClassChanges
{
    public const int MostNameCharacters = 100;
    private const string Prefix = "class/";
    private readonly ILookup<int, ClassChange> _ofNumber;

    private ClassChanges(IReadOnlyList<ClassChange> all)
    {
        All = all;
        _ofNumber = all.ToLookup(change => change.Number);
    }

    public static ClassChanges None { get; } = new([]);

    /// <summary>Those in force, the earliest first.</summary>
    public IReadOnlyList<ClassChange> All { get; }

    public bool IsNone => All.Count == 0;

    /// <summary>The key under which it is decided that a class has another name, or several.</summary>
    public static string KeyOf(int number, string name) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{number}/{name}");

    /// <summary>The value of such a decision.</summary>
    public static JsonNode ValueOf(IEnumerable<string> to) => new JsonObject { ["to"] = new JsonArray([.. to.Select(name => (JsonNode)JsonValue.Create(name))]) };

    /// <summary>What a label given then awaits: that its annotator says it again, or another one. Null: nothing.</summary>
    /// <param name="label">Number of its class.</param>
    /// <param name="at">When it was given.</param>
    public ClassChange? Awaited(int label, DateTimeOffset at)
    {
        ClassChange[] since = IsNone ? [] : [.. _ofNumber[label].Where(change => change.At >= at)];
        if (since.Length == 0)
        {
            return null;
        }

        IReadOnlyList<string> now = since[0].To;
        foreach (ClassChange later in since.Skip(1))
        {
            now = [.. now.SelectMany(name => name == later.From ? later.To : [name]).Distinct(StringComparer.Ordinal)];
        }

        return now is [{ } only] && only == since[0].From ? null : since[0] with { To = now };
    }

    /// <summary>As "Interneuron (now Basket cell)"; for a label that awaits nothing the name that its class has now.</summary>
    public string NameOf(int label, DateTimeOffset at, LabelClasses classes) => Awaited(label, at)?.Words ?? classes.NameOf(label);

    /// <summary>One of the two names is known to have become the other.</summary>
    public bool Explains(int number, string one, string other) =>
        _ofNumber[number].Any(change => (change.From == one && change.To.Contains(other, StringComparer.Ordinal)) || (change.From == other && change.To.Contains(one, StringComparer.Ordinal)));

    /// <summary>Why a class may not be called so, in words; null: it may.</summary>
    public static string? WhyNot(string from, IReadOnlyList<string> to) =>
        to.Count is 0 or > LabelClasses.MaxCount ? $"expected 1 to {LabelClasses.MaxCount} new names"
        : to.Append(from).FirstOrDefault(name => !IsName(name)) is { } wrong ? $"\"{wrong}\" is no name of a class: expected 1 to {MostNameCharacters} characters in one line, without blanks at its ends"
        : to.Distinct(StringComparer.OrdinalIgnoreCase).Count() < to.Count ? "two of the new names are equal"
        : to is [{ } only] && only == from ? $"\"{from}\" is its name already"
        : null;

    internal static ClassChanges Of(DecisionState state)
    {
        List<ClassChange> all = [.. state.Values.Select(value => Parse(value.Key, value.Value)).OfType<ClassChange>().OrderBy(change => change.At).ThenBy(change => change.From, StringComparer.Ordinal)];
        return all.Count == 0 ? None : new ClassChanges(all);
    }

    private static ClassChange? Parse(string key, DecidedValue decided)
    {
        string[] parts = key.StartsWith(Prefix, StringComparison.Ordinal) ? key[Prefix.Length..].Split('/', 2) : [];
        return parts is [var digits, var from]
            && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number is >= 1 and <= LabelClasses.MaxCount
            && decided.Value is JsonObject value && value["to"] is JsonArray list && list.All(name => name is JsonValue text && text.TryGetValue(out string? _))
            && list.Select(name => name!.GetValue<string>()).ToArray() is var to && WhyNot(from, to) is null
            ? new ClassChange(number, from, to, decided.By, decided.At)
            : null;
    }

    private static bool IsName(string name) => name.Length is >= 1 and <= MostNameCharacters && name == name.Trim() && !name.Any(char.IsControl);
}

/// <summary>A class that was renamed or split.</summary>
/// <param name="Number">Of the class.</param>
/// <param name="From">Its name before.</param>
/// <param name="To">Its name since, or those of the classes it was split into.</param>
/// <param name="By">Who decided it.</param>
/// <param name="At">When. Labels given up to then are concerned.</param>
public sealed record ClassChange(int Number, string From, IReadOnlyList<string> To, string By, DateTimeOffset At)
{
    public bool IsSplit => To.Count > 1;

    /// <summary>As "Interneuron (now Basket cell or Chandelier cell)".</summary>
    public string Words => $"{From} (now {string.Join(" or ", To)})";
}
