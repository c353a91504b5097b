using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Journals;

namespace ProteomicsAnnotator.Core.LabelFiles;

/// <summary>
/// The one parser of a derived file, by hand over its bytes: an admin's start reads all of them. A whole number is a label
/// (<c>2</c>, <c>2.0</c>), null is none; everything else in a label's place is handed over as unusable, in words.
/// </summary>
internal ref struct LabelFileReader
{
    private const int ShownLength = 40;

    /// <summary>Only longer texts are checked; everything else of a line is shorter.</summary>
    private const int LongestUnseen = 4096;
    private readonly byte[] _bytes;
    private readonly LabelFileShape _shape;
    private readonly ILabelFileCollector _into;
    private readonly int _start;
    private Utf8JsonReader _reader;
    private string? _folder;

    private LabelFileReader(byte[] utf8, LabelFileShape shape, ILabelFileCollector into)
    {
        _bytes = utf8;
        _shape = shape;
        _into = into;
        _start = utf8.AsSpan().StartsWith("\uFEFF"u8) ? 3 : 0;
        _reader = new Utf8JsonReader(utf8.AsSpan(_start));
    }

    /// <param name="utf8">The file.</param>
    /// <param name="shape">Of a user's file or of the final labels.</param>
    /// <param name="username">Whose it should be; a file that says another name is damaged. Null: anyone's.</param>
    /// <param name="into">Receives the content, in file order.</param>
    /// <exception cref="JsonException">No JSON, not of this shape, or another person's.</exception>
    public static void Read(byte[] utf8, LabelFileShape shape, string? username, ILabelFileCollector into) =>
        new LabelFileReader(utf8, shape, into).Read(username);

    private void Read(string? username)
    {
        if (!_reader.Read() || _reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException($"expected an object with \"{_shape.Entries}\"");
        }

        while (_reader.Read() && _reader.TokenType == JsonTokenType.PropertyName)
        {
            ReadTop(username);
        }

        if (_reader.TokenType != JsonTokenType.EndObject || _reader.Read())
        {
            throw new JsonException("more after the end of the object");
        }
    }

    private void ReadTop(string? username)
    {
        string name = _reader.GetString() ?? "";
        _reader.Read();
        if (name == _shape.Entries)
        {
            if (_reader.TokenType != JsonTokenType.StartObject)
            {
                throw new JsonException($"\"{name}\" is not an object");
            }

            ReadEntries();
            return;
        }

        if (name == MarkSection.Name && _shape.By is null && MarkSection.TryRead(ref _reader, out List<KeyValuePair<string, byte[]>> others) is { } marks)
        {
            _into.TakeMarks(marks, others);
            return;
        }

        string? text = _reader.TokenType == JsonTokenType.String ? _reader.GetString() : null;
        if (name == "username" && username is not null && text is not null && !UnicodeForm.ToNfc(text.Trim()).Equals(UnicodeForm.ToNfc(username), StringComparison.OrdinalIgnoreCase))
        {
            throw new OtherPersonsFileException($"its username is \"{text}\", expected \"{username}\": it is not this person's file");
        }

        _into.TakeTop(name, text, _into.KeepsAll ? TakeRaw() : Skip());
    }

    private void ReadEntries()
    {
        while (_reader.Read() && _reader.TokenType == JsonTokenType.PropertyName)
        {
            Utf8JsonReader name = _reader;
            _reader.Read();
            if (_reader.TokenType == JsonTokenType.StartObject && !IsEntry())
            {
                ReadFolder(name.GetString() ?? "");
            }
            else
            {
                ReadEntry(ref name);
            }
        }
    }

    private void ReadFolder(string folder)
    {
        _folder = folder;
        _into.BeginFolder(folder);
        while (_reader.Read() && _reader.TokenType == JsonTokenType.PropertyName)
        {
            Utf8JsonReader name = _reader;
            _reader.Read();
            ReadEntry(ref name);
        }

        _into.EndFolder();
        _folder = null;
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

    private void ReadEntry(ref Utf8JsonReader name)
    {
        int start = (int)_reader.TokenStartIndex;
        if (_reader.TokenType != JsonTokenType.StartObject)
        {
            if (_reader.TokenType != JsonTokenType.Null)
            {
                TellUnusable(ref name);
            }

            byte[] value = _into.KeepsAll ? TakeRaw() : Skip();
            _into.Take(ref name, new LabelFileEntry(null, null, null, null, value));
            return;
        }

        int? label = null;
        bool isForeignKind = true;
        DateTimeOffset? at = null;
        string? by = null;
        MarkChange mark = default;
        bool isNotBlind = false;
        List<KeyValuePair<string, byte[]>>? extra = null;
        while (_reader.Read() && _reader.TokenType == JsonTokenType.PropertyName)
        {
            if (_reader.ValueTextEquals(_shape.Label))
            {
                _reader.Read();
                isForeignKind = !ReadLabel(ref name, out label);
            }
            else if (_reader.ValueTextEquals(_shape.At))
            {
                at = ReadTime();
            }
            else if (_shape.By is not null && _reader.ValueTextEquals(_shape.By))
            {
                by = ReadText();
            }
            else if (!ReadBesideLabel(ref mark, ref isNotBlind))
            {
                KeepOther(ref extra);
            }
        }

        if (label is not null && IsTooLong(by))
        {
            _into.TakeUnusable($"{PlaceOf(ref name)}: the label is not used, its entry is too long for a journal");
            (label, isForeignKind) = (null, true);
        }

        byte[]? raw = isForeignKind && _into.KeepsAll ? _bytes[(_start + start)..(_start + (int)_reader.BytesConsumed)] : null;
        _into.Take(ref name, new LabelFileEntry(label, at, by, extra, raw) { Mark = mark, IsNotBlind = isNotBlind });
    }

    /// <summary>False for a member that says nothing here, or nothing that is understood; the reader is still at the name then.</summary>
    private bool ReadBesideLabel(ref MarkChange mark, ref bool isNotBlind)
    {
        bool saysNotBlind = _shape.By is null && MarkJson.TryReadNotBlind(ref _reader);
        isNotBlind |= saysNotBlind;
        return saysNotBlind || (_shape.By is null && MarkJson.IsBesideLabel(ref _reader) && MarkJson.TryRead(ref _reader, ref mark));
    }

    private void KeepOther(ref List<KeyValuePair<string, byte[]>>? extra)
    {
        string unknown = _into.KeepsAll ? _reader.GetString() ?? "" : "";
        _reader.Read();
        if (_into.KeepsAll)
        {
            (extra ??= []).Add(new KeyValuePair<string, byte[]>(unknown, TakeRaw()));
        }
        else
        {
            _reader.Skip();
        }
    }

    /// <summary>False when it is no number that can be written again as a label.</summary>
    private bool ReadLabel(ref Utf8JsonReader name, out int? label)
    {
        label = null;
        if (_reader.TokenType == JsonTokenType.Number)
        {
            if (_reader.TryGetInt32(out int value))
            {
                label = value;
                return true;
            }

            if (_reader.TryGetDouble(out double number) && double.IsInteger(number) && number is >= int.MinValue and <= int.MaxValue)
            {
                label = (int)number;
                return true;
            }
        }

        if (_reader.TokenType != JsonTokenType.Null)
        {
            TellUnusable(ref name);
        }

        _reader.Skip();
        return false;
    }

    private readonly void TellUnusable(ref Utf8JsonReader name)
    {
        Utf8JsonReader value = _reader;
        value.Skip();
        string found = Encoding.UTF8.GetString(_bytes.AsSpan((_start + (int)_reader.TokenStartIndex)..(_start + (int)value.BytesConsumed)));
        found = found.Length > ShownLength ? found[..ShownLength] + "..." : found;
        _into.TakeUnusable(string.Create(CultureInfo.InvariantCulture, $"{PlaceOf(ref name)}: the label {found} is not used, expected a whole number"));
    }

    /// <summary>No journal line could say who set it, and where.</summary>
    private readonly bool IsTooLong(string? by) =>
        (by?.Length ?? 0) + (_folder?.Length ?? 0) > LongestUnseen
        && JsonEncodedText.Encode(by + _folder, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes.Length > JournalBounds.MaxLineBytes - LongestUnseen;

    private readonly string PlaceOf(ref Utf8JsonReader name)
    {
        string folder = _folder is null ? "" : _folder.Length > LongestUnseen ? _folder[..ShownLength] + ".../" : _folder + "/";
        return folder + NameOf(ref name);
    }

    // A name that is no UTF-8 is an InvalidOperationException to the reader.
    private static string NameOf(ref Utf8JsonReader name)
    {
        try
        {
            return name.GetString() ?? "";
        }
        catch (InvalidOperationException)
        {
            return Encoding.Latin1.GetString(name.ValueSpan);
        }
    }

    private DateTimeOffset? ReadTime()
    {
        _reader.Read();
        if (_reader.TokenType == JsonTokenType.String)
        {
            return _reader.ValueIsEscaped
                ? LabelTime.Parse(Encoding.UTF8.GetBytes(_reader.GetString() ?? ""))
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

    private byte[] Skip()
    {
        _reader.Skip();
        return [];
    }
}

/// <summary>A file under one person's name says that it is another's, perhaps a copy. Nothing in it counts.</summary>
internal sealed class OtherPersonsFileException(string message) : JsonException(message);
