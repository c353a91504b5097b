using System.Buffers;
using System.Globalization;
using System.Text.Json;
using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.Core.Journals;

/// <summary>Gathers the properties of one journal line while it is read, and the first reason why it is no decision.</summary>
internal ref struct JournalLineFields
{
    private long _seq;
    private long _clock;
    private DateTimeOffset? _at;
    private bool _isAtUnknown;
    private string? _block;
    private string? _root;
    private string? _by;
    private string? _journal;
    private string? _import;
    private string? _undoes;
    private string? _redoes;
    private int? _label;
    private int? _was;
    private string? _fault;
    private int _members;
    private int _seenOmitted;
    private ArrayBufferWriter<byte>? _others;
    private ReadOnlyMemory<byte> _seen;
    private MarkChange _mark;
    private bool _isNotBlind;
    private KindFields? _alone;

    /// <summary>Only a line with a label decides one; every other line is of another kind.</summary>
    public bool HasLabel { get; private set; }

    /// <summary>It says something of a block apart from its label: a mark, a repeat, or a second adjudication.</summary>
    public readonly bool IsOfItsOwnKind => !HasLabel && _alone is not null;

    /// <summary>Why a line with a label, or of its own kind, is no decision; null: it is one.</summary>
    public readonly string? Fault => _fault
        ?? (IsOfItsOwnKind ? _alone?.Fault : null)
        ?? (IsOfItsOwnKind && _alone?.Kind == DecisionKind.Second && string.IsNullOrEmpty(_by) ? "its second does not say whose it is" : null)
        ?? Beyond("seq", _seq, JournalBounds.MaxSeq)
        ?? Beyond("clock", _clock, JournalBounds.MaxClock)
        ?? (_at is null ? "it has no readable time" : null)
        ?? (Block is null ? "it names no block" : null)
        ?? BlockFault;

    /// <summary>Nothing but the block's name is at fault: a program that knows it would take the line.</summary>
    public readonly bool NamesUnknownBlock => BlockFault is { } fault && Fault == fault;

    private readonly string? Block => IsOfItsOwnKind ? _alone?.Block : _block;

    private readonly string? BlockFault => Block is not { } block || BlockId.TryParse(block, out _) ? null : $"\"{block}\" is no block";

    /// <summary>False for JSON that is not one object.</summary>
    /// <exception cref="JsonException">No JSON.</exception>
    public bool Read(ReadOnlyMemory<byte> line)
    {
        var reader = new Utf8JsonReader(line.Span);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            // Read to its end: what is no JSON must say so.
            while (reader.Read())
            {
                reader.Skip();
            }

            return false;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            _members++;
            ReadProperty(ref reader, line);
        }

        return reader.TokenType == JsonTokenType.EndObject && !reader.Read();
    }

    /// <summary>Call this only without a <see cref="Fault"/>.</summary>
    public readonly LabelEvent ToEvent(string journal) => new()
    {
        Id = _import is null ? new EventId(_journal ?? journal, _seq) : new EventId(_import, 0),
        Clock = _clock,
        At = _isAtUnknown ? LabelTime.Unknown : _at.GetValueOrDefault(),
        Key = new LabelKey(IsOfItsOwnKind ? _alone?.Root : _root, BlockId.Parse(Block ?? "")),
        Kind = IsOfItsOwnKind ? _alone!.Kind : DecisionKind.Label,
        Label = IsOfItsOwnKind ? _alone!.Label : _label,
        Was = _was,
        Mark = IsOfItsOwnKind ? _alone!.Change : _mark,
        IsNotBlind = _isNotBlind,
        By = _by,
        Undoes = EventId.TryParse(_undoes),
        Redoes = EventId.TryParse(_redoes),
        SeenList = new SeenList(_seen, _seenOmitted),
        Others = new OtherMembers(OthersOfLine(), IsOfItsOwnKind ? _alone?.Others : null),
        Standing = _import is not null || _journal is null || _journal == journal ? int.MaxValue : _members,
    };

    private static string? Beyond(string name, long value, long most) => value >= 1 && value <= most
        ? null
        : string.Create(CultureInfo.InvariantCulture, $"its {name} is {value}, expected 1 to {most}");

    private void ReadProperty(ref Utf8JsonReader reader, ReadOnlyMemory<byte> line)
    {
        if (reader.ValueTextEquals("seq"u8))
        {
            _seq = ReadLong(ref reader, "seq");
        }
        else if (reader.ValueTextEquals("clock"u8))
        {
            _clock = ReadLong(ref reader, "clock");
        }
        else if (reader.ValueTextEquals("at"u8))
        {
            reader.Read();
            _at = reader.TokenType == JsonTokenType.String ? LabelTime.Parse(reader.ValueSpan) : null;
            reader.Skip();
        }
        else if (reader.ValueTextEquals("at_unknown"u8))
        {
            reader.Read();
            _isAtUnknown = reader.TokenType == JsonTokenType.True;
            reader.Skip();
        }
        else if (reader.ValueTextEquals("label"u8))
        {
            HasLabel = true;
            _label = ReadLabel(ref reader, "label");
        }
        else if (reader.ValueTextEquals("was"u8))
        {
            _was = ReadLabel(ref reader, "was");
        }
        else if (reader.ValueTextEquals("seen"u8))
        {
            ReadSeen(ref reader, line);
        }
        else if (_alone is null && KindFields.IsKind(ref reader))
        {
            _alone = KindFields.Read(ref reader, line.Span);
        }
        else if (MarkJson.TryReadNotBlind(ref reader))
        {
            _isNotBlind = true;
        }
        else if (!ReadText(ref reader) && !ReadOmitted(ref reader) && !(MarkJson.IsMember(ref reader) && MarkJson.TryRead(ref reader, ref _mark)))
        {
            MarkJson.Keep(ref reader, line.Span, ref _others);
        }
    }

    /// <summary>Beside a label, <c>mark</c>, <c>repeat</c> and <c>second</c> are members like any other that this program does not know.</summary>
    private readonly byte[]? OthersOfLine()
    {
        byte[]? others = _others?.WrittenSpan.ToArray();
        return !HasLabel || _alone is null ? others : others is null ? _alone.Raw : [.. others, .. ","u8, .. _alone.Raw];
    }

    /// <summary>False: it is none of these.</summary>
    private bool ReadText(ref Utf8JsonReader reader)
    {
        if (reader.ValueTextEquals("block"u8))
        {
            _block = ReadString(ref reader, "block");
        }
        else if (reader.ValueTextEquals("root"u8))
        {
            _root = ReadString(ref reader, "root");
        }
        else if (reader.ValueTextEquals("by"u8))
        {
            _by = ReadString(ref reader, "by");
        }
        else if (reader.ValueTextEquals("journal"u8))
        {
            _journal = ReadString(ref reader, "journal");
        }
        else if (reader.ValueTextEquals("import"u8))
        {
            _import = ReadString(ref reader, "import");
        }
        else if (reader.ValueTextEquals("undoes"u8))
        {
            _undoes = ReadString(ref reader, "undoes");
        }
        else if (reader.ValueTextEquals("redoes"u8))
        {
            _redoes = ReadString(ref reader, "redoes");
        }
        else
        {
            return false;
        }

        return true;
    }

    /// <summary>False for another member. A value that is no number counts as one, and stays as it is.</summary>
    private bool ReadOmitted(ref Utf8JsonReader reader)
    {
        Utf8JsonReader ahead = reader;
        if (!reader.ValueTextEquals("seen_omitted"u8) || !ahead.Read() || ahead.TokenType != JsonTokenType.Number || !ahead.TryGetInt32(out int omitted) || omitted < 0)
        {
            return false;
        }

        reader = ahead;
        _seenOmitted = omitted;
        return true;
    }

    private void ReadSeen(ref Utf8JsonReader reader, ReadOnlyMemory<byte> line)
    {
        reader.Read();
        int start = (int)reader.TokenStartIndex;
        bool isList = reader.TokenType == JsonTokenType.StartArray;
        reader.Skip();
        _seen = isList ? line[start..(int)reader.BytesConsumed] : default;
    }

    // The reader throws InvalidOperationException for a text that is no UTF-8.
    private string? ReadString(ref Utf8JsonReader reader, string name)
    {
        reader.Read();
        try
        {
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.Null)
            {
                return reader.GetString();
            }

            _fault ??= $"its {name} is no text";
        }
        catch (InvalidOperationException)
        {
            _fault ??= $"its {name} is no UTF-8";
        }

        reader.Skip();
        return null;
    }

    private long ReadLong(ref Utf8JsonReader reader, string name)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out long value))
        {
            return value;
        }

        NoWholeNumber(ref reader, name);
        return 0;
    }

    private int? ReadLabel(ref Utf8JsonReader reader, string name)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out int value))
        {
            return value;
        }

        NoWholeNumber(ref reader, name);
        return null;
    }

    private void NoWholeNumber(ref Utf8JsonReader reader, string name)
    {
        string found = reader.TokenType == JsonTokenType.Number ? System.Text.Encoding.ASCII.GetString(reader.ValueSpan) : reader.TokenType.ToString();
        _fault ??= $"its {name} is {(found.Length > 40 ? found[..40] + "..." : found)}, expected a whole number within its bounds";
        reader.Skip();
    }
}
