using MemoryPack;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Journals;

/// <summary>The journal cache as it is serialised: each string once, events as rows of one size, their JSON one after the other.</summary>
/// <param name="Root">Marker of the share.</param>
/// <param name="Texts">Strings that the rows name by index; null is stored as "".</param>
/// <param name="Derived">See <see cref="CachedJournals.Derived"/>.</param>
/// <param name="Journals">How far each journal was read.</param>
/// <param name="Events">In the order of <see cref="CachedJournals.Events"/>.</param>
/// <param name="Json">Per event its <c>seen</c>, then its other members, then those of its mark, repeat or second.</param>
[MemoryPackable]
internal sealed partial record CacheRecord(
    string Root, string[] Texts, FileStamp? Derived, CacheRecord.Journal[] Journals, CacheRecord.Event[] Events, byte[] Json)
{
    /// <summary>Stands for null: no label of a journal is that.</summary>
    private const long None = long.MinValue;

    // Bits of Event.Mark.
    private const int IsMark = 1;
    private const int SaysUnsure = 2;
    private const int Unsure = 4;
    private const int SaysNote = 8;
    private const int IsRepeat = 16;
    private const int SaysUnusable = 32;
    private const int NotBlind = 64;
    private const int IsSecond = 128;

    public static CacheRecord Of(string root, CachedJournals cached)
    {
        var texts = new Dictionary<string, int>(StringComparer.Ordinal);
        var json = new MemoryStream();
        Journal[] journals = [.. cached.Journals.Select(item => new Journal(
            IndexOf(item.Name), item.SettledLength, Math.Max(item.Consumed, item.ReadTo), item.Format, item.IsClosed, item.SettledStamp))];
        Event[] events = [.. cached.Events.Select(Row)];
        return new CacheRecord(root, [.. texts.Keys], cached.Derived, journals, events, json.ToArray());

        int IndexOf(string? text)
        {
            texts.TryAdd(text ?? "", texts.Count);
            return texts[text ?? ""];
        }

        Event Row(LabelEvent item)
        {
            json.Write(item.SeenList.Json.Span);
            json.Write(item.Others.OfLine);
            json.Write(item.Others.OfKind);
            return new Event
            {
                Source = IndexOf(item.Id.Source),
                Seq = item.Id.Seq,
                Clock = item.Clock,
                At = item.At.UtcTicks,
                Root = IndexOf(item.Key.Root),
                Block = IndexOf(item.Key.Block.Value),
                Label = item.Label ?? None,
                Was = item.Was ?? None,
                By = IndexOf(item.By),
                Standing = item.Standing,
                UndoesSource = IndexOf(item.Undoes?.Source),
                UndoesSeq = item.Undoes?.Seq ?? None,
                RedoesSource = IndexOf(item.Redoes?.Source),
                RedoesSeq = item.Redoes?.Seq ?? None,
                SeenOmitted = item.SeenList.Omitted,
                SeenBytes = item.SeenList.Json.Length,
                OtherBytes = item.Others.OfLine?.Length ?? -1,
                Mark = MarkOf(item),
                Note = IndexOf(item.Mark.Note),
                Unusable = IndexOf(item.Mark.Unusable),
                OtherMarkBytes = item.Others.OfKind?.Length ?? -1,
            };
        }
    }

    /// <exception cref="InvalidDataException">A row that no journal holds.</exception>
    /// <exception cref="IndexOutOfRangeException">Rows and strings do not fit together.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Rows and JSON do not fit together.</exception>
    public CachedJournals ToJournals()
    {
        var blocks = new BlockId?[Texts.Length];
        int position = 0;
        JournalState[] journals = [.. Journals.Select(row => new JournalState(Texts[row.Name])
        {
            Consumed = row.Consumed,
            ReadTo = row.ReadTo,
            Format = row.Format,
            IsClosed = row.IsClosed,
            Stamp = row.Stamp,
        })];
        var events = new LabelEvent[Events.Length];
        for (int i = 0; i < events.Length; i++)
        {
            ref readonly Event row = ref Events[i];
            events[i] = new LabelEvent
            {
                Id = new EventId(Texts[row.Source], row.Seq),
                Clock = row.Clock is >= 1 and <= JournalBounds.MaxClock ? row.Clock : throw new InvalidDataException("a clock beyond its bounds"),
                At = new DateTimeOffset(row.At, TimeSpan.Zero),
                Key = new LabelKey(TextOrNull(row.Root), Block(row.Block)),
                Label = NumberOrNull(row.Label),
                Was = NumberOrNull(row.Was),
                By = TextOrNull(row.By),
                Undoes = row.UndoesSeq == None ? null : new EventId(Texts[row.UndoesSource], row.UndoesSeq),
                Redoes = row.RedoesSeq == None ? null : new EventId(Texts[row.RedoesSource], row.RedoesSeq),
                Standing = row.Standing,
                SeenList = new SeenList(Next(row.SeenBytes), row.SeenOmitted),
                Others = new OtherMembers(
                    row.OtherBytes < 0 ? null : Next(row.OtherBytes).ToArray(), row.OtherMarkBytes < 0 ? null : Next(row.OtherMarkBytes).ToArray()),
                IsNotBlind = (row.Mark & NotBlind) != 0,
                Kind = (row.Mark & (IsMark | IsRepeat | IsSecond)) switch { IsMark => DecisionKind.Mark, IsRepeat => DecisionKind.Repeat, IsSecond => DecisionKind.Second, _ => DecisionKind.Label },
                Mark = new MarkChange((row.Mark & SaysUnsure) == 0 ? null : (row.Mark & Unsure) != 0, (row.Mark & SaysNote) == 0 ? null : Texts[row.Note])
                {
                    Unusable = (row.Mark & SaysUnusable) == 0 ? null : Texts[row.Unusable],
                },
            };
        }

        return new CachedJournals(journals, events, Derived);

        string? TextOrNull(int index) => Texts[index] is { Length: > 0 } text ? text : null;

        BlockId Block(int index) => blocks[index] ??= BlockId.TryParse(Texts[index], out BlockId parsed) ? parsed : throw new InvalidDataException("no block id");

        ReadOnlyMemory<byte> Next(int length)
        {
            ReadOnlyMemory<byte> bytes = Json.AsMemory(position, length);
            position += length;
            return bytes;
        }
    }

    private static int MarkOf(LabelEvent item) => (item.Kind switch { DecisionKind.Mark => IsMark, DecisionKind.Repeat => IsRepeat, DecisionKind.Second => IsSecond, _ => 0 })
        | (item.Mark.Unsure is { } unsure ? SaysUnsure | (unsure ? Unsure : 0) : 0)
        | (item.Mark.Note is null ? 0 : SaysNote)
        | (item.Mark.Unusable is null ? 0 : SaysUnusable)
        | (item.IsNotBlind ? NotBlind : 0);

    private static int? NumberOrNull(long value) => value == None ? null : checked((int)value);

    /// <summary>A <see cref="JournalState"/>.</summary>
    [MemoryPackable]
    internal readonly partial record struct Journal(int Name, long Consumed, long ReadTo, int Format, bool IsClosed, FileStamp? Stamp);

    /// <summary>A <see cref="LabelEvent"/>; strings by their index, JSON by its length, -1 for none.</summary>
    internal struct Event
    {
        public long Seq, Clock, At, Label, Was, UndoesSeq, RedoesSeq;
        public int Source, Root, Block, By, Standing, UndoesSource, RedoesSource, SeenOmitted, SeenBytes, OtherBytes, Mark, Note, Unusable, OtherMarkBytes;
    }
}
