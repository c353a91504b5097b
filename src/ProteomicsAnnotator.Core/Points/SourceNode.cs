using System.Text.Json;

namespace ProteomicsAnnotator.Core.Points;

/// <summary>A value of a JSON file and where it stands there.</summary>
/// <param name="File">Path of the file.</param>
/// <param name="Name">As <c>channels[0].store</c>; empty for the whole.</param>
/// <param name="Value">Undefined: there is none.</param>
internal readonly record struct SourceNode(string File, string Name, JsonElement Value)
{
    private const int MostShown = 60;

    public bool Exists => Value.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null);

    public bool IsText => Value.ValueKind == JsonValueKind.String;

    public bool IsList => Value.ValueKind == JsonValueKind.Array;

    public SourceNode this[string member] => new(
        File,
        Name.Length == 0 ? member : $"{Name}.{member}",
        Value.ValueKind == JsonValueKind.Object && Value.TryGetProperty(member, out JsonElement value) ? value : default);

    /// <summary>Null: there is none.</summary>
    /// <exception cref="SourceException">It is no text, or an empty one.</exception>
    public string? TextOrNull(string expected)
    {
        try
        {
            return !Exists ? null : IsText && Value.GetString() is { Length: > 0 } text ? text : throw Refused(expected);
        }
        catch (InvalidOperationException e)
        {
            // Half of a surrogate pair.
            throw Refused(expected, e);
        }
    }

    /// <exception cref="SourceException">There is none, or it is no text.</exception>
    public string Text(string expected) => TextOrNull(expected) ?? throw Refused(expected);

    /// <summary>Null: there is none.</summary>
    /// <exception cref="SourceException">It is no whole number from 0 to <paramref name="most"/>.</exception>
    public int? Index(int most) => !Exists ? null
        : Value.ValueKind == JsonValueKind.Number && Value.TryGetInt32(out int number) && number >= 0 && number <= most ? number
        : throw Refused($"a whole number from 0 to {most}");

    /// <exception cref="SourceException">It is no finite number.</exception>
    public double Number() => Value.ValueKind == JsonValueKind.Number && Value.TryGetDouble(out double number) && double.IsFinite(number) ? number : throw Refused("a number");

    /// <exception cref="SourceException">It is no list, an empty one, or one that is too long.</exception>
    public IReadOnlyList<SourceNode> Items(int most, string expected)
    {
        if (!IsList || Value.GetArrayLength() is 0 || Value.GetArrayLength() > most)
        {
            throw Refused(expected);
        }

        (string file, string name) = (File, Name);
        return [.. Value.EnumerateArray().Select((item, i) => new SourceNode(file, $"{name}[{i}]", item))];
    }

    /// <summary>A member that is not understood could change what is shown.</summary>
    /// <exception cref="SourceException">It has another member, or is no object.</exception>
    public void ThrowUnlessObjectOf(params string[] members)
    {
        if (Value.ValueKind != JsonValueKind.Object)
        {
            throw Refused("an object");
        }

        foreach (JsonProperty member in Value.EnumerateObject())
        {
            if (!members.Contains(member.Name, StringComparer.Ordinal))
            {
                throw this[member.Name].Refused($"no member of this name; known are {string.Join(", ", members)}");
            }
        }
    }

    public SourceException Refused(string expected, Exception? inner = null)
    {
        string raw = Exists ? Value.GetRawText() : "nothing";
        string found = raw.Length > MostShown ? raw[..MostShown] + "…" : raw;
        return new SourceException(File, Name.Length == 0 ? null : Name, found.ReplaceLineEndings(" "), expected, inner);
    }
}
