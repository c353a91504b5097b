using System.Text.Json;

namespace ProteomicsAnnotator.Core.Tests.Labels;

/// <summary>Merges journals as docs/storage-format.md says, without any code of the program.</summary>
internal static class OwnReader
{
    /// <summary>Block to label, of all journals below the folders; a cleared block is not in it.</summary>
    public static Dictionary<string, int> Merge(params string[] folders)
    {
        var winners = new Dictionary<string, (long Clock, DateTimeOffset At, string Id, int? Label)>(StringComparer.Ordinal);
        foreach ((string id, JsonElement line) in folders.SelectMany(Decisions))
        {
            (long, DateTimeOffset, string, int?) rank = (
                line.GetProperty("clock").GetInt64(),
                line.GetProperty("at").GetDateTimeOffset(),
                id,
                line.GetProperty("label") is { ValueKind: JsonValueKind.Number } label ? label.GetInt32() : null);
            string block = line.GetProperty("block").GetString()!;
            if (!winners.TryGetValue(block, out (long, DateTimeOffset, string, int?) best) || Compare(rank, best) > 0)
            {
                winners[block] = rank;
            }
        }

        return winners.Where(winner => winner.Value.Label is not null).ToDictionary(winner => winner.Key, winner => winner.Value.Label!.Value, StringComparer.Ordinal);
    }

    /// <summary>Block to note, of all journals below the folder, whether the line has a label or not; a note that was taken back is not in it.</summary>
    public static Dictionary<string, string> MergeNotes(string folder)
    {
        var winners = new Dictionary<string, (long Clock, DateTimeOffset At, string Id, string? Note)>(StringComparer.Ordinal);
        foreach ((string id, JsonElement line) in Lines(folder))
        {
            JsonElement said = line.TryGetProperty("mark", out JsonElement mark) ? mark : line;
            if (!said.TryGetProperty("note", out JsonElement note))
            {
                continue;
            }

            string block = said.GetProperty("block").GetString()!;
            (long, DateTimeOffset, string, string?) rank = (line.GetProperty("clock").GetInt64(), line.GetProperty("at").GetDateTimeOffset(), id, note.GetString());
            if (!winners.TryGetValue(block, out (long Clock, DateTimeOffset At, string Id, string?) best)
                || Compare((rank.Item1, rank.Item2, id, null), (best.Clock, best.At, best.Id, null)) > 0)
            {
                winners[block] = rank;
            }
        }

        return winners.Where(winner => !string.IsNullOrEmpty(winner.Value.Note)).ToDictionary(winner => winner.Key, winner => winner.Value.Note!, StringComparer.Ordinal);
    }

    /// <summary>Block to label, of the configured root, as a user's file or the final labels have it.</summary>
    public static Dictionary<string, int> FileLabels(byte[] file)
    {
        JsonElement root = JsonDocument.Parse(file).RootElement;
        bool isUsers = root.TryGetProperty("annotations", out JsonElement entries);
        string label = isUsers ? "label" : "final_label";
        return (isUsers ? entries : root.GetProperty("labels")).EnumerateObject()
            .Where(entry => entry.Value.TryGetProperty(label, out JsonElement given) && given.ValueKind == JsonValueKind.Number)
            .ToDictionary(entry => entry.Name, entry => entry.Value.GetProperty(label).GetInt32(), StringComparer.Ordinal);
    }

    /// <summary>Every decision of all journals below the folder with its id, also those that stand there twice.</summary>
    public static IEnumerable<(string Id, JsonElement Line)> Decisions(string folder) =>
        Lines(folder).Where(line => line.Line.TryGetProperty("label", out _));

    private static IEnumerable<(string Id, JsonElement Line)> Lines(string folder) =>
        Directory.Exists(folder) ? Directory.GetFiles(folder, "*.jsonl", SearchOption.AllDirectories).SelectMany(Read) : [];

    private static IEnumerable<(string Id, JsonElement Line)> Read(string path)
    {
        string text = File.ReadAllText(path);
        foreach (string line in text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            JsonElement root = JsonDocument.Parse(line).RootElement;
            if (root.TryGetProperty("label", out _) || root.TryGetProperty("mark", out _))
            {
                string journal = root.TryGetProperty("journal", out JsonElement named) ? named.GetString()! : Path.GetFileNameWithoutExtension(path);
                yield return ($"{journal}:{root.GetProperty("seq").GetInt64():D19}", root);
            }
        }
    }

    private static int Compare((long Clock, DateTimeOffset At, string Id, int?) left, (long Clock, DateTimeOffset At, string Id, int?) right)
    {
        int order = left.Clock.CompareTo(right.Clock);
        order = order != 0 ? order : left.At.CompareTo(right.At);
        return order != 0 ? order : string.CompareOrdinal(left.Id, right.Id);
    }
}
