using System.Globalization;

namespace ProteomicsAnnotator.Core.Volumes.Tiff;

/// <summary>
/// Files of ImageJ and Fiji: <c>key=value</c> lines that start with <c>ImageJ=</c>. Planes run through channels first,
/// then slices, then frames; large hyperstacks have a single page with all planes behind it.
/// </summary>
internal static class ImageJStack
{
    /// <summary>tifffile writes a plain 3D array with imagej=True as that many channels of a single slice.</summary>
    private const int MostChannels = 16;

    public static bool Matches(string description) => description.StartsWith("ImageJ=", StringComparison.Ordinal);

    public static StackPlan Plan(string description, IReadOnlyList<TiffDirectory> pages)
    {
        TiffDirectory first = pages[0];
        Dictionary<string, string> values = Parse(description);
        int images = Number(values, "images", first.Input);
        int channels = Number(values, "channels", first.Input);
        int slices = Number(values, "slices", first.Input);
        int frames = Number(values, "frames", first.Input);
        if (channels == 1 && slices == 1 && frames == 1)
        {
            slices = images;
        }

        if (frames > 1)
        {
            throw first.Input.Unsupported($"The ImageJ file has a time axis of {frames} frames, expected 1.");
        }

        if ((long)channels * slices != images)
        {
            throw first.Input.Corrupt(
                $"The ImageJ file announces {images} images and {channels} channels x {slices} slices.");
        }

        string? notice = null;
        if (slices == 1 && channels > MostChannels)
        {
            notice = $"The ImageJ file announces {channels} channels of one slice; they are taken for slices.";
            (slices, channels) = (channels, 1);
        }

        bool behind = pages.Count == 1 && images > 1;
        if (pages.Count != images && !behind)
        {
            throw first.Input.Corrupt($"The ImageJ file announces {images} images, it holds {pages.Count} pages.");
        }

        return new StackPlan
        {
            Channels = channels,
            Depth = slices,
            Planes = StackPlan.InOrder(first.Input, channels, slices, channelFastest: true),
            Names = channels == 1 ? [] : ImageJLabels.ChannelNames(first, channels),
            BehindFirstPage = behind,
            Notice = notice,
            VoxelSizeUm = ReadVoxelSize(values, first),
        };
    }

    private static Dictionary<string, string> Parse(string description)
    {
        Dictionary<string, string> values = [];
        foreach (string line in description.Split('\n'))
        {
            int equals = line.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0)
            {
                values.TryAdd(line[..equals].Trim(), line[(equals + 1)..].Trim());
            }
        }

        return values;
    }

    private static int Number(Dictionary<string, string> values, string key, TiffInput input)
    {
        if (!values.TryGetValue(key, out string? text))
        {
            return 1;
        }

        return int.TryParse(text, CultureInfo.InvariantCulture, out int number) && number > 0
            ? number
            : throw input.Corrupt($"The ImageJ file has {key}={text}, expected a positive number.");
    }

    private static VoxelSize? ReadVoxelSize(Dictionary<string, string> values, TiffDirectory first)
    {
        if (LengthUnits.Micrometres(values.GetValueOrDefault("unit")) is not double unitUm)
        {
            return ResolutionTags.Read(first);
        }

        double? spacing = double.TryParse(
            values.GetValueOrDefault("spacing"), CultureInfo.InvariantCulture, out double parsed)
            && double.IsFinite(parsed) && parsed != 0 ? Math.Abs(parsed) * unitUm : null;
        return ResolutionTags.Read(first, unitUm, spacing);
    }
}
