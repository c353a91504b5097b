using System.Text.Json;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Labels;

namespace ProteomicsAnnotator.Core.Tests.Labels;

internal static class MarkReading
{
    /// <summary>Whether block_0001 has this flag and this note, and nothing else, to that program.</summary>
    public static bool Says(this UserLabels labels, bool isUnsure, string? note) => labels.MarkOf(LabelRig.Key("block_0001")) == new BlockMark(isUnsure, note);

    /// <summary>Why block_0001 cannot be judged to that program; null: it can.</summary>
    public static string? Unusable(this UserLabels labels) => labels.MarkOf(LabelRig.Key("block_0001")).Unusable;

    /// <summary>An object on one line, without the member whose value is a matter of the moment.</summary>
    public static string Compact(JsonElement value, string? except = null) =>
        JsonSerializer.Serialize(value.EnumerateObject().Where(member => member.Name != except).ToDictionary(member => member.Name, member => member.Value));
}
