using System.Text.Json;

namespace ProteomicsAnnotator.Core.Volumes.Tiff;

/// <summary>
/// Files of tifffile with <c>{"shape": [...], "axes": "...", "truncated": true}</c> as the description: the shape of
/// the array that was written. A truncated file holds all planes behind its only page.
/// </summary>
internal static class ShapedStack
{
    public static bool Matches(string description) =>
        description.StartsWith("{\"", StringComparison.Ordinal)
        && description.Contains("\"shape\":", StringComparison.Ordinal);

    public static StackPlan Plan(string description, IReadOnlyList<TiffDirectory> pages)
    {
        TiffDirectory first = pages[0];
        (List<int> shape, string axes, bool truncated) = Parse(description, first.Input);
        TrimToPlanes(shape, ref axes, first);
        long planes = shape.Aggregate(1L, (product, extent) => Math.Min(product * extent, int.MaxValue));
        long stored = pages.Count * first.Integer(TiffTag.ImageDepth, 1);
        if (planes == 1 && stored > 1)
        {
            return PlainStack.Plan(pages);
        }

        bool behind = stored == 1 && planes > 1 && truncated;
        if (planes != stored && !behind)
        {
            throw first.Input.Corrupt($"The description announces {planes} planes, the file holds {stored}.");
        }

        return Arrange(shape, axes, first) with
        {
            BehindFirstPage = behind,
            VoxelSizeUm = ResolutionTags.Read(first),
        };
    }

    private static (List<int> Shape, string Axes, bool Truncated) Parse(string description, TiffInput input)
    {
        try
        {
            using var json = JsonDocument.Parse(description);
            JsonElement root = json.RootElement;
            List<int> shape = [.. root.GetProperty("shape").EnumerateArray().Select(extent => extent.GetInt32())];
            if (shape.Count < 2 || shape.Any(extent => extent < 1))
            {
                throw input.Corrupt($"The description has the shape [{string.Join(", ", shape)}].");
            }

            string axes = root.TryGetProperty("axes", out JsonElement named) ? named.GetString() ?? "" : "";
            bool truncated = root.TryGetProperty("truncated", out JsonElement flag)
                && flag.ValueKind == JsonValueKind.True;
            return (shape, axes.Length == shape.Count ? axes : "", truncated);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException
            or KeyNotFoundException)
        {
            throw input.Corrupt($"The description cannot be understood: {e.Message}", e);
        }
    }

    /// <summary>Takes Y and X (and a single sample) off the end and drops axes of length 1.</summary>
    private static void TrimToPlanes(List<int> shape, ref string axes, TiffDirectory first)
    {
        long height = first.Integer(TiffTag.ImageLength, 0);
        long width = first.Integer(TiffTag.ImageWidth, 0);
        bool oneSample = shape.Count > 2 && shape[^1] == 1 && shape[^2] == width && shape[^3] == height;
        int kept = shape.Count - (oneSample ? 3 : 2);
        if (shape[kept] != height || shape[kept + 1] != width)
        {
            throw first.Input.Unsupported(
                $"The description's shape [{string.Join(", ", shape)}] does not end in the page's {height}, {width}.");
        }

        bool named = axes.Length > 0;
        string left = "";
        for (int i = 0; i < kept; i++)
        {
            left += shape[i] > 1 ? named ? axes[i] : '?' : "";
        }

        axes = left;
        shape.RemoveRange(kept, shape.Count - kept);
        shape.RemoveAll(extent => extent == 1);
    }

    private static StackPlan Arrange(List<int> shape, string axes, TiffDirectory first)
    {
        int time = axes.IndexOf('T', StringComparison.Ordinal);
        if (time >= 0)
        {
            throw first.Input.Unsupported($"The file has a time axis of {shape[time]} points, expected 1.");
        }

        int channelAxis = axes.IndexOf('C', StringComparison.Ordinal);
        string? notice = null;
        if (channelAxis < 0 && shape.Count == 2)
        {
            channelAxis = 0;
            notice = $"The first of the unnamed axes {shape[0]} x {shape[1]} is taken for channels.";
        }

        if (shape.Count > 2 || (shape.Count == 2 && axes[0] == 'C' && axes[1] == 'C'))
        {
            throw first.Input.Unsupported(
                $"The file has {shape.Count + 2} axes (lengths {string.Join(", ", shape)} and Y, X), expected Z, Y, X.");
        }

        int channels = channelAxis < 0 ? 1 : shape[channelAxis];
        int depth = shape.Where((_, i) => i != channelAxis).FirstOrDefault(1);
        return new StackPlan
        {
            Channels = channels,
            Depth = depth,
            Planes = StackPlan.InOrder(first.Input, channels, depth, channelFastest: channelAxis == 1),
            Notice = notice,
        };
    }
}
