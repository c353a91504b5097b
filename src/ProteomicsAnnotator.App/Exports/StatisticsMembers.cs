using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.App.Exports;

/// <summary>Adds what HTTP answers under addresses of their own to the statistics, with the names of files: words joined by underscores.</summary>
internal static class StatisticsMembers
{
    private static readonly JsonSerializerOptions SnakeCase = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <param name="statistics">One JSON object.</param>
    /// <param name="members">In this order behind its own; null: left out.</param>
    public static string AddTo(byte[] statistics, params IReadOnlyList<(string Name, object? Value)> members)
    {
        if (members.All(member => member.Value is null))
        {
            return Encoding.UTF8.GetString(statistics);
        }

        JsonObject all = JsonNode.Parse(statistics)!.AsObject();
        foreach ((string name, object? value) in members)
        {
            if (value is not null)
            {
                all[name] = JsonSerializer.SerializeToNode(value, value.GetType(), SnakeCase);
            }
        }

        return Encoding.UTF8.GetString(JsonFile.Serialize(writer => all.WriteTo(writer)));
    }
}
