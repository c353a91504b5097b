using System.Text.Json;

namespace ProteomicsAnnotator.Core.Campaign;

/// <summary>Collects what is wrong in one configuration file.</summary>
internal sealed class FaultList(string file, ICollection<ConfigurationFault> faults)
{
    private static readonly JsonDocumentOptions Lenient = new()
    {
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    public int Count { get; private set; }

    public void Add(string key, string found, string expected)
    {
        Count++;
        faults.Add(new ConfigurationFault(file, key, found, expected));
    }

    public void Add(string key, JsonElement found, string expected) => Add(key, Show(found), expected);

    public JsonDocument? ParseDocument(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            return new ConfigurationText(this).Check(utf8.Span, Lenient.CommentHandling) is { } json
                ? JsonDocument.Parse(json, Lenient)
                : null;
        }
        catch (JsonException error)
        {
            Add("(whole file)", error.Message, "JSON");
            return null;
        }
    }

    public static string Show(JsonElement element)
    {
        string text = element.GetRawText().ReplaceLineEndings(" ");
        return text.Length <= 80 ? text : text[..77] + "...";
    }
}
