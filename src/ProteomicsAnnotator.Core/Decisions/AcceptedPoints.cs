using System.Collections.Frozen;
using System.Text.Json.Nodes;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Journals.Positions;

namespace ProteomicsAnnotator.Core.Decisions;

/// <summary>
/// Points of which admins have said that labels of another place are right where the point stands now: decisions <c>point/{block}</c> of
/// <c>campaign/decisions</c>. One holds for labels given up to then, and while the point stands there.
/// </summary>
public sealed class AcceptedPoints
{
    private const string Kind = "point";
    private readonly FrozenDictionary<BlockId, AcceptedPoint> _points;

    private AcceptedPoints(IEnumerable<AcceptedPoint> points)
    {
        _points = points.ToFrozenDictionary(point => point.Block);
    }

    public static AcceptedPoints None { get; } = new([]);

    public IReadOnlyList<AcceptedPoint> All => [.. _points.Values.OrderBy(point => point.Block)];

    public static string KeyOf(BlockId block) => BlockDecisions.KeyOf(Kind, block);

    /// <summary>The value of such a decision.</summary>
    /// <param name="now">Where the point stands.</param>
    public static JsonNode ValueOf(PointPosition now) => new JsonObject { ["voxel"] = new JsonArray(now.Z, now.Y, now.X) };

    /// <summary>
    /// What was decided of this block counts nowhere: its point stands elsewhere now, by more than a voxel, and no admin has said that it is right
    /// there.
    /// </summary>
    /// <param name="block">The point's.</param>
    /// <param name="point">As the table has it now; null: the block is no point, or is not there.</param>
    /// <param name="then">Where it stood when it was decided; null: that is not known.</param>
    /// <param name="at">When it was decided.</param>
    public bool IsOfAnotherPlace(BlockId block, BlockPoint? point, PointPosition? then, DateTimeOffset at) =>
        point is not null && then is { } place && PointPosition.Of(point) is var now && now.IsElsewhere(place) && !Covers(block, now, at);

    /// <summary>A label of this block that was given then counts, wherever the point stood.</summary>
    /// <param name="block">Of the label.</param>
    /// <param name="now">Where its point stands.</param>
    /// <param name="at">When the label was given.</param>
    public bool Covers(BlockId block, PointPosition now, DateTimeOffset at) =>
        _points.TryGetValue(block, out AcceptedPoint? accepted) && !accepted.Position.IsElsewhere(now) && at <= accepted.At;

    internal static AcceptedPoints Of(DecisionState state)
    {
        AcceptedPoint[] points = [.. BlockDecisions.Of(state, Kind).Select(decision => Parse(decision.Block, decision.Decided)).OfType<AcceptedPoint>()];
        return points.Length == 0 ? None : new AcceptedPoints(points);
    }

    private static AcceptedPoint? Parse(BlockId block, DecidedValue decided) =>
        decided.Value is JsonObject value && value["voxel"] is JsonArray { Count: 3 } voxel && Number(voxel[0]) is { } z && Number(voxel[1]) is { } y && Number(voxel[2]) is { } x
            ? new AcceptedPoint(block, new PointPosition(z, y, x), decided.By, decided.At)
            : null;

    private static long? Number(JsonNode? node) => node is JsonValue value && value.TryGetValue(out long number) ? number : null;
}

/// <summary>What an admin has said of a point.</summary>
/// <param name="Block">The point's.</param>
/// <param name="Position">Where it stood then.</param>
/// <param name="By">Who said it.</param>
/// <param name="At">When. Labels given up to then count.</param>
public sealed record AcceptedPoint(BlockId Block, PointPosition Position, string By, DateTimeOffset At);
