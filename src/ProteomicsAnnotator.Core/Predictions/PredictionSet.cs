using System.Text.Json;
using System.Text.Json.Nodes;
using ProteomicsAnnotator.Core.Decisions;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Predictions;

/// <summary>What is stored of one version of a model, beside the predictions themselves: <c>admin/predictions/{id}/predictions.json</c>.</summary>
/// <param name="Id">Name of its folder.</param>
/// <param name="Model">Which, and of which version.</param>
/// <param name="At">When it was stored.</param>
/// <param name="By">By whom.</param>
/// <param name="Classes">Names of the classes then, by number from 1.</param>
/// <param name="Blocks">Blocks that it has a row of.</param>
/// <param name="Scored">Of these the ones with a probability.</param>
/// <param name="Sha256">Of the file of predictions.</param>
public sealed record PredictionSet(string Id, ModelName Model, DateTimeOffset At, string By, IReadOnlyList<string> Classes, int Blocks, int Scored, string Sha256)
{
    private const int Format = 1;
    private const int MostClasses = 9;
    private const int DigestCharacters = 64;

    internal byte[] Serialize(string program) => JsonFile.Serialize(writer =>
    {
        writer.WriteStartObject();
        writer.WriteNumber("format", Format);
        writer.WriteString("program", program);
        writer.WriteString("at", LabelTime.Format(At));
        writer.WriteString("by", By);
        writer.WriteString("model", Model.Name);
        writer.WriteString("version", Model.Version);
        writer.WriteStartArray("classes");
        foreach (string name in Classes)
        {
            writer.WriteStringValue(name);
        }

        writer.WriteEndArray();
        writer.WriteNumber("blocks", Blocks);
        writer.WriteNumber("scored", Scored);
        writer.WriteString("sha256", Sha256);
        writer.WriteEndObject();
    });

    internal static PredictionSet Parse(string id, byte[] bytes)
    {
        JsonObject file = JsonFile.ParseObject(bytes);
        long format = StoredJson.Number(file, "format", 1, int.MaxValue);
        if (format > Format)
        {
            throw new NewerFormatException(format, Format);
        }

        var model = new ModelName(StoredJson.Text(file, "model"), StoredJson.Text(file, "version"));
        string digest = StoredJson.Text(file, "sha256");
        string[] classes = [.. (file["classes"] as JsonArray ?? throw new JsonException("\"classes\" is no list")).Select(item => item?.GetValue<string>() ?? throw new JsonException("\"classes\" holds what is no name"))];
        return !ModelName.IsPart(model.Name) || !ModelName.IsPart(model.Version) ? throw new JsonException($"\"model\" or \"version\" is not {ModelName.Rule}")
            : classes.Length is 0 or > MostClasses ? throw new JsonException($"\"classes\" holds {classes.Length} names, expected 1 to {MostClasses}")
            : digest.Length != DigestCharacters ? throw new JsonException("\"sha256\" is no digest")
            : new PredictionSet(
                id,
                model,
                StoredJson.Time(file, "at"),
                StoredJson.Text(file, "by"),
                classes,
                (int)StoredJson.Number(file, "blocks", 1, PredictionReader.MostRows),
                (int)StoredJson.Number(file, "scored", 0, PredictionReader.MostRows),
                digest);
    }
}
