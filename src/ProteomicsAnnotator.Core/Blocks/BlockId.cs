using System.Diagnostics.CodeAnalysis;

namespace ProteomicsAnnotator.Core.Blocks;

/// <summary>
/// A block's identity: its folder's path below the data root with '/', such as <c>block_0001</c> or
/// <c>tile_3/block_0001</c>. One spelling in JSON, URL, CSV and on screen; ordered ordinally.
/// </summary>
public readonly record struct BlockId : IComparable<BlockId>
{
    private readonly string? _value;

    private BlockId(string value)
    {
        _value = value;
    }

    public string Value => _value ?? "";

    /// <summary>The last segment: <c>block_0001</c>.</summary>
    public string Name => Value[(Value.LastIndexOf('/') + 1)..];

    /// <summary>
    /// Accepts relative paths with '/' whose last segment is <c>block_</c> and exactly four ASCII digits, and whose
    /// segments are neither empty nor "." nor ".." and hold no backslash or control character.
    /// </summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out BlockId id)
    {
        id = default;
        if (string.IsNullOrEmpty(text) || text.Length > 1024)
        {
            return false;
        }

        foreach (string segment in text.Split('/'))
        {
            if (segment is "" or "." or ".." || segment.Any(c => c == '\\' || char.IsControl(c)))
            {
                return false;
            }
        }

        var parsed = new BlockId(text);
        if (!IsBlockName(parsed.Name))
        {
            return false;
        }

        id = parsed;
        return true;
    }

    public static BlockId Parse(string text) => TryParse(text, out BlockId id)
        ? id
        : throw new FormatException($"'{text}' is no block id; expected a form like block_0001 or tile_3/block_0001.");

    public static bool IsBlockName(string name) =>
        name.Length == 10 && name.StartsWith("block_", StringComparison.Ordinal) && name[6..].All(char.IsAsciiDigit);

    public int CompareTo(BlockId other) => string.CompareOrdinal(Value, other.Value);

    public override string ToString() => Value;
}
