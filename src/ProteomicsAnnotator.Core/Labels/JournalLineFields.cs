using System.Text.Json;
using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.Core.Labels;

/// <summary>Gathers the properties of one journal line while it is read.</summary>
internal ref struct JournalLineFields
{
    private long _seq;
    private long _clock;
    private DateTimeOffset? _at;
    private string? _block;
    private string? _root;
    private string? _by;
    private string? _journal;
    private string? _import;
    private string? _undoes;
    private string? _redoes;
    private int? _label;
    private int? _was;
    private bool _hasLabel;
    private ReadOnlyMemory<byte> _seen;

    /// <summary>False for JSON that is not one object. Throws for what is no JSON or of a wrong type.</summary>
    public bool Read(ReadOnlyMemory<byte> line)
    {
        var reader = new Utf8JsonReader(line.Span);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            ReadProperty(ref reader, line);
        }

        return reader.TokenType == JsonTokenType.EndObject && !reader.Read();
    }

    /// <summary>Null when a property that makes an event is missing.</summary>
    public readonly LabelEvent? ToEvent(string journal)
    {
        if (_seq < 1 || _clock < 1 || _at is not { } at || !_hasLabel || !BlockId.TryParse(_block, out BlockId block))
        {
            return null;
        }

        return new LabelEvent
        {
            Id = _import is null ? new EventId(_journal ?? journal, _seq) : new EventId(_import, 0),
            Clock = _clock,
            At = at,
            Key = new LabelKey(_root, block),
            Label = _label,
            Was = _was,
            By = _by,
            Undoes = EventId.TryParse(_undoes),
            Redoes = EventId.TryParse(_redoes),
            SeenJson = _seen,
        };
    }

    private void ReadProperty(ref Utf8JsonReader reader, ReadOnlyMemory<byte> line)
    {
        if (reader.ValueTextEquals("seq"u8))
        {
            _seq = ReadLong(ref reader);
        }
        else if (reader.ValueTextEquals("clock"u8))
        {
            _clock = ReadLong(ref reader);
        }
        else if (reader.ValueTextEquals("at"u8))
        {
            reader.Read();
            _at = reader.TokenType == JsonTokenType.String ? LabelTime.Parse(reader.ValueSpan) : null;
        }
        else if (reader.ValueTextEquals("label"u8))
        {
            _label = ReadLabel(ref reader);
            _hasLabel = true;
        }
        else if (reader.ValueTextEquals("was"u8))
        {
            _was = ReadLabel(ref reader);
        }
        else if (reader.ValueTextEquals("seen"u8))
        {
            ReadSeen(ref reader, line);
        }
        else
        {
            ReadText(ref reader);
        }
    }

    private void ReadText(ref Utf8JsonReader reader)
    {
        if (reader.ValueTextEquals("block"u8))
        {
            _block = ReadString(ref reader);
        }
        else if (reader.ValueTextEquals("root"u8))
        {
            _root = ReadString(ref reader);
        }
        else if (reader.ValueTextEquals("by"u8))
        {
            _by = ReadString(ref reader);
        }
        else if (reader.ValueTextEquals("journal"u8))
        {
            _journal = ReadString(ref reader);
        }
        else if (reader.ValueTextEquals("import"u8))
        {
            _import = ReadString(ref reader);
        }
        else if (reader.ValueTextEquals("undoes"u8))
        {
            _undoes = ReadString(ref reader);
        }
        else if (reader.ValueTextEquals("redoes"u8))
        {
            _redoes = ReadString(ref reader);
        }
        else
        {
            reader.Read();
            reader.Skip();
        }
    }

    private void ReadSeen(ref Utf8JsonReader reader, ReadOnlyMemory<byte> line)
    {
        reader.Read();
        int start = (int)reader.TokenStartIndex;
        bool isList = reader.TokenType == JsonTokenType.StartArray;
        reader.Skip();
        _seen = isList ? line[start..(int)reader.BytesConsumed] : default;
    }

    private static string? ReadString(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.GetString();
    }

    private static long ReadLong(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.GetInt64();
    }

    private static int? ReadLabel(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.TokenType == JsonTokenType.Null ? null : reader.GetInt32();
    }
}
