using System.Text.Json;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Merge;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.LabelFiles;

/// <summary>
/// Writes a derived file from the merged labels: keys in ordinal order, so that two programs that know the same
/// decisions write the same bytes. Unknown properties and entries of the other part are carried over.
/// </summary>
internal sealed class LabelFileWriter(LabelFileShape shape, LabelFile old, LabelSnapshot labels, LabelFilePart part)
{
    private readonly Dictionary<string, LabelEntry> _flat = new(labels.Count, StringComparer.Ordinal);
    private readonly Dictionary<string, Dictionary<string, LabelEntry>> _nested = new(StringComparer.Ordinal);

    /// <summary>True when the file as it stands already says all this.</summary>
    public bool IsUpToDate()
    {
        Divide();
        return part == LabelFilePart.DataRoot
            ? SameEntries(old.Flat, _flat) && HasSameMarks()
            : _nested.All(folder => old.Nested.TryGetValue(folder.Key, out Dictionary<string, LabelFileEntry>? there) && SameEntries(there, folder.Value))
                && old.Nested.All(folder => _nested.ContainsKey(folder.Key) || folder.Value.All(entry => entry.Value.Label is null));
    }

    /// <param name="username">For a user's file; null for final labels.</param>
    /// <param name="now">For a file that never had a label or a creation time.</param>
    public byte[] Write(string? username, DateTimeOffset now)
    {
        Divide();
        return JsonFile.Serialize(writer =>
        {
            writer.WriteStartObject();
            if (username is not null)
            {
                writer.WriteString("username"u8, username);
                writer.WriteString("created_at"u8, old.CreatedAt ?? LabelTime.Format(now));
            }

            writer.WriteString("updated_at"u8, LabelTime.Format(now));
            writer.WriteStartObject(shape.Entries);
            if (part == LabelFilePart.DataRoot)
            {
                WriteEntries(writer, old.Flat, _flat);
            }
            else
            {
                WriteUntouched(writer, old.Flat);
            }

            WriteFolders(writer);
            writer.WriteEndObject();
            if (MaySayMarks)
            {
                MarkSection.Write(writer, MarkSection.Of(labels), old.OtherMarks);
            }

            WriteExtra(writer, old.Extra);
            writer.WriteEndObject();
        });
    }

    internal static void WriteExtra(Utf8JsonWriter writer, IEnumerable<KeyValuePair<string, byte[]>>? extra)
    {
        foreach ((string name, byte[] value) in extra ?? [])
        {
            writer.WritePropertyName(name);
            WriteValue(writer, value);
        }
    }

    // Through a document, so that the indentation is ours whatever it was.
    private static void WriteValue(Utf8JsonWriter writer, byte[] value)
    {
        using JsonDocument document = JsonDocument.Parse(value);
        document.RootElement.WriteTo(writer);
    }

