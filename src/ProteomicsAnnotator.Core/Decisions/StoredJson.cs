using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Campaign;
using ProteomicsAnnotator.Core.Journals;

namespace ProteomicsAnnotator.Core.Decisions;

/// <summary>Values of a stored object, bounded; each throws a <see cref="JsonException"/> that says what was expected.</summary>
internal static class StoredJson
{
    public static string Text(JsonObject file, string name) =>
        file[name] is JsonValue value && value.TryGetValue(out string? text) ? text : throw new JsonException($"\"{name}\" is no text");

    public static string? TextOrNull(JsonObject file, string name) => file[name] is null ? null : Text(file, name);

    public static long Number(JsonObject file, string name, long least, long most) => Number(file[name], name, least, most);

    public static long Number(JsonNode? node, string name, long least, long most) =>
        node is JsonValue value && value.TryGetValue(out long number) && number >= least && number <= most
            ? number
            : throw new JsonException($"\"{name}\" is no whole number from {least} to {most}");

    public static double Share(JsonNode? node, string name, double most) =>
        node is JsonValue value && value.TryGetValue(out double number) && number >= 0 && number <= most
            ? number
            : throw new JsonException($"\"{name}\" is no number from 0 to {most}");

    public static DateTimeOffset Time(JsonObject file, string name) =>
        LabelTime.Parse(Encoding.UTF8.GetBytes(Text(file, name))) ?? throw new JsonException($"\"{name}\" is no time");

    public static JsonObject Object(JsonObject file, string name) => file[name] as JsonObject ?? throw new JsonException($"\"{name}\" is no object");

    public static string Name(string text) =>
        Username.TryParse(text, out string? name) && name == text ? name : throw new JsonException($"\"{text}\" is no username");

    public static IReadOnlyList<BlockId> Ids(JsonNode? list, string name) =>
        [.. (list as JsonArray ?? throw new JsonException($"\"{name}\" is no list"))
            .Select(id => id is JsonValue value && value.TryGetValue(out string? text) ? BlockId.Parse(text) : throw new JsonException($"\"{name}\" holds what is no id"))];
}
