namespace ProteomicsAnnotator.Core.Journals;

/// <summary>Strings of a journal cache, each stored once; null is stored as "".</summary>
internal sealed class CacheStrings
{
    private readonly Dictionary<string, int> _indexes = new(StringComparer.Ordinal);

    public int IndexOf(string? text)
    {
        string key = text ?? "";
        if (!_indexes.TryGetValue(key, out int index))
        {
            index = _indexes.Count;
            _indexes[key] = index;
        }

        return index;
    }

    public void WriteTo(BinaryWriter writer)
    {
        writer.Write7BitEncodedInt(_indexes.Count);
        foreach (string text in _indexes.OrderBy(pair => pair.Value).Select(pair => pair.Key))
        {
            writer.Write(text);
        }
    }
}
