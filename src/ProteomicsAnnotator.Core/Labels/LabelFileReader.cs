using System.Text.Json;

namespace ProteomicsAnnotator.Core.Labels;

/// <summary>Reads a derived file by hand over its bytes: an admin's start reads all of them.</summary>
internal ref struct LabelFileReader
{
    private readonly byte[] _bytes;
    private readonly LabelFileShape _shape;
    private readonly int _start;
    private Utf8JsonReader _reader;

    public LabelFileReader(byte[] utf8, LabelFileShape shape)
    {
        _bytes = utf8;
        _shape = shape;
        _start = utf8.AsSpan().StartsWith("\uFEFF"u8) ? 3 : 0;
        _reader = new Utf8JsonReader(utf8.AsSpan(_start));
    }

    /// <exception cref="JsonException">No JSON, or not of this shape.</exception>
    public LabelFile Read()
    {
        var file = new LabelFile();
        if (!_reader.Read() || _reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException($"expected an object with \"{_shape.Entries}\"");
        }

        while (_reader.Read() && _reader.TokenType == JsonTokenType.PropertyName)
        {
            ReadTop(file);
        }

        if (_reader.TokenType != JsonTokenType.EndObject || _reader.Read())
        {
            throw new JsonException("more after the end of the object");
        }

        return file;
    }

    private void ReadTop(LabelFile file)
    {
        string name = _reader.GetString() ?? "";
        _reader.Read();
        if (name == _shape.Entries)
        {
            if (_reader.TokenType != JsonTokenType.StartObject)
            {
                throw new JsonException($"\"{name}\" is not an object");
            }

            ReadEntries(file);
        }
        else if (name is "created_at" && _reader.TokenType == JsonTokenType.String)
        {
            file.CreatedAt = _reader.GetString();
        }
        else if (name is "username" && _reader.TokenType == JsonTokenType.String)
        {
            file.Username = _reader.GetString();
        }
        else if (name is not "updated_at")
        {
            file.Extra.Add(new KeyValuePair<string, byte[]>(name, TakeRaw()));
        }
        else
        {
            _reader.Skip();
        }
    }

    private void ReadEntries(LabelFile file)
    {
        while (_reader.Read() && _reader.TokenType == JsonTokenType.PropertyName)
        {
            string key = _reader.GetString() ?? "";
            _reader.Read();
            if (_reader.TokenType == JsonTokenType.StartObject && !IsEntry())
            {
                file.Nested[key] = ReadFolder();
            }
            else
            {
                file.Flat[key] = ReadEntry();
            }
        }
    }

    private Dictionary<string, LabelFileEntry> ReadFolder()
    {
        var folder = new Dictionary<string, LabelFileEntry>(StringComparer.Ordinal);
        while (_reader.Read() && _reader.TokenType == JsonTokenType.PropertyName)
        {
            string key = _reader.GetString() ?? "";
            _reader.Read();
            folder[key] = ReadEntry();
        }

        return folder;
    }

    // A copy of the reader looks ahead for the label property; in our own files it comes first.
    private readonly bool IsEntry()
    {
        Utf8JsonReader ahead = _reader;
        while (ahead.Read() && ahead.TokenType == JsonTokenType.PropertyName)
        {
            if (ahead.ValueTextEquals(_shape.Label))
            {
                return true;
            }

            ahead.Read();
            ahead.Skip();
        }

        return false;
    }

    private LabelFileEntry ReadEntry()
    {
        if (_reader.TokenType != JsonTokenType.StartObject)
        {
            return new LabelFileEntry(null, null, null, null, TakeRaw());
        }

        int start = (int)_reader.TokenStartIndex;
        int? label = null;
        bool isForeignKind = true;
        DateTimeOffset? at = null;
        string? by = null;
        List<KeyValuePair<string, byte[]>>? extra = null;
        while (_reader.Read() && _reader.TokenType == JsonTokenType.PropertyName)
        {
            if (_reader.ValueTextEquals(_shape.Label))
            {
                _reader.Read();
                isForeignKind = !ReadNumber(out label);
            }
            else if (_reader.ValueTextEquals(_shape.At))
            {
                at = ReadTime();
            }
            else if (_shape.By is not null && _reader.ValueTextEquals(_shape.By))
            {
                by = ReadText();
            }
            else
            {
                string name = _reader.GetString() ?? "";
                _reader.Read();
                (extra ??= []).Add(new KeyValuePair<string, byte[]>(name, TakeRaw()));
            }
        }

        byte[]? raw = isForeignKind ? _bytes[(_start + start)..(_start + (int)_reader.BytesConsumed)] : null;
        return new LabelFileEntry(label, at, by, extra, raw);
    }

    private bool ReadNumber(out int? label)
    {
        label = null;
        if (_reader.TokenType == JsonTokenType.Number && _reader.TryGetInt32(out int value))
        {
            label = value;
            return true;
        }

        _reader.Skip();
        return false;
    }

    private DateTimeOffset? ReadTime()
    {
        _reader.Read();
        if (_reader.TokenType == JsonTokenType.String)
        {
            return _reader.ValueIsEscaped
                ? LabelTime.Parse(System.Text.Encoding.UTF8.GetBytes(_reader.GetString() ?? ""))
                : LabelTime.Parse(_reader.ValueSpan);
        }

        _reader.Skip();
        return null;
    }

    private string? ReadText()
    {
        _reader.Read();
        if (_reader.TokenType == JsonTokenType.String)
        {
            return _reader.GetString();
        }

        _reader.Skip();
        return null;
    }

    private byte[] TakeRaw()
    {
        int start = (int)_reader.TokenStartIndex;
        _reader.Skip();
        return _bytes[(_start + start)..(_start + (int)_reader.BytesConsumed)];
    }
}
