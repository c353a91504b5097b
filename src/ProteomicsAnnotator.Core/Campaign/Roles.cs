using System.Text.Json;

namespace ProteomicsAnnotator.Core.Campaign;

/// <summary><c>roles.json</c>: <c>{"admins": ["alice"]}</c>, usernames in any case.</summary>
public sealed record Roles(IReadOnlySet<string> Admins)
{
    private static readonly ConfigurationKeys Keys = new("admins");

    public static Roles None { get; } = new(new HashSet<string>(StringComparer.Ordinal));

    public bool IsAdmin(string username) => Admins.Contains(username);

    /// <summary>Null exactly when <paramref name="faults"/> got at least one entry.</summary>
    /// <param name="utf8">The file's bytes.</param>
    /// <param name="file">Its path, for the faults.</param>
    /// <param name="faults">All that is wrong, not just the first.</param>
    public static Roles? Parse(ReadOnlyMemory<byte> utf8, string file, ICollection<ConfigurationFault> faults)
    {
        var found = new FaultList(file, faults);
        using JsonDocument? document = found.ParseDocument(utf8);
        if (document is null)
        {
            return null;
        }

        var admins = new HashSet<string>(StringComparer.Ordinal);
        JsonElement root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object)
        {
            found.Add("(whole file)", root, "an object {\"admins\": [\"...\"]}");
            return null;
        }

        Keys.Check(root, "", found);
        if (root.TryGetProperty("admins", out JsonElement list))
        {
            ReadAdmins(list, found, admins);
        }

        return found.Count > 0 ? null : new Roles(admins);
    }

    private static void ReadAdmins(JsonElement list, FaultList found, HashSet<string> admins)
    {
        if (list.ValueKind != JsonValueKind.Array)
        {
            found.Add("admins", list, "a list of usernames");
            return;
        }

        int index = 0;
        foreach (JsonElement item in list.EnumerateArray())
        {
            string? text = item.ValueKind == JsonValueKind.String ? item.GetString() : null;
            if (Username.TryParse(text, out string? username))
            {
                admins.Add(username);
            }
            else
            {
                found.Add($"admins[{index}]", item, Username.Rule);
            }

            index++;
        }
    }
}
