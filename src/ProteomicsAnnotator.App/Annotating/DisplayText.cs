using System.Globalization;
using System.Text.Json;

namespace ProteomicsAnnotator.App.Annotating;

/// <summary>A display of the viewer (src/viewer/src/display/settings.ts) in words, as far as it can be read.</summary>
public static class DisplayText
{
    private const int MostNamed = 6;

    public static string Of(JsonElement display)
    {
        if (display.ValueKind != JsonValueKind.Object
            || !display.TryGetProperty("channels", out JsonElement channels)
            || channels.ValueKind != JsonValueKind.Object)
        {
            return "no channels";
        }

        string[] named = [.. channels.EnumerateObject().Take(MostNamed).Select(Channel)];
        int more = channels.EnumerateObject().Count() - named.Length;
        return named.Length == 0 ? "no channels" : string.Join("; ", named) + (more > 0 ? $"; {more} more" : "");
    }

    private static string Channel(JsonProperty channel)
    {
        bool isRange = channel.Value.ValueKind == JsonValueKind.Object
            && channel.Value.TryGetProperty("limits", out JsonElement limits)
            && limits.ValueKind == JsonValueKind.Array
            && limits.GetArrayLength() == 2
            && limits.EnumerateArray().All(limit => limit.ValueKind == JsonValueKind.Number);
        return isRange
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"{channel.Name} {Limit(channel, 0):G5} to {Limit(channel, 1):G5}")
            : $"{channel.Name} auto";
    }

    private static double Limit(JsonProperty channel, int end) => channel.Value.GetProperty("limits")[end].GetDouble();
}