    private bool SameEntries(Dictionary<string, LabelFileEntry> there, Dictionary<string, LabelEntry> here)
    {
        if (there.Count(entry => entry.Value.Label is not null && BlockId.TryParse(entry.Key, out _)) != here.Count)
        {
            return false;
        }

        foreach ((string name, LabelEntry entry) in here)
        {
            if (!there.TryGetValue(name, out LabelFileEntry stored)
                || stored.Label != entry.Label
                || stored.At != entry.AnnotatedAt
                || stored.By != entry.By
                || (shape.By is null && (BlockMark.Of(stored.Mark) != labels.MarkOf(entry.Key) || stored.IsNotBlind != entry.IsNotBlind)))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>A member of that name that another program wrote stays, and nothing beside it.</summary>
    private bool MaySayMarks => part == LabelFilePart.DataRoot && shape.By is null && !old.Extra.Exists(member => member.Key == MarkSection.Name);

    private bool HasSameMarks()
    {
        if (!MaySayMarks)
        {
            return true;
        }

        Dictionary<string, BlockMark> here = MarkSection.Of(labels);
        return here.Count == old.Marks.Count && old.Marks.All(mark => here.TryGetValue(mark.Key.Value, out BlockMark now) && now == mark.Value);
    }

    private void Divide()
    {
        if (_flat.Count + _nested.Count > 0)
        {
            return;
        }

        foreach ((LabelKey key, LabelEntry entry) in labels.Labels)
        {
            if (key.Root is not { } root)
            {
                _flat[key.Block.Value] = entry;
                continue;
            }

            if (part != LabelFilePart.Browsed)
            {
                continue;
            }

            if (!_nested.TryGetValue(root, out Dictionary<string, LabelEntry>? folder))
            {
                folder = new Dictionary<string, LabelEntry>(StringComparer.Ordinal);
                _nested[root] = folder;
            }

            folder[key.Block.Value] = entry;
        }
    }

    private void WriteFolders(Utf8JsonWriter writer)
    {
        foreach (string folder in old.Nested.Keys.Union(_nested.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            Dictionary<string, LabelFileEntry> there = old.Nested.GetValueOrDefault(folder) ?? new(StringComparer.Ordinal);
            writer.WriteStartObject(folder);
            if (part != LabelFilePart.Browsed)
            {
                WriteUntouched(writer, there);
            }
            else
            {
                WriteEntries(writer, there, _nested.GetValueOrDefault(folder) ?? new(StringComparer.Ordinal));
            }

            writer.WriteEndObject();
        }
    }

    private void WriteUntouched(Utf8JsonWriter writer, Dictionary<string, LabelFileEntry> there)
    {
        foreach ((string name, LabelFileEntry entry) in there)
        {
            writer.WritePropertyName(name);
            if (entry.Raw is { } raw)
            {
                WriteValue(writer, raw);
            }
            else
            {
                WriteEntry(writer, entry);
            }
        }
    }

    private void WriteEntries(
        Utf8JsonWriter writer,
        Dictionary<string, LabelFileEntry> there,
        Dictionary<string, LabelEntry> here)
    {
        foreach ((string name, LabelFileEntry entry) in there.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            bool isOurs = entry.Raw is null && BlockId.TryParse(name, out _);
            if (!isOurs && !here.ContainsKey(name))
            {
                writer.WritePropertyName(name);
                WriteValue(writer, entry.Raw ?? RawOf(entry));
            }
        }

        foreach ((string name, LabelEntry entry) in here.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            writer.WritePropertyName(name);
            IReadOnlyList<KeyValuePair<string, byte[]>>? extra = there.TryGetValue(name, out LabelFileEntry stored) ? stored.Extra : null;
            WriteEntry(writer, new LabelFileEntry(entry.Label, entry.AnnotatedAt, entry.By, extra, null) { Mark = MarkOf(entry), IsNotBlind = shape.By is null && entry.IsNotBlind });
        }
    }

    private byte[] RawOf(LabelFileEntry entry) =>
        JsonFile.Serialize(writer => WriteEntry(writer, entry));

    /// <summary>What an entry says of flag and note: nothing of one that there is not, and nothing at all beside a final label.</summary>
    private MarkChange MarkOf(LabelEntry entry) => shape.By is null ? MarkChange.Of(labels.MarkOf(entry.Key)) : default;

    private void WriteEntry(Utf8JsonWriter writer, LabelFileEntry entry)
    {
        writer.WriteStartObject();
        writer.WriteNumber(shape.Label, entry.Label ?? 0);
        if (shape.By is not null && entry.By is not null)
        {
            writer.WriteString(shape.By, entry.By);
        }

        if (entry.At is { } time)
        {
            writer.WriteString(shape.At, LabelTime.Format(time));
        }

        if (entry.IsNotBlind)
        {
            writer.WriteBoolean(MarkJson.NotBlind, true);
        }

        MarkJson.Write(writer, entry.Mark);
        WriteExtra(writer, entry.Extra?.Where(member => !MarkJson.Says(entry.Mark, member.Key) && !(entry.IsNotBlind && member.Key == MarkJson.NotBlind)));
        writer.WriteEndObject();
    }
}
