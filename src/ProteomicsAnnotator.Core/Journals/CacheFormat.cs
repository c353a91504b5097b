using System.Security.Cryptography;
using System.Text;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Journals;

/// <summary>
/// Bytes of the journal cache: magic, SHA-256 of the rest, the share's marker, a table of strings, the derived file's
/// stamp, the journals, the events. Numbers are 7-bit encoded.
/// </summary>
internal static class CacheFormat
{
    private static readonly byte[] Magic = "PAJC0006"u8.ToArray();

    public static byte[] Write(string rootId, CachedJournals cached)
    {
        using var body = new MemoryStream();
        var strings = new CacheStrings();
        using (var writer = new BinaryWriter(body, Encoding.UTF8, leaveOpen: true))
        {
            WriteStamp(writer, cached.Derived);
            writer.Write7BitEncodedInt(cached.Journals.Count);
            foreach (JournalState journal in cached.Journals)
            {
                WriteJournal(writer, strings, journal);
            }

            writer.Write7BitEncodedInt(cached.Events.Count);
            foreach (LabelEvent item in cached.Events)
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

        var reader = new CacheReader(bytes, start);
        return reader.Text() == rootId ? ReadContent(ref reader) : null;
    }

    private static CachedJournals ReadContent(ref CacheReader reader)
    {
        var strings = new string[reader.Count()];
        for (int i = 0; i < strings.Length; i++)
        {
            strings[i] = reader.Text();
        }

        FileStamp? derived = ReadStamp(ref reader);
        var journals = new JournalState[reader.Count()];
        for (int i = 0; i < journals.Length; i++)
        {
            journals[i] = ReadJournal(ref reader, strings);
        }

        var blocks = new BlockId?[strings.Length];
        var events = new LabelEvent[reader.Count()];
        for (int i = 0; i < events.Length; i++)
        {
            events[i] = ReadEvent(ref reader, strings, blocks);
        }

        return new CachedJournals(journals, events, derived);
    }

    private static void WriteJournal(BinaryWriter writer, CacheStrings strings, JournalState journal)
    {
        writer.Write7BitEncodedInt(strings.IndexOf(journal.Name));
        writer.Write7BitEncodedInt64(journal.SettledLength);
        writer.Write7BitEncodedInt64(Math.Max(journal.Consumed, journal.ReadTo));
        writer.Write7BitEncodedInt(journal.Format);
        writer.Write(journal.IsClosed);
        WriteStamp(writer, journal.SettledStamp);
    }

    private static JournalState ReadJournal(ref CacheReader reader, string[] strings) => new(strings[reader.Index(strings.Length)])
    {
        Consumed = reader.Number(),
        ReadTo = reader.Number(),
        Format = (int)reader.Number(),
        IsClosed = reader.Flag(),
        Stamp = ReadStamp(ref reader),
    };

    private static void WriteStamp(BinaryWriter writer, FileStamp? stamp)
    {
        writer.Write(stamp is not null);
        if (stamp is { } value)
        {
            writer.Write7BitEncodedInt64(value.Length);
            writer.Write7BitEncodedInt64(value.ModifiedNs);
            writer.Write7BitEncodedInt64((long)value.Inode);
        }
    }

    private static FileStamp? ReadStamp(ref CacheReader reader) =>
        reader.Flag() ? new FileStamp(reader.Number(), reader.Number(), (ulong)reader.Number()) : null;

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
        writer.Write7BitEncodedInt(item.Standing == int.MaxValue ? 0 : item.Standing);
        writer.Write7BitEncodedInt(item.SeenOmitted);
        WriteBytes(writer, item.SeenJson.Span);
        WriteBytes(writer, item.OtherMembers);
    }

    private static void WriteBytes(BinaryWriter writer, ReadOnlySpan<byte> bytes)
    {
        writer.Write7BitEncodedInt(bytes.Length);
        writer.Write(bytes);
    }

    private static LabelEvent ReadEvent(ref CacheReader reader, string[] strings, BlockId?[] blocks) => new()
    {
        Id = new EventId(strings[reader.Index(strings.Length)], reader.Number()),
        Clock = reader.Number() is >= 1 and <= JournalBounds.MaxClock and var clock ? clock : throw new InvalidDataException("a clock beyond its bounds"),
        At = new DateTimeOffset(reader.Number(), TimeSpan.Zero),
        Key = new LabelKey(Optional(strings[reader.Index(strings.Length)]), ReadBlock(reader.Index(strings.Length), strings, blocks)),
        Label = ReadLabel(ref reader),
        Was = ReadLabel(ref reader),
        By = Optional(strings[reader.Index(strings.Length)]),
        Undoes = ReadId(ref reader, strings),
        Redoes = ReadId(ref reader, strings),
        Standing = reader.Number() is > 0 and var standing ? (int)standing : int.MaxValue,
        SeenOmitted = (int)reader.Number(),
        SeenJson = reader.Bytes(),
        OtherMembers = reader.Bytes() is { IsEmpty: false } others ? others.ToArray() : null,
    };

    private static BlockId ReadBlock(int index, string[] strings, BlockId?[] blocks)
    {
        if (blocks[index] is { } known)
        {
            return known;
        }

        BlockId block = BlockId.TryParse(strings[index], out BlockId parsed) ? parsed : throw new InvalidDataException("no block id");
        blocks[index] = block;
        return block;
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

    private static int? ReadLabel(ref CacheReader reader) => reader.Flag() ? (int)reader.Number() : null;

    private static void WriteId(BinaryWriter writer, CacheStrings strings, EventId? id)
    {
        writer.Write(id is not null);
        if (id is { } value)
        {
            writer.Write7BitEncodedInt(strings.IndexOf(value.Source));
            writer.Write7BitEncodedInt64(value.Seq);
        }
    }

    private static EventId? ReadId(ref CacheReader reader, string[] strings) =>
        reader.Flag() ? new EventId(strings[reader.Index(strings.Length)], reader.Number()) : null;
}
