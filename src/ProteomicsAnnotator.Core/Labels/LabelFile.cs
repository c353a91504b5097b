using System.Text.Json;

namespace ProteomicsAnnotator.Core.Labels;

/// <summary>
/// A derived file (<c>users/{u}.json</c> or <c>admin/final_labels.json</c>) taken apart: entries of the configured
/// data root flat, entries of other folders nested under the folder's path, and whatever else is there, kept as bytes.
/// </summary>
internal sealed class LabelFile
{
    public Dictionary<string, LabelFileEntry> Flat { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, Dictionary<string, LabelFileEntry>> Nested { get; } = new(StringComparer.Ordinal);

    /// <summary>Top-level properties we do not know, in file order.</summary>
    public List<KeyValuePair<string, byte[]>> Extra { get; } = [];

    public string? CreatedAt { get; set; }

    public string? Username { get; set; }

    /// <exception cref="JsonException">No JSON, or not of this shape.</exception>
    public static LabelFile Parse(byte[] utf8, LabelFileShape shape) => new LabelFileReader(utf8, shape).Read();
}
