using System.Text.Json;

namespace ProteomicsAnnotator.Browser.Tests;

/// <summary>The folders of one test: blocks, labels, configuration with the admin <c>boss</c>, and this machine's own.</summary>
internal sealed class Campaign : IDisposable
{
    private static readonly string[] ThreeChannels = ["488", "561", "638"];

    public Campaign(int blocks, params string[] channels)
    {
        Folder = Directory.CreateTempSubdirectory("annotator-browser-").FullName;
        Data = Directory.CreateDirectory(Below("blocks")).FullName;
        Annotations = Directory.CreateDirectory(Below("annotations")).FullName;
        Roles = Below("roles.json");
        File.WriteAllBytes(Roles, """{"admins": ["boss"]}"""u8.ToArray());
        AddBlocks(Data, blocks, channels.Length == 0 ? ThreeChannels : channels);
    }

    public string Folder { get; }

    public string Data { get; }

    public string Annotations { get; }

    public string Roles { get; }

    public IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["ANNOTATOR_DATA_ROOT"] = Data,
        ["ANNOTATOR_ANNOTATIONS_ROOT"] = Annotations,
        ["ANNOTATOR_ROLES_FILE"] = Roles,
        ["ANNOTATOR_CLASSES_FILE"] = "",
        ["ANNOTATOR_PORT"] = "",
        ["ANNOTATOR_TOKEN"] = "",
        ["XDG_STATE_HOME"] = Below("state"),
        ["XDG_CACHE_HOME"] = Below("cache"),
    };

    public static void AddBlocks(string root, int count, params string[] channels)
    {
        for (int i = 1; i <= count; i++)
        {
            TestStack.WriteBlock(Path.Join(root, $"block_{i:0000}"), channels);
        }
    }

    public string Below(params string[] parts) => Path.Join([Folder, .. parts]);

    /// <summary>What the share says: block id to label, empty while there is no file.</summary>
    public IReadOnlyDictionary<string, int> LabelsOf(string username) => LabelsIn("users", username);

    /// <summary>The same of the folders that the user opened under Browse: folder, colon, block id to label.</summary>
    public IReadOnlyDictionary<string, int> BrowsedLabelsOf(string username) => LabelsIn("browsed", username);

    private Dictionary<string, int> LabelsIn(string folder, string username)
    {
        var labels = new Dictionary<string, int>(StringComparer.Ordinal);
        string path = Path.Join(Annotations, folder, username + ".json");
        if (!File.Exists(path))
        {
            return labels;
        }

        using JsonDocument user = JsonDocument.Parse(File.ReadAllBytes(path));
        Collect(user.RootElement.GetProperty("annotations"), "", labels);
        return labels;
    }

    /// <summary>Every decision of the user's journals in the order of their clock; 0 is a clear.</summary>
    public IReadOnlyList<(string Block, int Label)> DecisionsOf(string username)
    {
        string folder = Path.Join(Annotations, "history", "users", username);
        var decisions = new List<(long Clock, string Block, int Label)>();
        foreach (string line in Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*.jsonl").SelectMany(File.ReadLines) : [])
        {
            using JsonDocument json = JsonDocument.Parse(line);
            if (json.RootElement.TryGetProperty("block", out JsonElement block) && json.RootElement.TryGetProperty("label", out JsonElement label))
            {
                int number = label.ValueKind == JsonValueKind.Number ? label.GetInt32() : 0;
                decisions.Add((json.RootElement.GetProperty("clock").GetInt64(), block.GetString()!, number));
            }
        }

        return [.. decisions.OrderBy(decision => decision.Clock).Select(decision => (decision.Block, decision.Label))];
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static void Collect(JsonElement entries, string prefix, Dictionary<string, int> labels)
    {
        foreach (JsonProperty entry in entries.EnumerateObject())
        {
            if (!entry.Value.TryGetProperty("label", out JsonElement label))
            {
                Collect(entry.Value, entry.Name + ":", labels);
            }
            else if (label.ValueKind == JsonValueKind.Number)
            {
                labels[prefix + entry.Name] = label.GetInt32();
            }
        }
    }
}
