using System.Security.Cryptography;
using System.Text;
using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.Core.Labels;

/// <summary>
/// Bytes of the journal cache: magic, SHA-256 of the rest, the share's marker, a table of strings, the journals, the
/// events. Numbers are 7-bit encoded.
/// </summary>
internal static class CacheFormat
{
    private static readonly byte[] Magic = "PAJC0001"u8.ToArray();

    public static byte[] Write(string rootId, IReadOnlyList<JournalState> journals, IReadOnlyList<LabelEvent> events)
    {
        using var body = new MemoryStream();
        var strings = new CacheStrings();
        using (var writer = new BinaryWriter(body, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write7BitEncodedInt(journals.Count);
            foreach (JournalState journal in journals)
            {
                WriteJournal(writer, strings, journal);
            }

            writer.Write7BitEncodedInt(events.Count);
            foreach (LabelEvent item in events)
            {
                WriteEvent(writer, strings, item);
            }
        }

        using var whole = new MemoryStream();
        using (var writer = new BinaryWriter(whole, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(rootId);
            strings.WriteTo(writer);
            writer.Write(body.GetBuffer().AsSpan(0, (int)body.Length));
        }

        byte[] content = whole.ToArray();
        return [.. Magic, .. SHA256.HashData(content), .. content];
    }

    /// <summary>Null when it belongs to another share.</summary>
    /// <exception cref="InvalidDataException">Not this format, or damaged.</exception>
    public static CachedJournals? Read(byte[] bytes, string? rootId)
    {
        int start = Magic.Length + SHA256.HashSizeInBytes;
        if (bytes.Length < start
            || !bytes.AsSpan(0, Magic.Length).SequenceEqual(Magic)
            || !SHA256.HashData(bytes.AsSpan(start)).AsSpan().SequenceEqual(bytes.AsSpan(Magic.Length, SHA256.HashSizeInBytes)))
        {
            throw new InvalidDataException("no journal cache");
        }

        using var stream = new MemoryStream(bytes, start, bytes.Length - start, writable: false);
        using var reader = new BinaryReader(stream, Encoding.UTF8);
        if (reader.ReadString() != rootId)
        {
            return null;
        }

        string[] strings = CacheStrings.ReadFrom(reader);
        var journals = new JournalState[reader.Read7BitEncodedInt()];
        for (int i = 0; i < journals.Length; i++)
        {
            journals[i] = ReadJournal(reader, strings);
        }

        var blocks = new Dictionary<int, BlockId>();
        var events = new LabelEvent[reader.Read7BitEncodedInt()];
        for (int i = 0; i < events.Length; i++)
        {
            events[i] = ReadEvent(reader, strings, blocks, bytes.AsMemory(start));
        }

        return new CachedJournals(journals, events);
    }

    private static void WriteJournal(BinaryWriter writer, CacheStrings strings, JournalState journal)
    {
        writer.Write7BitEncodedInt(strings.IndexOf(journal.Name));
        writer.Write7BitEncodedInt64(journal.Consumed);
        writer.Write7BitEncodedInt(journal.Format);
        writer.Write(journal.IsClosed);
    }

    private static JournalState ReadJournal(BinaryReader reader, string[] strings) => new(strings[reader.Read7BitEncodedInt()])
    {
        Consumed = reader.Read7BitEncodedInt64(),
        Format = reader.Read7BitEncodedInt(),
        IsClosed = reader.ReadBoolean(),
    };

    private static void WriteEvent(BinaryWriter writer, CacheStrings strings, LabelEvent item)
    {
        writer.Write7BitEncodedInt(strings.IndexOf(item.Id.Source));
        writer.Write7BitEncodedInt64(item.Id.Seq);
        writer.Write7BitEncodedInt64(item.Clock);
        writer.Write7BitEncodedInt64(item.At.UtcTicks);
        writer.Write7BitEncodedInt(strings.IndexOf(item.Key.Root));
        writer.Write7BitEncodedInt(strings.IndexOf(item.Key.Block.Value));
        WriteLabel(writer, item.Label);
        WriteLabel(writer, item.Was);
        writer.Write7BitEncodedInt(strings.IndexOf(item.By));
        WriteId(writer, strings, item.Undoes);
        WriteId(writer, strings, item.Redoes);
        writer.Write7BitEncodedInt(item.SeenJson.Length);
        writer.Write(item.SeenJson.Span);
    }

    private static LabelEvent ReadEvent(BinaryReader reader, string[] strings, Dictionary<int, BlockId> blocks, ReadOnlyMemory<byte> bytes)
    {
        var id = new EventId(strings[reader.Read7BitEncodedInt()], reader.Read7BitEncodedInt64());
        long clock = reader.Read7BitEncodedInt64();
        var at = new DateTimeOffset(reader.Read7BitEncodedInt64(), TimeSpan.Zero);
        string? root = Optional(strings[reader.Read7BitEncodedInt()]);
        int blockIndex = reader.Read7BitEncodedInt();
        if (!blocks.TryGetValue(blockIndex, out BlockId block))
        {
            block = BlockId.TryParse(strings[blockIndex], out BlockId parsed) ? parsed : throw new InvalidDataException("no block id");
            blocks[blockIndex] = block;
        }

        int? label = ReadLabel(reader);
        int? was = ReadLabel(reader);
        string? by = Optional(strings[reader.Read7BitEncodedInt()]);
        EventId? undoes = ReadId(reader, strings);
        EventId? redoes = ReadId(reader, strings);
        int length = reader.Read7BitEncodedInt();
        int position = (int)reader.BaseStream.Position;
        reader.BaseStream.Position += length;
        return new LabelEvent
        {
            Id = id,
            Clock = clock,
            At = at,
            Key = new LabelKey(root, block),
            Label = label,
            Was = was,
            By = by,
            Undoes = undoes,
            Redoes = redoes,
            SeenJson = bytes.Slice(position, length),
        };
    }

    private static string? Optional(string text) => text.Length == 0 ? null : text;

    private static void WriteLabel(BinaryWriter writer, int? label)
    {
        writer.Write(label is not null);
        if (label is { } value)
        {
            writer.Write7BitEncodedInt(value);
        }
    }

    private static int? ReadLabel(BinaryReader reader) => reader.ReadBoolean() ? reader.Read7BitEncodedInt() : null;

    private static void WriteId(BinaryWriter writer, CacheStrings strings, EventId? id)
    {
        writer.Write(id is not null);
        if (id is { } value)
        {
            writer.Write7BitEncodedInt(strings.IndexOf(value.Source));
            writer.Write7BitEncodedInt64(value.Seq);
        }
    }

    private static EventId? ReadId(BinaryReader reader, string[] strings) =>
        reader.ReadBoolean() ? new EventId(strings[reader.Read7BitEncodedInt()], reader.Read7BitEncodedInt64()) : null;
}
