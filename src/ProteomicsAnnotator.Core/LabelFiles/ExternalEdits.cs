using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Merge;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.LabelFiles;

/// <summary>
/// Entries of a derived file that no journal knows: another program wrote them. Each becomes an event whose clock is
/// 1 + the block's highest, whose time is the entry's, and whose id is a hash of its content. A flag or note of an entry counts
/// where no journal speaks of that block's flag or note: a file that was written from stale memory brings none back.
/// </summary>
internal sealed class ExternalEdits
{
    private readonly bool _isVariant;

    private ExternalEdits(bool isVariant)
    {
        _isVariant = isVariant;
    }

    public List<LabelEvent> Events { get; } = [];

    public List<string> Notices { get; } = [];

    /// <param name="file">As it stands.</param>
    /// <param name="known">What the journals say.</param>
    /// <param name="folders">Whose nested entries are ours.</param>
    /// <param name="isVariant">
    /// The file bears the owner's name in another case: of each block the later label counts, so that an entry is taken
    /// only when it is younger than the newest decision.
    /// </param>
    public static ExternalEdits In(LabelFile file, LabelMerge known, NestedFolders folders, bool isVariant = false)
    {
        var found = new ExternalEdits(isVariant);
        foreach ((string key, LabelFileEntry entry) in file.Flat)
        {
            found.Take(null, key, entry, known);
        }

        foreach ((string folder, Dictionary<string, LabelFileEntry> entries) in file.Nested)
        {
            found.TakeFolder(folder, entries, known, folders.Resolve(folder));
        }

        return found;
    }

    /// <summary>For a file of browsed folders: each folder keeps its own path.</summary>
    public static ExternalEdits InBrowsed(LabelFile file, LabelMerge known)
    {
        var found = new ExternalEdits(isVariant: false);
        foreach ((string folder, Dictionary<string, LabelFileEntry> entries) in file.Nested)
        {
            found.TakeFolder(folder, entries, known, (FolderMatch.Other, ""));
        }

        return found;
    }

    /// <summary>The key an entry of a nested folder is kept under.</summary>
    public static LabelKey? KeyOf(string? folder, FolderMatch match, string below, string name)
    {
        bool isOurs = match is FolderMatch.Ours or FolderMatch.OursElsewhere;
        string text = isOurs && below.Length > 0 ? below + "/" + name : name;
        return BlockId.TryParse(text, out BlockId block) ? new LabelKey(isOurs ? null : folder, block) : null;
    }

    private void TakeFolder(
        string folder,
        Dictionary<string, LabelFileEntry> entries,
        LabelMerge known,
        (FolderMatch Match, string Below) place)
    {
        if (place.Match == FolderMatch.Ambiguous)
        {
            Notices.Add($"{Counted.Of(entries.Count, "label")} stored under {folder} {(entries.Count == 1 ? "fits several folders here and is" : "fit several folders here and are")} not used.");
            return;
        }

        int before = Events.Count;
        foreach ((string name, LabelFileEntry entry) in entries)
        {
            if (KeyOf(folder, place.Match, place.Below, name) is { } key)
            {
                Take(key.Root, key.Block.Value, entry, known);
            }
        }

        if (place.Match == FolderMatch.OursElsewhere && Events.Count > before)
        {
            Notices.Add($"{Counted.Of(Events.Count - before, "label")} stored under {folder} {(Events.Count - before == 1 ? "was" : "were")} taken for this data folder.");
        }
    }

    private void Take(string? root, string name, LabelFileEntry entry, LabelMerge known)
    {
        if (entry.Label is not { } label || !BlockId.TryParse(name, out BlockId block))
        {
            return;
        }

        var key = new LabelKey(root, block);
        DateTimeOffset at = entry.At ?? LabelTime.Unknown;
        MarkChange mark = entry.Mark.Without(known.SaidOf(key));
        bool isKnown = known.HasDecision(key, label, at);
        if (_isVariant ? isKnown || known.LatestOf(key) >= at : isKnown && BlockMark.Of(mark).IsEmpty)
        {
            return;
        }

        if (isKnown)
        {
            Events.Add(MarkOf(key, at, mark, known));
            return;
        }

        Events.Add(new LabelEvent
        {
            Id = EventId.Import(Hash(key, label.ToString(CultureInfo.InvariantCulture), at, entry.By)),
            Clock = JournalBounds.ClockAfter(known.HighestClockOf(key)),
            At = at,
            Key = key,
            Label = label,
            Was = known.Snapshot.Find(key)?.Label,
            Mark = mark,
            IsNotBlind = entry.IsNotBlind,
            By = entry.By,
        });
    }

    /// <summary>Another program gave a label that is known a flag or a note.</summary>
    private static LabelEvent MarkOf(LabelKey key, DateTimeOffset at, MarkChange mark, LabelMerge known) => new()
    {
        Id = EventId.Import(Hash(key, $"mark {mark.Unsure} {mark.Note}", at, null)),
        Clock = JournalBounds.ClockAfter(known.HighestClockOf(key)),
        At = at,
        Key = key,
        Kind = DecisionKind.Mark,
        Mark = mark,
    };

    private static string Hash(LabelKey key, string content, DateTimeOffset at, string? by)
    {
        string text = string.Join('\n', key.Root ?? "", key.Block.Value, content, LabelTime.Format(at), by ?? "");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..32];
    }
}
