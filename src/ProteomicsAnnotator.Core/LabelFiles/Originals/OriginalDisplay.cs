using System.Text.Json;
using System.Text.Json.Nodes;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.LabelFiles.Originals;

/// <summary>Display preferences of the original program: colours and ranges by channel name.</summary>
/// <param name="Display"><c>{"channels": {name: {"color", "visible", "limits", "gamma"}}}</c>; null: there is none.</param>
/// <param name="Others">Names of what is not understood.</param>
internal sealed record OriginalDisplay(JsonElement? Display, IReadOnlyList<string> Others)
{
    private const string Channels = "channel_prefs";
    private const int Named = 10;

    /// <summary>Looks at all of it.</summary>
    public static OriginalDisplay Parse(byte[] bytes)
    {
        JsonObject file = JsonFile.ParseObject(bytes);
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

        return new OriginalDisplay(display, others);
    }

    /// <summary>What is not understood, in words; null: nothing.</summary>
    public string? DescribeOthers(string path)
    {
        string more = Others.Count > Named ? $" and {Others.Count - Named} more" : "";
        return Others.Count == 0 ? null : $"{path}: not understood, and left as it is: {string.Join(", ", Others.Take(Named))}{more}.";
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
