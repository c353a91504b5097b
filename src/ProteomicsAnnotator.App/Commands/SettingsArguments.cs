using System.Text.Json;
using System.Text.Json.Nodes;
using ProteomicsAnnotator.Core.Campaign;
using ProteomicsAnnotator.Core.Decisions;

namespace ProteomicsAnnotator.App.Commands;

/// <summary>What follows <c>settings</c>.</summary>
internal sealed record SettingsArguments
{
    public const string Usage = "--set KEY=VALUE, --clear KEY, --undo KEY, --as NAME, --dry-run, --demo or nothing";

    private readonly Dictionary<string, JsonNode?> _set = new(StringComparer.Ordinal);

    /// <summary>Values by key; null takes one back.</summary>
    public IReadOnlyDictionary<string, JsonNode?> Set => _set;

    /// <summary>The key whose last decision is taken back; null: none.</summary>
    public string? Undo { get; private init; }

    public bool DryRun { get; private init; }

    /// <summary>Author; null: the system account.</summary>
    public string? As { get; private init; }

    /// <summary>What was found that makes no sense; null: nothing.</summary>
    public string? Fault { get; private init; }

    public static SettingsArguments Parse(IReadOnlyList<string> arguments)
    {
        var read = new SettingsArguments();
        for (int i = 0; i < arguments.Count && read.Fault is null; i++)
        {
            string word = arguments[i];
            int equals = word.StartsWith("--", StringComparison.Ordinal) ? word.IndexOf('=', StringComparison.Ordinal) : -1;
            string? value = equals > 0 ? word[(equals + 1)..] : word == "--dry-run" ? null : arguments.ElementAtOrDefault(++i);
            word = equals > 0 ? word[..equals] : word;
            read = (word, value) switch
            {
                ("--dry-run", null) => read with { DryRun = true },
                ("--as", _) when Username.TryParse(value, out string? author) => read with { As = author },
                ("--set", { } pair) when pair.IndexOf('=', StringComparison.Ordinal) is > 0 and var at => read.Deciding(pair[..at], ValueOf(pair[..at], pair[(at + 1)..])),
                ("--clear", { Length: > 0 }) => read.Deciding(value, null),
                ("--undo", { Length: > 0 }) when CampaignSettings.Keys.Contains(value, StringComparer.Ordinal) && read.Undo is null => read with { Undo = value },
                ("--undo", { Length: > 0 }) => read with { Fault = $"--undo {value}; expected one of {string.Join(", ", CampaignSettings.Keys)}, once" },
                _ => read with { Fault = $"{word} {value}".TrimEnd() },
            };
        }

        return read is { Fault: null, Undo: not null, Set.Count: > 0 } ? read with { Fault = "--undo together with --set or --clear" }
            : read is { Fault: null, DryRun: true, Set.Count: 0, Undo: null } ? read with { Fault = "--dry-run without --set, --clear or --undo" }
            : read;
    }

    /// <summary>A value that JSON reads is that; anything else is a text.</summary>
    private static JsonNode? ValueOf(string key, string text)
    {
        if (key is CampaignSettings.NameKey or CampaignSettings.DeadlineKey or CampaignSettings.TimeZoneKey or CampaignSettings.TieRuleKey)
        {
            return JsonValue.Create(text);
        }

        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return JsonValue.Create(text);
        }
    }

    private SettingsArguments Deciding(string key, JsonNode? value)
    {
        if (CampaignSettings.WhyNot(key, value) is { } reason)
        {
            return this with { Fault = reason };
        }

        _set[key] = value;
        return this;
    }
}
