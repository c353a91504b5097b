using System.Globalization;

namespace ProteomicsAnnotator.Core.Volumes.Zarr.Metadata;

/// <summary>What the file of a chunk is called: v2 <c>1.0.2</c> or <c>1/0/2</c>, v3 also <c>c/1/0/2</c> or <c>c.1.0.2</c>.</summary>
/// <param name="Separator">Between the numbers.</param>
/// <param name="HasPrefix">The numbers follow a "c".</param>
internal readonly record struct ChunkKeys(char Separator, bool HasPrefix)
{
    public string Of(IReadOnlyList<int> chunk)
    {
        string numbers = string.Join(Separator, chunk.Select(number => number.ToString(CultureInfo.InvariantCulture)));
        return HasPrefix ? $"c{Separator}{numbers}" : numbers;
    }

    /// <summary>The chunk's other name, under which no chunk may lie.</summary>
    public ChunkKeys Other => this with { Separator = Separator == '.' ? '/' : '.' };

    /// <summary>An entry of the array's folder is a chunk, or leads to some.</summary>
    /// <param name="name">Of the entry.</param>
    /// <param name="rank">Axes of the array.</param>
    public bool IsOf(string name, int rank)
    {
        string[] parts = name.Split('.');
        if (HasPrefix)
        {
            return parts[0] == "c" && (Separator == '/' ? parts.Length == 1 : parts.Length == rank + 1);
        }

        return parts.All(part => part.Length > 0 && part.All(char.IsAsciiDigit)) && parts.Length == (Separator == '/' ? 1 : rank);
    }
}
