using System.Globalization;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Export;

/// <summary>All journals below an annotations root: <c>history/users/{username}/*.jsonl</c> and <c>history/admin/*.jsonl</c>.</summary>
public static class HistoryFiles
{
    /// <summary>Blocking, each file within its limit.</summary>
    public static HistoryRead Read(FileOperations files, string annotationsRoot)
    {
        var reads = new BoundedReads(TimeProvider.System);
        var rows = new Dictionary<string, HistoryRow>(StringComparer.Ordinal);
        var owners = ShareOwners.Find(files, reads, annotationsRoot);
        List<string> faults = [.. owners.Faults.Select(fault => fault.Message)];
        string history = Path.Combine(annotationsRoot, "history");
        IEnumerable<(string? Username, string Folder)> folders = owners.Users
            .Where(user => user.HasJournals)
            .Select(user => ((string?)user.Username, Path.Combine(history, "users", user.Username)))
            .Append((null, Path.Combine(history, "admin")));
        foreach ((string? username, string folder) in folders)
        {
            ReadFolder(new JournalDirectory(files, reads, folder), username, (rows, faults));
        }

        return new HistoryRead(HistoryRow.Sort(rows.Values), faults);
    }

    private static void ReadFolder(
        JournalDirectory journals, string? username, (Dictionary<string, HistoryRow> Rows, List<string> Faults) into)
    {
        try
        {
            IReadOnlyList<string> names = [.. journals.Names().Reverse()];
            foreach (BoundedRead<byte[]> journal in journals.Each(names, name => journals.ReadFrom(name, 0)))
            {
                if (journal.Error is { } error)
                {
                    into.Faults.Add(error.Message);
                }
                else
                {
                    AddLines(journal.Value, journal.Path, username, into);
                }
            }
        }
        catch (StorageException error)
        {
            into.Faults.Add(error.Message);
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

            ParsedLine parsed = JournalLine.Parse(line, journal);
            if (parsed.Event is not { } decision)
            {
                if (parsed.IsTorn || parsed.Refusal is not null)
                {
                    string reason = parsed.Refusal is { } refusal ? ": " + refusal : "";
                    into.Faults.Add(string.Create(CultureInfo.InvariantCulture, $"{path}: line {number} is no decision{reason}"));
                }

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
}
