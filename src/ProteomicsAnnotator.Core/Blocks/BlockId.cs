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

        int start = 0;
        for (int i = 0; i <= text.Length; i++)
        {
            if (i == text.Length || text[i] == '/')
            {
                if (text.AsSpan(start, i - start) is "" or "." or "..")
                {
                    return false;
                }

                start = i + 1;
            }
            else if (text[i] == '\\' || char.IsControl(text[i]))
            {
                return false;
            }
        }

        if (!IsBlockName(text.AsSpan(text.LastIndexOf('/') + 1)))
        {
            return false;
        }

        id = new BlockId(text);
        return true;
    }

    public static BlockId Parse(string text) => TryParse(text, out BlockId id)
        ? id
        : throw new FormatException($"'{text}' is no block id; expected a form like block_0001 or tile_3/block_0001.");

    public static bool IsBlockName(string name) => IsBlockName(name.AsSpan());

    public int CompareTo(BlockId other) => string.CompareOrdinal(Value, other.Value);

    public override string ToString() => Value;

    private static bool IsBlockName(ReadOnlySpan<char> name) =>
        name.Length == 10 && name.StartsWith("block_", StringComparison.Ordinal) && !name[6..].ContainsAnyExceptInRange('0', '9');
}
