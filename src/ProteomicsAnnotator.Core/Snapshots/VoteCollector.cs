using System.Text.Json;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.LabelFiles;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Snapshots;

/// <summary>Keeps only the labels of the configured data root, without an object per entry.</summary>
internal sealed class VoteCollector(string user, int expected, BlockNames names, NestedFolders folders) : ILabelFileCollector
{
    private const int BytesPerEntry = 100;
    private readonly List<KeyValuePair<BlockId, Vote>> _votes = new(expected);
    private readonly Dictionary<BlockId, BlockMark> _marks = [];
    private readonly List<string> _notices = [];
    private readonly UnusableValues _unusable = new();
    private KnownBlock? _last;
    private string? _folder;
    private (FolderMatch Match, string Below) _place;
    private int _count;

    bool ILabelFileCollector.KeepsAll => false;

    /// <exception cref="JsonException">No JSON, not of this shape, or another person's.</exception>
    public static VoteFile Read(string user, string path, byte[] utf8, BlockNames names, NestedFolders folders)
    {
        var votes = new VoteCollector(user, utf8.Length / BytesPerEntry, names, folders);
        LabelFileReader.Read(utf8, LabelFileShape.User, user, votes);
        foreach ((BlockId block, _) in votes._votes)
        {
            // A version before may have given a label beside what it does not know.
            if (votes._marks.TryGetValue(block, out BlockMark mark) && mark.Unusable is not null)
            {
                votes._marks[block] = mark with { Unusable = null };
            }
        }

        return new VoteFile(user, null, VoteDictionary.Of(votes._votes), votes._notices, null)
        {
            Marks = votes._marks,
            Unusable = [.. votes._unusable.Of(path)],
        };
    }

    void ILabelFileCollector.TakeTop(string name, string? text, byte[] raw)
    {
        // Only the votes are asked for.
    }

    void ILabelFileCollector.TakeMarks(IReadOnlyDictionary<BlockId, BlockMark> marks, IReadOnlyList<KeyValuePair<string, byte[]>> others)
    {
        foreach ((BlockId block, BlockMark mark) in marks)
        {
            _ = _marks.TryAdd(block, mark);
        }
    }

    void ILabelFileCollector.BeginFolder(string folder)
    {
        _folder = folder;
        _place = folders.Resolve(folder);
        _count = 0;
    }

    void ILabelFileCollector.EndFolder()
    {
        if (_place.Match is FolderMatch.OursElsewhere or FolderMatch.Ambiguous)
        {
            _notices.Add($"{user}: " + (_place.Match == FolderMatch.Ambiguous
                ? $"{Counted.Of(_count, "label")} stored under {_folder} {(_count == 1 ? "fits several folders here and is" : "fit several folders here and are")} not used."
                : $"{Counted.Of(_count, "label")} stored under {_folder} {(_count == 1 ? "was" : "were")} taken for this data folder."));
        }

        _folder = null;
    }

    void ILabelFileCollector.Take(ref Utf8JsonReader name, LabelFileEntry entry)
    {
        _count++;
        if (entry.Label is { } label && Find(ref name) is { } block)
        {
            _votes.Add(KeyValuePair.Create(block, new Vote(label, entry.At ?? LabelTime.Unknown) { IsNotBlind = entry.IsNotBlind }));
            if (BlockMark.Of(entry.Mark) is { IsEmpty: false } mark)
            {
                _marks[block] = mark;
            }
        }
    }

    void ILabelFileCollector.TakeUnusable(string what) => _unusable.Add(what);

    private BlockId? FindNested(string name)
    {
        BlockId? found = _place.Match is FolderMatch.Ours or FolderMatch.OursElsewhere ? names.Find(_place.Below, name) : null;
        if (found is null && !BlockId.TryParse(name, out _))
        {
            _unusable.AddName(name);
        }

        return found;
    }

    private BlockId? Find(ref Utf8JsonReader name)
    {
        if (_folder is not null)
        {
            return FindNested(name.GetString() ?? "");
        }

        KnownBlock? found = names.Find(ref name, _last);
        _last = found ?? _last;
        if (found is null)
        {
            _unusable.AddName(name.GetString() ?? "");
        }

        return found?.Id;
    }
}
