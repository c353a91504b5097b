using System.Text;
using System.Text.Json;
using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.Core.Labels;

/// <summary>
/// Reads only the labels of the configured data root from a user's file, without an object per entry; what a user's
/// program must carry over (<see cref="LabelFileReader"/>) is checked as JSON and left.
/// </summary>
internal ref struct VoteFileReader
{
    private const int BytesPerEntry = 100;
    private readonly BlockNames _names;
    private readonly NestedFolders _folders;
    private readonly List<KeyValuePair<BlockId, Vote>> _votes;
    private readonly List<string> _notices = [];
    private KnownBlock? _last;
    private Utf8JsonReader _reader;

    private VoteFileReader(byte[] utf8, BlockNames names, NestedFolders folders)
    {
        _names = names;
        _folders = folders;
        _votes = new List<KeyValuePair<BlockId, Vote>>(utf8.Length / BytesPerEntry);
        _reader = new Utf8JsonReader(utf8.AsSpan(utf8.AsSpan().StartsWith("\uFEFF"u8) ? 3 : 0));
    }

    /// <exception cref="JsonException">No JSON, or not of this shape.</exception>
    public static VoteFile Read(string user, byte[] utf8, BlockNames names, NestedFolders folders)
    {
        var reader = new VoteFileReader(utf8, names, folders);
        reader.ReadTop(user);
        return new VoteFile(user, null, VoteDictionary.Of(reader._votes), reader._notices, null);
    }

    private void ReadTop(string user)
    {
        if (!_reader.Read() || _reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("expected an object with \"annotations\"");
        }

        while (_reader.Read() && _reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isEntries = _reader.ValueTextEquals(LabelFileShape.User.Entries);
            _reader.Read();
            if (!isEntries)
            {
                _reader.Skip();
            }
            else if (_reader.TokenType == JsonTokenType.StartObject)
            {
                ReadEntries(user);
            }
            else
            {
                throw new JsonException("\"annotations\" is not an object");
            }
        }

        if (_reader.TokenType != JsonTokenType.EndObject || _reader.Read())
        {
            throw new JsonException("more after the end of the object");
        }
    }

    private void ReadEntries(string user)
    {
        while (_reader.Read() && _reader.TokenType == JsonTokenType.PropertyName)
        {
            Utf8JsonReader name = _reader;
            _reader.Read();
            if (_reader.TokenType != JsonTokenType.StartObject)
            {
                _reader.Skip();
            }
            else if (IsEntry())
            {
                KnownBlock? found = _names.Find(ref name, _last);
                _last = found ?? _last;
                Take(found?.Id);
            }
            else
            {
                ReadFolder(user, name.GetString() ?? "");
            }
        }
    }

    private void ReadFolder(string user, string folder)
    {
        (FolderMatch match, string below) = _folders.Resolve(folder);
        bool isOurs = match is FolderMatch.Ours or FolderMatch.OursElsewhere;
        int count = 0;
        while (_reader.Read() && _reader.TokenType == JsonTokenType.PropertyName)
        {
            BlockId? block = isOurs ? _names.Find(below, _reader.GetString() ?? "") : null;
            count++;
            _reader.Read();
            if (_reader.TokenType == JsonTokenType.StartObject)
            {
                Take(block);
            }
            else
            {
                _reader.Skip();
            }
        }

        if (match is FolderMatch.OursElsewhere or FolderMatch.Ambiguous)
        {
            _notices.Add($"{user}: {count} labels stored under {folder} "
                + (match == FolderMatch.Ambiguous ? "fit several folders here and are not used." : "were taken for this data folder."));
        }
    }

    // A copy of the reader looks ahead for the label property; in our own files it comes first.
    private readonly bool IsEntry()
    {
        Utf8JsonReader ahead = _reader;
        while (ahead.Read() && ahead.TokenType == JsonTokenType.PropertyName)
        {
            if (ahead.ValueTextEquals("label"u8))
            {
                return true;
            }

            ahead.Read();
            ahead.Skip();
        }

        return false;
    }

    private void Take(BlockId? block)
    {
        int? label = null;
        DateTimeOffset at = DateTimeOffset.UnixEpoch;
        while (_reader.Read() && _reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isLabel = _reader.ValueTextEquals("label"u8);
            bool isTime = !isLabel && _reader.ValueTextEquals("annotated_at"u8);
            _reader.Read();
            if (isLabel)
            {
                label = _reader.TokenType == JsonTokenType.Number && _reader.TryGetInt32(out int value) ? value : null;
            }
            else if (isTime && _reader.TokenType == JsonTokenType.String)
            {
                at = ReadTime() ?? DateTimeOffset.UnixEpoch;
            }

            _reader.Skip();
        }

        if (label is { } vote && block is { } key)
        {
            _votes.Add(KeyValuePair.Create(key, new Vote(vote, at)));
        }
    }

    private readonly DateTimeOffset? ReadTime() => _reader.ValueIsEscaped
        ? LabelTime.Parse(Encoding.UTF8.GetBytes(_reader.GetString() ?? ""))
        : LabelTime.Parse(_reader.ValueSpan);
}
