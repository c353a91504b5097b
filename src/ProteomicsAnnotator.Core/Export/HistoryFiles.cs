using System.Globalization;
using System.Text.Json;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Export;

/// <summary>All journals below an annotations root: <c>history/users/{username}/*.jsonl</c> and <c>history/admin/*.jsonl</c>.</summary>
public static class HistoryFiles
{
    public static HistoryRead Read(FileOperations files, string annotationsRoot)
    {
        List<string> faults = [];
        var rows = new Dictionary<string, HistoryRow>(StringComparer.Ordinal);
        string users = Path.Combine(annotationsRoot, "history", "users");
        foreach (string username in Names(files.ListFolders, users, faults))
        {
            ReadFolder(files, Path.Combine(users, username), username, (rows, faults));
        }

        ReadFolder(files, Path.Combine(annotationsRoot, "history", "admin"), null, (rows, faults));
        return new HistoryRead(HistoryRow.Sort(rows.Values), faults);
    }

    private static void ReadFolder(
        FileOperations files, string folder, string? username, (Dictionary<string, HistoryRow> Rows, List<string> Faults) into)
    {
        foreach (string name in Names(files.ListFiles, folder, into.Faults))
        {
            if (!name.EndsWith(JournalName.Ending, StringComparison.Ordinal))
            {
                continue;
            }

            string path = Path.Combine(folder, name);
            try
            {
                AddLines(files.ReadAll(path), path, username, into);
            }
            catch (Exception error) when (StorageFault.IsFileError(error))
            {
                into.Faults.Add(StorageException.From(path, error).Message);
            }
        }
    }

    private static void AddLines(
        ReadOnlyMemory<byte> text, string path, string? username, (Dictionary<string, HistoryRow> Rows, List<string> Faults) into)
    {
        string journal = Path.GetFileNameWithoutExtension(path);
        for (int number = 1; !text.IsEmpty; number++)
        {
            int end = text.Span.IndexOf((byte)'\n');
            ReadOnlyMemory<byte> line = end < 0 ? text : text[..end];
            text = end < 0 ? default : text[(end + 1)..];
            if (number == 1 || line.IsEmpty)
            {
                continue;
            }

            if (JournalLine.TryParse(line, journal) is not { } decision)
            {
                if (IsNote(line))
                {
                    continue;
                }

                into.Faults.Add(string.Create(CultureInfo.InvariantCulture, $"{path}: line {number} is no decision"));
                continue;
            }

            string id = decision.Id.ToString();
            into.Rows[$"{username}/{id}"] = new HistoryRow(
                id,
                username is null ? "final_label" : "label",
                username ?? decision.By ?? "",
                decision.At,
                decision.Key.Block.Value,
                decision.Key.Root,
                decision.Label,
                decision.Was);
        }
    }

    /// <summary>Whole JSON that decides nothing: a header, or that the program has ended.</summary>
    private static bool IsNote(ReadOnlyMemory<byte> line)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(line);
            return document.RootElement.ValueKind == JsonValueKind.Object && !document.RootElement.TryGetProperty("seq"u8, out _);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Sorted; a missing folder is an empty one.</summary>
    private static IEnumerable<string> Names(Func<string, IReadOnlyList<string>> list, string folder, List<string> faults)
    {
        try
        {
            return list(folder).Order(StringComparer.Ordinal);
        }
        catch (Exception error) when (StorageFault.IsMissing(error))
        {
            return [];
        }
        catch (Exception error) when (StorageFault.IsFileError(error))
        {
            faults.Add(StorageException.From(folder, error).Message);
            return [];
        }
    }
}
