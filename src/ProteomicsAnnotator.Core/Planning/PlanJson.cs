using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Nodes;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Campaign;
using ProteomicsAnnotator.Core.Decisions;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Planning;

/// <summary>The files of a plan as JSON (docs/storage-format.md, "Plans"). What parses is checked whole; else it throws what <see cref="JsonFile.IsDamage"/> names.</summary>
internal static class PlanJson
{
    public const int Format = 1;

    public static byte[] Of(PlanVersion version, string program) => JsonFile.Serialize(writer =>
    {
        writer.WriteStartObject();
        writer.WriteNumber("format", Format);
        writer.WriteString("program", program);
        writer.WriteNumber("version", version.Version);
        writer.WriteString("previous", version.Previous);
        writer.WriteNumber("clock", version.Clock);
        writer.WriteString("at", LabelTime.Format(version.At));
        writer.WriteString("by", version.By);
        writer.WriteNumber("votes", version.Votes);
        writer.WriteStartObject("queues");
        foreach ((string username, int blocks) in version.Queues.OrderBy(queue => queue.Key, StringComparer.Ordinal))
        {
            writer.WriteNumber(username, blocks);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    });

    public static PlanVersion ParseVersion(string id, byte[] bytes)
    {
        JsonObject file = JsonFile.ParseObject(bytes);
        long format = StoredJson.Number(file, "format", 1, int.MaxValue);
        if (format > Format)
        {
            throw new NewerFormatException(format, Format);
        }

        var queues = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach ((string name, JsonNode? count) in StoredJson.Object(file, "queues"))
        {
            queues[StoredJson.Name(name)] = (int)StoredJson.Number(count, $"queues.{name}", 0, int.MaxValue);
        }

        return new PlanVersion(
            id,
            (int)StoredJson.Number(file, "version", 1, int.MaxValue),
            StoredJson.TextOrNull(file, "previous"),
            StoredJson.Number(file, "clock", 1, JournalBounds.MaxClock),
            StoredJson.Time(file, "at"),
            StoredJson.Text(file, "by"),
            (int)StoredJson.Number(file, "votes", 1, PlanRequest.MostVotes),
            queues);
    }

    public static byte[] OfQueue(string username, IReadOnlyList<BlockId> blocks) => JsonFile.Serialize(writer =>
    {
        writer.WriteStartObject();
        writer.WriteNumber("format", Format);
        writer.WriteString("username", username);
        Write(writer, "blocks", blocks);
        writer.WriteEndObject();
    });

    public static IReadOnlyList<BlockId> ParseQueue(string username, byte[] bytes)
    {
        JsonObject file = JsonFile.ParseObject(bytes);
        return StoredJson.Text(file, "username") == username ? StoredJson.Ids(file["blocks"], "blocks") : throw new JsonException($"\"username\" is not {username}");
    }

    public static byte[] Of(PlanDesign design, string program) => JsonFile.Serialize(writer =>
    {
        writer.WriteStartObject();
        writer.WriteNumber("format", Format);
        writer.WriteString("program", program);
        Write(writer, design.Request);
        writer.WriteString("blocks_sha256", BlockListHash.Of(design.Blocks));
        Write(writer, "blocks", design.Blocks);
        Write(writer, "ordinary", design.Ordinary);
        Write(writer, "begun", design.Begun);
        Write(writer, "not_blind", design.NotBlind);
        Write(writer, "gold", design.Gold);
        Write(writer, "decoys", design.Decoys);
        Write(writer, "sure", design.Sure);
        Write(writer, "random", design.RandomShare);
        if (design.Ranks.Count > 0)
        {
            writer.WriteStartObject("ranks");
            foreach ((BlockId block, double rank) in design.Ranks.OrderBy(rank => rank.Key))
            {
                writer.WriteNumber(block.Value, rank);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    });

    public static PlanDesign ParseDesign(byte[] bytes)
    {
        JsonObject file = JsonFile.ParseObject(bytes);
        return new PlanDesign(Request(StoredJson.Object(file, "request")), StoredJson.Ids(file["blocks"], "blocks"), Lists(file, "ordinary"), Lists(file, "begun"), StoredJson.Ids(file["gold"], "gold"), StoredJson.Ids(file["decoys"], "decoys"), StoredJson.Ids(file["sure"], "sure"))
        {
            Ranks = file["ranks"] is null
                ? FrozenDictionary<BlockId, double>.Empty
                : StoredJson.Object(file, "ranks").ToDictionary(rank => BlockId.Parse(rank.Key), rank => StoredJson.Share(rank.Value, $"ranks.{rank.Key}", int.MaxValue)),
            RandomShare = file["random"] is { } random ? StoredJson.Ids(random, "random") : [],
            NotBlind = file["not_blind"] is null ? FrozenDictionary<string, IReadOnlyList<BlockId>>.Empty : Lists(file, "not_blind"),
        };
    }

    private static void Write(Utf8JsonWriter writer, PlanRequest request)
    {
        writer.WriteStartObject("request");
        writer.WriteNumber("votes", request.Votes);
        writer.WriteStartObject("annotators");
        foreach (PlannedAnnotator annotator in request.Annotators)
        {
            writer.WriteNumber(annotator.Username, annotator.Weight);
        }

        writer.WriteEndObject();
        writer.WriteNumber("seed", request.Seed);
        writer.WriteNumber("repeats", request.Repeats);
        writer.WriteNumber("overlap_pairs", request.OverlapPairs);
        writer.WriteNumber("gold", request.Gold);
        writer.WriteNumber("stop_at", request.StopAt);
        writer.WriteNumber("least_votes", request.LeastVotes);
        writer.WriteNumber("random_share", request.RandomShare);
        writer.WriteString("blocks", request.Blocks);
        writer.WriteString("order", WalkOrders.WordOf(request.Order));
        if (request.Model is not null)
        {
            writer.WriteString("model", request.Model);
        }

        if (request.ScoreOf is { } label)
        {
            writer.WriteNumber("score_of", label);
        }

        writer.WriteEndObject();
    }

    private static PlanRequest Request(JsonObject request) => new()
    {
        Votes = (int)StoredJson.Number(request, "votes", 1, PlanRequest.MostVotes),
        Annotators = [.. StoredJson.Object(request, "annotators").Select(annotator => new PlannedAnnotator(StoredJson.Name(annotator.Key), StoredJson.Share(annotator.Value, annotator.Key, PlanRequest.MostWeight)))],
        Seed = (int)StoredJson.Number(request, "seed", int.MinValue, int.MaxValue),
        Repeats = StoredJson.Share(request["repeats"], "repeats", PlanRequest.MostRepeats),
        OverlapPairs = (int)StoredJson.Number(request, "overlap_pairs", 0, int.MaxValue),
        Gold = StoredJson.Share(request["gold"], "gold", 1),
        StopAt = StoredJson.Share(request["stop_at"], "stop_at", 1),
        LeastVotes = (int)StoredJson.Number(request, "least_votes", 1, PlanRequest.MostVotes),
        RandomShare = StoredJson.Share(request["random_share"], "random_share", 1),
        Blocks = StoredJson.TextOrNull(request, "blocks"),
        Order = WalkOrders.Parse(StoredJson.Text(request, "order")) ?? WalkOrder.Neighbourhoods,
        Model = StoredJson.TextOrNull(request, "model"),
        ScoreOf = request["score_of"] is null ? null : (int)StoredJson.Number(request, "score_of", 1, LabelClasses.MaxCount),
    };

    private static void Write(Utf8JsonWriter writer, string name, IReadOnlyList<BlockId> blocks)
    {
        writer.WriteStartArray(name);
        foreach (BlockId block in blocks)
        {
            writer.WriteStringValue(block.Value);
        }

        writer.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter writer, string name, IReadOnlyDictionary<string, IReadOnlyList<BlockId>> lists)
    {
        writer.WriteStartObject(name);
        foreach ((string username, IReadOnlyList<BlockId> blocks) in lists.OrderBy(list => list.Key, StringComparer.Ordinal))
        {
            Write(writer, username, blocks);
        }

        writer.WriteEndObject();
    }

    private static Dictionary<string, IReadOnlyList<BlockId>> Lists(JsonObject file, string name) =>
        StoredJson.Object(file, name).ToDictionary(list => StoredJson.Name(list.Key), list => StoredJson.Ids(list.Value, $"{name}.{list.Key}"), StringComparer.Ordinal);
}
