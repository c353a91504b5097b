using System.Text.Json;
using System.Text.Json.Nodes;

namespace ProteomicsAnnotator.App.Annotating;

/// <summary>
/// What a page changed of its display settings, as SettingsChange in src/viewer/src/display/settingsChange.ts: members to set, and
/// channels to set or, with null, to give up. What they mean is the viewer's.
/// </summary>
public static class DisplayChange
{
    /// <exception cref="FormatException">It is no such change.</exception>
    public static JsonElement Applied(JsonElement? display, JsonElement change)
    {
        JsonObject settings = ObjectOf(display) ?? [];
        JsonObject channels = settings["channels"] as JsonObject ?? [];
        if (ObjectOf(change) is not { } told || told["set"] is not JsonObject set || told["channels"] is not JsonObject changed)
        {
            throw new FormatException("Expected {\"set\": {...}, \"channels\": {...}}.");
        }

        foreach ((string name, JsonNode? value) in set)
        {
            settings[name] = value?.DeepClone();
        }

        foreach ((string name, JsonNode? value) in changed)
        {
            if (value is null)
            {
                channels.Remove(name);
            }
            else
            {
                channels[name] = value.DeepClone();
            }
        }

        settings["channels"] = channels.Parent is null ? channels : channels.DeepClone();
        return JsonSerializer.SerializeToElement(settings);
    }

    private static JsonObject? ObjectOf(JsonElement? value) =>
        value is { ValueKind: JsonValueKind.Object } element ? JsonObject.Create(element) : null;
}
