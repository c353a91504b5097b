using System.Text.Json;

namespace ProteomicsAnnotator.Core.Volumes.Zarr.Metadata;

/// <summary>A member of a metadata file that knows where it stands, so that a refusal can name it.</summary>
/// <param name="Store">The store's folder.</param>
/// <param name="File">Below that folder.</param>
/// <param name="Name">Such as <c>codecs[1].configuration.level</c>; empty for the whole file.</param>
/// <param name="Value">Undefined where there is no such member.</param>
internal readonly record struct MetadataNode(string Store, string File, string Name, JsonElement Value)
{
    private const int LongestShown = 60;

    public bool Exists => Value.ValueKind != JsonValueKind.Undefined;

    /// <summary>Not there, or null.</summary>
    public bool IsNothing => Value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null;

    public bool IsObject => Value.ValueKind == JsonValueKind.Object;

    public bool IsArray => Value.ValueKind == JsonValueKind.Array;

    /// <summary>Null where it is no text.</summary>
    public string? Text => Value.ValueKind == JsonValueKind.String ? Value.GetString() : null;

    /// <summary>Null where it is no finite number.</summary>
    public double? Number => Value.ValueKind == JsonValueKind.Number && Value.TryGetDouble(out double number) && double.IsFinite(number) ? number : null;

    public string Key => string.IsNullOrEmpty(Name) ? File : $"{File}, {Name}";

    private string Found
    {
        get
        {
            if (!Exists)
            {
                return "nothing";
            }

            string text = Value.GetRawText();
            return text.Length <= LongestShown ? text : text[..LongestShown] + "…";
        }
    }

    /// <summary>A member of an object; one that does not exist where there is none.</summary>
    public MetadataNode this[string member] => new(
        Store,
        File,
        string.IsNullOrEmpty(Name) ? member : $"{Name}.{member}",
        IsObject && Value.TryGetProperty(member, out JsonElement value) ? value : default);

    /// <summary>Of an array; none of anything else.</summary>
    public IEnumerable<MetadataNode> Items()
    {
        if (!IsArray)
        {
            yield break;
        }

        int i = 0;
        foreach (JsonElement item in Value.EnumerateArray())
        {
            yield return new MetadataNode(Store, File, $"{Name}[{i++}]", item);
        }
    }

    /// <summary>Of an object; none of anything else.</summary>
    public IEnumerable<MetadataNode> Members()
    {
        if (!IsObject)
        {
            yield break;
        }

        foreach (JsonProperty member in Value.EnumerateObject())
        {
            yield return new MetadataNode(Store, File, string.IsNullOrEmpty(Name) ? member.Name : $"{Name}.{member.Name}", member.Value);
        }
    }

    /// <summary>The items of an array that has between 1 and <paramref name="most"/>.</summary>
    /// <exception cref="ZarrException">It is none.</exception>
    public IReadOnlyList<MetadataNode> Items(int most, string expected)
    {
        if (!IsArray || Value.GetArrayLength() is int count && (count == 0 || count > most))
        {
            throw Refused(expected);
        }

        return [.. Items()];
    }

    /// <exception cref="ZarrException">It is no whole number from <paramref name="least"/> on.</exception>
    public int WholeNumber(int least, string expected)
    {
        if (Number is not { } number || number != Math.Floor(number) || number < least)
        {
            throw Refused(expected);
        }

        return number <= int.MaxValue ? (int)number : throw Error(ChannelFaultKind.TooLarge, $"at most {int.MaxValue}");
    }

    /// <summary>What this program does not read.</summary>
    public ZarrException Refused(string expected) => Error(ChannelFaultKind.Unsupported, expected);

    public ZarrException Error(ChannelFaultKind kind, string expected) => new(Store, Key, Found, expected, kind);
}
