using System.Text.Json;
using System.Text.Json.Nodes;

namespace ProteomicsAnnotator.Core.LabelFiles.Originals;

/// <summary>Display preferences of the original program: colours and ranges by channel name.</summary>
internal static class OriginalDisplay
{
    private const string Channels = "channel_prefs";
    private const int Named = 10;

    /// <summary>
    /// <c>{"channels": {name: {"color", "visible", "limits", "gamma"}}}</c>, and in words what is not understood; each null
    /// when there is none.
    /// </summary>
    public static (JsonElement? Display, string? NotUnderstood) Read(string path, JsonObject file)
    {
        List<string> others = [.. file.Where(member => member.Key != Channels).Select(member => member.Key)];
        JsonElement? display = null;
        if (file[Channels] is JsonObject original)
        {
            var channels = new JsonObject();
            foreach ((string name, JsonNode? value) in original)
            {
                if (value is JsonObject channel)
                {
                    channels[name] = ToChannel(channel);
                    others.AddRange(channel.Where(member => !IsUnderstood(member.Key, member.Value)).Select(member => $"{member.Key} of {name}"));
                }
                else
                {
                    others.Add(name);
                }
            }

            display = JsonSerializer.SerializeToElement(new JsonObject { ["channels"] = channels });
        }
        else if (file.ContainsKey(Channels))
        {
            others.Add(Channels);
        }

        string more = others.Count > Named ? $" and {others.Count - Named} more" : "";
        return (display, others.Count == 0 ? null : $"{path}: not understood, and left as it is: {string.Join(", ", others.Take(Named))}{more}.");
    }

    private static bool IsUnderstood(string name, JsonNode? value) => name switch
    {
        "color" => Text(value) is not null,
        "range_lo" or "range_hi" => Number(value) is not null,
        _ => false,
    };

    private static JsonObject ToChannel(JsonObject original)
    {
        JsonArray? limits = Number(original["range_lo"]) is { } low && Number(original["range_hi"]) is { } high && low < high
            ? [low, high]
            : null;
        return new JsonObject { ["color"] = Text(original["color"]), ["visible"] = true, ["limits"] = limits, ["gamma"] = 1.0 };
    }

    private static string? Text(JsonNode? node) => node is JsonValue text && text.TryGetValue(out string? value) ? value : null;

    private static double? Number(JsonNode? node) =>
        node is JsonValue value && value.TryGetValue(out double number) && double.IsFinite(number) ? number : null;
}
