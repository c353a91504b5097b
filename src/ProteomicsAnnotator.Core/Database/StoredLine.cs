using System.Text;
using Npgsql;
using NpgsqlTypes;
using ProteomicsAnnotator.Core.Journals;

namespace ProteomicsAnnotator.Core.Database;

/// <summary>
/// A line of a journal as it is stored: as it was written, without its LF, and beside it what is read out of it. What is no
/// text to the database (NUL, no UTF-8) is stored as bytes.
/// </summary>
/// <param name="Owner"><c>users/{name}</c> or <c>admin</c>: the folder below <c>history</c>.</param>
/// <param name="Journal">Its name without ending.</param>
/// <param name="Number">From 1; the first line is the header.</param>
/// <param name="Bytes">Without the LF.</param>
internal sealed record StoredLine(string Owner, string Journal, long Number, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>Of <see cref="Values"/>, in that order.</summary>
    public const string Columns = "owner, journal, number, content, bytes, source, seq, clock, kind, root, block, label";

    /// <summary>Of <see cref="Columns"/>, the first that is read out of the line.</summary>
    public const int FirstDerived = 5;

    /// <summary>Longer ones do not fit into an index.</summary>
    private const int MostKeyBytes = 1000;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static string OwnerOf(LabelOwner owner) => owner.Owner is { } name ? $"users/{name}" : "admin";

    public static string KindOf(DecisionKind kind) => kind switch
    {
        DecisionKind.Mark => "mark",
        DecisionKind.Repeat => "repeat",
        DecisionKind.Second => "second",
        _ => "label",
    };

    /// <summary>Null: the bytes are no text that the database takes.</summary>
    public static string? TextOf(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return bytes.Contains((byte)0) ? null : Strict.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    /// <summary>The line of a row.</summary>
    /// <param name="row">With <c>content</c> and <c>bytes</c> behind each other.</param>
    /// <param name="content">Where the first of them is.</param>
    public static byte[] BytesOf(NpgsqlDataReader row, int content) =>
        row.IsDBNull(content) ? row.GetFieldValue<byte[]>(content + 1) : Encoding.UTF8.GetBytes(row.GetString(content));

    /// <summary>A value for each column, with its type.</summary>
    public IReadOnlyList<(NpgsqlDbType Type, object? Value)> Values()
    {
        string? text = TextOf(Bytes.Span);
        LabelEvent? item = Number == 1 && JournalHeader.TryParse(Bytes) is not null ? null : JournalLine.Parse(Bytes, Journal).Event;
        return
        [
            (NpgsqlDbType.Text, Owner), (NpgsqlDbType.Text, Journal), (NpgsqlDbType.Bigint, Number),
            (NpgsqlDbType.Text, text), (NpgsqlDbType.Bytea, text is null ? Bytes.ToArray() : null),
            (NpgsqlDbType.Text, Key(item?.Id.Source)), (NpgsqlDbType.Bigint, item?.Id.Seq), (NpgsqlDbType.Bigint, item?.Clock),
            (NpgsqlDbType.Text, item is null ? null : KindOf(item.Kind)),
            (NpgsqlDbType.Text, Key(item?.Key.Root)), (NpgsqlDbType.Text, Key(item?.Key.Block.Value)), (NpgsqlDbType.Integer, item?.Label),
        ];
    }

    /// <summary>What JSON can spell and the database cannot hold or find stands in the line alone.</summary>
    private static string? Key(string? text)
    {
        if (text is null || text.Contains('\0', StringComparison.Ordinal))
        {
            return null;
        }

        try
        {
            return Strict.GetByteCount(text) <= MostKeyBytes ? text : null;
        }
        catch (EncoderFallbackException)
        {
            return null;
        }
    }
}
