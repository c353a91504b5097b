using System.Globalization;
using System.Text.Json;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Campaign;

/// <summary>Reads the root of classes.json; every fault is collected before the answer is no.</summary>
internal sealed class LabelClassesReader(FaultList faults)
{
    private const string ClassForm = "a name, or {\"name\": \"...\", \"color\": \"#RRGGBB\"}";

    private static readonly ConfigurationKeys RootKeys = new("classes", "channel_names", "voxel_size_um", "evidence");
    private static readonly ConfigurationKeys ClassKeys = new("name", "color", "description", "examples");

    public LabelClasses? Read(JsonElement root)
    {
        if (root.ValueKind == JsonValueKind.Array)
        {
            return Finish(ReadClasses(root, "(list)"), [], null);
        }

        if (root.ValueKind != JsonValueKind.Object)
        {
            faults.Add("(whole file)", root, "an object with \"classes\", or a list of names");
            return null;
        }

        RootKeys.Check(root, "", faults);
        bool recordsEvidence = ReadEvidence(root);
        List<LabelClass> classes = [];
        if (root.TryGetProperty("classes", out JsonElement list))
        {
            classes = ReadClasses(list, "classes");
        }
        else
        {
            faults.Add("classes", "nothing", "a list of 1 to 9 classes");
        }

        return Finish(classes, ReadChannelNames(root), ReadVoxelSize(root)) is { } read ? read with { RecordsEvidence = recordsEvidence } : null;
    }

    private LabelClasses? Finish(
        IReadOnlyList<LabelClass> classes,
        IReadOnlyList<string> channelNames,
        IReadOnlyList<double>? voxelSize) => faults.Count > 0
        ? null
        : new LabelClasses(classes) { ChannelNames = channelNames, VoxelSizeUm = voxelSize };

    private List<LabelClass> ReadClasses(JsonElement list, string key)
    {
        if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() is 0 or > LabelClasses.MaxCount)
        {
            faults.Add(key, list, $"a list of 1 to {LabelClasses.MaxCount} classes");
            return [];
        }

        var classes = new List<LabelClass>();
        foreach (JsonElement item in list.EnumerateArray())
        {
            classes.Add(ReadClass(item, $"{key}[{classes.Count}]", classes.Count + 1));
        }

        foreach (IGrouping<string, LabelClass> same in classes.GroupBy(item => Bare(item.Name), StringComparer.Ordinal))
        {
            if (same.Key.Length > 0 && same.Count() > 1)
            {
                string names = string.Join(" and ", same.Select(item => $"\"{item.Name}\" ({item.Number})"));
                faults.Add(key, $"the names {names}", "names that differ in more than upper and lower case and blanks");
            }
        }

        return classes;
    }

    private LabelClass ReadClass(JsonElement item, string key, int number)
    {
        if (item.ValueKind == JsonValueKind.String)
        {
            return new LabelClass(number, ReadName(item, key), LabelClasses.DefaultColor(number));
        }

        if (item.ValueKind != JsonValueKind.Object)
        {
            faults.Add(key, item, ClassForm);
            return new LabelClass(number, "", "");
        }

        ClassKeys.Check(item, key + ".", faults);
        string name = "";
        if (item.TryGetProperty("name", out JsonElement nameElement))
        {
            name = ReadName(nameElement, key + ".name");
        }
        else
        {
            faults.Add(key + ".name", "nothing", "a name");
        }

        return new LabelClass(number, name, ReadColor(item, key + ".color", number))
        {
            Description = ReadDescription(item, key + ".description"),
            Examples = ReadExamples(item, key + ".examples"),
        };
    }

    private string ReadName(JsonElement element, string key)
    {
        string? name = element.ValueKind == JsonValueKind.String ? element.GetString() : null;
        if (string.IsNullOrWhiteSpace(name))
        {
            faults.Add(key, element, "a name that is not empty");
            return "";
        }

        if (name.Trim().Any(char.IsControl))
        {
            faults.Add(key, element, "a name without control characters such as line breaks");
            return "";
        }

        return name.Trim();
    }

    private bool ReadEvidence(JsonElement root)
    {
        if (!root.TryGetProperty("evidence", out JsonElement evidence))
        {
            return false;
        }

        if (evidence.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
        {
            faults.Add("evidence", evidence, "true or false");
        }

        return evidence.ValueKind == JsonValueKind.True;
    }

    private string ReadDescription(JsonElement item, string key)
    {
        if (!item.TryGetProperty("description", out JsonElement text))
        {
            return "";
        }

        if (text.ValueKind != JsonValueKind.String)
        {
            faults.Add(key, text, "a text");
            return "";
        }

        return text.GetString()!.Trim();
    }

    private List<BlockId> ReadExamples(JsonElement item, string key)
    {
        List<BlockId> examples = [];
        if (!item.TryGetProperty("examples", out JsonElement list))
        {
            return examples;
        }

        if (list.ValueKind != JsonValueKind.Array)
        {
            faults.Add(key, list, "a list of block ids");
            return examples;
        }

        int index = 0;
        foreach (JsonElement example in list.EnumerateArray())
        {
            string? id = example.ValueKind == JsonValueKind.String ? example.GetString() : null;
            if (id is not null && BlockId.TryParse(id, out BlockId block))
            {
                examples.Add(block);
            }
            else
            {
                faults.Add($"{key}[{index}]", example, $"the id of a block, {BlockId.Examples}");
            }

            index++;
        }

        return examples;
    }

    /// <summary>Without case, blanks and invisible characters: names that are equal in this form look alike.</summary>
    private static string Bare(string name) =>
        new([.. name.Where(c => !char.IsWhiteSpace(c) && char.GetUnicodeCategory(c) != UnicodeCategory.Format).Select(char.ToUpperInvariant)]);

    private string ReadColor(JsonElement item, string key, int number)
    {
        if (!item.TryGetProperty("color", out JsonElement element))
        {
            return LabelClasses.DefaultColor(number);
        }

        string? color = element.ValueKind == JsonValueKind.String ? element.GetString() : null;
        if (color is not { Length: 7 } || color[0] != '#' || !color.AsSpan(1).ContainsOnlyHexDigits())
        {
            faults.Add(key, element, "a colour as #RRGGBB");
            return "";
        }

        return color.ToUpperInvariant();
    }

    private IReadOnlyList<string> ReadChannelNames(JsonElement root)
    {
        if (!root.TryGetProperty("channel_names", out JsonElement list))
        {
            return [];
        }

        if (list.ValueKind != JsonValueKind.Array
            || list.EnumerateArray().Any(item => item.ValueKind != JsonValueKind.String))
        {
            faults.Add("channel_names", list, "a list of names");
            return [];
        }

        return [.. list.EnumerateArray().Select(item => item.GetString() ?? "")];
    }

    private IReadOnlyList<double>? ReadVoxelSize(JsonElement root)
    {
        if (!root.TryGetProperty("voxel_size_um", out JsonElement list) || list.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        if (list.ValueKind != JsonValueKind.Array
            || list.GetArrayLength() != 3
            || list.EnumerateArray().Any(item => !IsLength(item)))
        {
            faults.Add("voxel_size_um", list, "three positive numbers [z, y, x] in micrometres");
            return null;
        }

        return [.. list.EnumerateArray().Select(item => item.GetDouble())];
    }

    private static bool IsLength(JsonElement item) =>
        item.ValueKind == JsonValueKind.Number && item.GetDouble() is > 0 and < double.PositiveInfinity;
}
