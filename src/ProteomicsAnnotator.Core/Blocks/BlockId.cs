using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace ProteomicsAnnotator.Core.Blocks;

/// <summary>
/// A block's identity: its folder's path below the data root with '/', such as <c>block_0001</c> or
/// <c>tile_3/block_0001</c>. One spelling in JSON, URL, CSV and on screen, in Unicode form C whatever the folder's own
/// is; ordered ordinally. What a block may be called is said in this file alone: <see cref="IsBlockName(string)"/> for a
/// folder's name, <see cref="TryParse(string?, out BlockId)"/> for everything that names a block, and the words for people.
/// </summary>
public readonly record struct BlockId : IComparable<BlockId>
{
    /// <summary>What a block's folder is called, in words.</summary>
    public const string NameForm = Prefix + " and exactly four digits, or " + Prefix + " and a UUID";

    /// <summary>A point of a large volume.</summary>
    public const string ExamplePoint = PointPrefix + "0";

    /// <summary>Such a name.</summary>
    public const string ExampleName = Prefix + "0001";

    private const string Prefix = "block_";
    private const string PointPrefix = "point_";
    private const int Digits = 4;
    private const string UuidForm = "hhhhhhhh-hhhh-hhhh-hhhh-hhhhhhhhhhhh";
    private const int MostCharacters = 1024;

    /// <summary>Of a text that may become shorter in form C.</summary>
    private const int MostStored = 4 * MostCharacters;
    private static readonly SearchValues<char> PointCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-");
    private readonly string? _value;

    private BlockId(string value)
    {
        _value = value;
    }

    public string Value => _value ?? "";

    /// <summary>For the eye: what leaves no mark is written out.</summary>
    public string Shown => VisibleName.Of(Value);

    /// <summary>The last segment: <c>block_0001</c>.</summary>
    public string Name => Value[(Value.LastIndexOf('/') + 1)..];

    /// <summary>The name is a UUID: it says nothing of an order, and programs that know numbers only would drop it.</summary>
    public bool HasUuid => IsUuidName(Value.AsSpan(Value.LastIndexOf('/') + 1));

    /// <summary>The name is that of a point of a large volume; programs that know folders only would drop it.</summary>
    public bool HasPoint => IsPointName(Value.AsSpan(Value.LastIndexOf('/') + 1));

    /// <summary>
    /// Accepts relative paths with '/' whose last segment is <c>block_</c> and exactly four ASCII digits or a UUID (hex
    /// digits in any case, kept as spelled), or <c>point_</c> and the letters, digits, '_', '.' and '-' of a point's id, and whose segments are neither empty nor "." nor ".." and hold no backslash or
    /// control character.
    /// </summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out BlockId id) => TryParse(text, out id, out _);

    /// <param name="text">See above.</param>
    /// <param name="id">The block.</param>
    /// <param name="reason">Why the text is no id, in words.</param>
    public static bool TryParse(
        [NotNullWhen(true)] string? text, out BlockId id, [NotNullWhen(false)] out string? reason)
    {
        string name = text is null || text.Length > MostStored ? text ?? "" : UnicodeForm.ToNfc(text);
        reason = FaultOf(name);
        id = reason is null ? new BlockId(name) : default;
        return reason is null;
    }

    public static BlockId Parse(string text) => TryParse(text, out BlockId id)
        ? id
        : throw new FormatException($"'{text}' is no block id; expected {Examples}.");

    /// <summary>Two ids, for messages that say what was expected.</summary>
    public static string Examples => $"a form like {ExampleName} or tile_3/{ExampleName}";

    /// <param name="number">At most four digits.</param>
    public static BlockId OfNumber(int number) => Parse(string.Create(CultureInfo.InvariantCulture, $"{Prefix}{number:0000}"));

    /// <param name="folder">Where it would lie, below the data root.</param>
    /// <param name="uuid">Its name.</param>
    public static BlockId OfUuid(string folder, Guid uuid) => Parse($"{folder}/{Prefix}{uuid:D}");

    /// <param name="folder">With '/' at its end, or empty.</param>
    /// <param name="id">See <see cref="IsPointPart"/>.</param>
    public static BlockId OfPoint(string folder, string id) => new(string.Concat(folder, PointPrefix, id));

    /// <summary>It can be the id of a point: letters, digits, '_', '.' and '-' of ASCII, at least one.</summary>
    public static bool IsPointPart(ReadOnlySpan<char> id) => !id.IsEmpty && !id.ContainsAnyExcept(PointCharacters);

    /// <summary>The folder is one block.</summary>
    public static bool IsBlockName(string name) => IsBlockName(name.AsSpan());

    /// <summary>The folder is one block, named by a UUID: see <see cref="HasUuid"/>.</summary>
    public static bool IsUuidName(string name) => IsUuidName(name.AsSpan());

    /// <summary>The folder is no block, but its name suggests one: people hear of it.</summary>
    public static bool IsAlmostBlockName(string name) => !IsBlockName(name) && name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase);

    public int CompareTo(BlockId other) => string.CompareOrdinal(Value, other.Value);

    public override string ToString() => Value;

    private static string? FaultOf(string text)
    {
        if (text.Length > MostCharacters)
        {
            return $"The path below the data root has {text.Length} characters; a block id has at most {MostCharacters}.";
        }

        foreach (string segment in text.Split('/'))
        {
            if (segment is "" or "." or "..")
            {
                return $"The path has \"{segment}\" between two slashes, which no block id can have.";
            }

            if (segment.Contains('\\', StringComparison.Ordinal))
            {
                return "A name in the path has a backslash, which no block id can have.";
            }

            if (segment.Any(char.IsControl))
            {
                return "A name in the path has a control character, which no block id can have.";
            }
        }

        ReadOnlySpan<char> last = text.AsSpan(text.LastIndexOf('/') + 1);
        return IsBlockName(last) || IsPointName(last)
            ? null
            : $"The folder is not named {NameForm}.";
    }

    private static bool IsBlockName(ReadOnlySpan<char> name) =>
        name.Length == Prefix.Length + Digits
            ? name.StartsWith(Prefix, StringComparison.Ordinal) && !name[Prefix.Length..].ContainsAnyExceptInRange('0', '9')
            : IsUuidName(name);

    private static bool IsPointName(ReadOnlySpan<char> name) => name.StartsWith(PointPrefix, StringComparison.Ordinal) && IsPointPart(name[PointPrefix.Length..]);

    private static bool IsUuidName(ReadOnlySpan<char> name)
    {
        if (name.Length != Prefix.Length + UuidForm.Length || !name.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return false;
        }

        for (int i = 0; i < UuidForm.Length; i++)
        {
            char found = name[Prefix.Length + i];
            if (UuidForm[i] == '-' ? found != '-' : !char.IsAsciiHexDigit(found))
            {
                return false;
            }
        }

        return true;
    }
}
