using System.Text;
using System.Text.Json.Nodes;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Campaign;
using ProteomicsAnnotator.Core.Predictions;
using ProteomicsAnnotator.Core.Snapshots;
using ProteomicsAnnotator.Core.Tests.Agreement;

namespace ProteomicsAnnotator.Core.Tests.Predictions;

/// <summary>tests/vectors/model_small.json: votes, final labels and predictions, and their figures by a program of its own.</summary>
internal static class ModelVector
{
    public static JsonObject Json { get; } = Vectors.Json("model_small.json");

    public static PredictionSet Set { get; } = new("id", new ModelName("unet", "3"), Reviews.Noon, "lead", ["A", "B", "C"], 1, 1, "");

    public static LabelClasses Classes { get; } = LabelClasses.FromNames(["A", "B", "C"]);

    public static ReviewTable Table
    {
        get
        {
            Dictionary<string, JsonObject> votes = Json["votes"]!.AsObject().ToDictionary(block => block.Key, block => block.Value!.AsObject(), StringComparer.Ordinal);
            string[] users = [.. votes.Values.SelectMany(given => given.Select(vote => vote.Key)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
            return ReviewTable.Of(new ReviewInput(
                [.. votes.Keys.Select(BlockId.Parse)],
                [.. users.Select(user => new AnnotatorVotes(user, votes.Where(block => block.Value.ContainsKey(user)).ToDictionary(block => BlockId.Parse(block.Key), block => new Vote((int)block.Value[user]!, Reviews.Noon))))],
                Json["finals"]!.AsObject().ToDictionary(final => BlockId.Parse(final.Key), final => new FinalLabel((int)final.Value!, "lead", Reviews.Noon.AddDays(1)))));
        }
    }

    public static PredictionTable Predictions => Read(
        string.Concat(Json["rows"]!.AsObject().Select(row => row.Value is { } p ? $"{row.Key},{p[0]!.ToJsonString()},{p[1]!.ToJsonString()},{p[2]!.ToJsonString()}\n" : $"{row.Key},,,\n")),
        "p_1,p_2,p_3");

    public static PredictionTable Read(string rows, string columns) => PredictionReader.Read(Encoding.UTF8.GetBytes($"block,{columns}\n{rows}"), new PredictionRequest(Classes) { HasOurNumbers = true }).Table;
}
