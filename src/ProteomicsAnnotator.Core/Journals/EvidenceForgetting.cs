using System.Text.Json;

namespace ProteomicsAnnotator.Core.Journals;

/// <summary>
/// An admin's decision, a line of its own kind in the admins' journals, that evidence of decisions before a time is shown and
/// exported nowhere. The highest (clock, at, id) counts, so that a later one takes it back. Programs that do not know it pass
/// over the line.
/// </summary>
/// <param name="Id">Of the decision.</param>
/// <param name="Clock">1 + the highest the deciding program knew of the admins.</param>
/// <param name="At">When it was made.</param>
/// <param name="Before">Null: nothing is forgotten any more.</param>
public sealed record EvidenceForgetting(EventId Id, long Clock, DateTimeOffset At, DateTimeOffset? Before)
{
    private const string Kind = "forget";

    /// <summary>Who decided, as the system account.</summary>
    public string By { get; init; } = "";

    /// <summary>The one that counts; null: there is none.</summary>
    public static EvidenceForgetting? Latest(IEnumerable<EvidenceForgetting> all) =>
        all.OrderBy(item => item.Clock).ThenBy(item => item.At).ThenBy(item => item.Id).LastOrDefault();

    /// <summary>A decision's evidence, unless it is to be forgotten or there is none.</summary>
    /// <param name="decision">The line.</param>
    /// <param name="forgetting">The one that counts.</param>
    internal static Evidence? Kept(LabelEvent decision, EvidenceForgetting? forgetting) =>
        Covers(forgetting, decision.At) ? null : decision.Evidence;

    /// <summary>The evidence of a decision made then is to be forgotten.</summary>
    internal static bool Covers(EvidenceForgetting? forgetting, DateTimeOffset at) => forgetting?.Before is { } before && at < before;

    /// <summary>With its '\n'.</summary>
    internal byte[] ToLine() => new AdminLine(Id, Clock, At, By).ToBytes(Kind, writer =>
    {
        if (Before is { } before)
        {
            writer.WriteString("evidence_before"u8, LabelTime.Format(before));
        }
        else
        {
            writer.WriteNull("evidence_before"u8);
        }
    });

    /// <summary>Null for every other line, and for one that is beyond a bound.</summary>
    /// <param name="line">Without '\n'.</param>
    /// <param name="journal">Name of the file it stands in.</param>
    internal static EvidenceForgetting? TryParse(ReadOnlyMemory<byte> line, string journal) => AdminLine.TryParse(line, journal, Kind, Read);

    private static EvidenceForgetting? Read(AdminLine line, JsonElement forget) =>
        forget.TryGetProperty("evidence_before", out JsonElement before) && (before.ValueKind == JsonValueKind.Null || AdminLine.TimeOf(before) is not null)
            ? new EvidenceForgetting(line.Id, line.Clock, line.At, AdminLine.TimeOf(before)) { By = line.By }
            : null;
}
