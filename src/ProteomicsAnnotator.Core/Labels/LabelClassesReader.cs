using System.Text.Json;

namespace ProteomicsAnnotator.Core.Labels;

/// <summary>Reads the root of classes.json; every fault is collected before the answer is no.</summary>
internal sealed class LabelClassesReader(FaultList faults)
{
    private const string ClassForm = "a name, or {\"name\": \"...\", \"color\": \"#RRGGBB\"}";

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

        foreach (JsonProperty property in root.EnumerateObject())
        {
            if (property.Name is not ("classes" or "channel_names" or "voxel_size_um"))
            {
                faults.Add(property.Name, property.Value, "one of the keys classes, channel_names, voxel_size_um");
            }
        }

        List<LabelClass> classes = [];
        if (root.TryGetProperty("classes", out JsonElement list))
        {
            classes = ReadClasses(list, "classes");
        }
        else
        {
            faults.Add("classes", "nothing", "a list of 1 to 9 classes");
        }

        return Finish(classes, ReadChannelNames(root), ReadVoxelSize(root));
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

        foreach (IGrouping<string, LabelClass> same in classes.GroupBy(item => item.Name, StringComparer.Ordinal))
        {
            if (same.Key.Length > 0 && same.Count() > 1)
            {
                faults.Add(key, $"the name \"{same.Key}\" {same.Count()} times", "different names");
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

        string name = "";
        if (item.TryGetProperty("name", out JsonElement nameElement))
        {
            name = ReadName(nameElement, key + ".name");
        }
        else
        {
            faults.Add(key + ".name", "nothing", "a name");
        }

        return new LabelClass(number, name, ReadColor(item, key + ".color", number));
    }

    private string ReadName(JsonElement element, string key)
    {
        string? name = element.ValueKind == JsonValueKind.String ? element.GetString() : null;
        if (string.IsNullOrWhiteSpace(name))
        {
            faults.Add(key, element, "a name that is not empty");
            return "";
        }

        return name.Trim();
    }

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
