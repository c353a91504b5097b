using System.Globalization;

namespace ProteomicsAnnotator.Core.Volumes.Tiff.Descriptions;

/// <summary>
/// Descriptions of <c>key=value</c> lines: ImageJ and Fiji (<c>ImageJ=</c>), ImageJ2 and SCIFIO (<c>SCIFIO=</c>, with
/// <c>axes=</c> and <c>lengths=</c>, fastest first) and who writes like them. Without axes, planes run through channels
/// first, then slices, then frames. Large hyperstacks of ImageJ have a single page with all planes behind it.
/// </summary>
internal sealed class KeyValueStack
{
    /// <summary>tifffile writes a plain 3D array with imagej=True as that many channels of a single slice.</summary>
    private const int MostChannels = 16;
    private const int MostLines = 10_000;
    private const int MostAxes = 16;
    private readonly Dictionary<string, string> _values;
    private readonly IReadOnlyList<TiffDirectory> _pages;
    private readonly TiffDirectory _first;

    private KeyValueStack(Dictionary<string, string> values, IReadOnlyList<TiffDirectory> pages)
    {
        _values = values;
        _pages = pages;
        _first = pages[0];
    }

    private TiffInput Input => _first.Input;

    private bool IsImageJ => _values.ContainsKey("ImageJ");

    /// <summary>ImageJ and SCIFIO say how many planes there are, and the reader trusts them.</summary>
    private bool IsOfKnownWriter => IsImageJ || _values.ContainsKey("SCIFIO");

    private string Writer => IsImageJ ? "The ImageJ file" : "The file";

    /// <summary>Null when the text says nothing about planes, or says it of another file.</summary>
    public static StackPlan? TryPlan(string description, IReadOnlyList<TiffDirectory> pages)
    {
        var stack = new KeyValueStack(Parse(description), pages);
        bool tellsPlanes = stack._values.ContainsKey("axes") || stack._values.ContainsKey("images")
            || stack._values.ContainsKey("channels") || stack._values.ContainsKey("slices")
            || stack._values.ContainsKey("frames");
        return stack.IsOfKnownWriter || tellsPlanes ? stack.Plan() : null;
    }

    private StackPlan? Plan()
    {
        bool hasAxes = _values.ContainsKey("axes") && _values.ContainsKey("lengths");
        List<StackAxis>? order = hasAxes ? ReadAxes() : ReadCounts();
        if (order is null)
        {
            return null;
        }

        var axes = new StackAxes(Input, order);
        long images = IsOfKnownWriter ? Number("images", (int)axes.Planes) : axes.Planes;
        if (axes.Planes != images)
        {
            throw Input.Corrupt(
                $"{Writer} announces {images} images and {string.Join(" x ", order.Select(axis => axis.Length))} planes.");
        }

        bool behind = IsImageJ && _pages.Count == 1 && images > 1;
        if (_pages.Count < images && !behind)
        {
            return IsOfKnownWriter
                ? throw Input.Corrupt($"{Writer} announces {images} images, it holds {_pages.Count} pages.")
                : null;
        }

        if (_pages.Count > images && !IsOfKnownWriter)
        {
            return null;
        }

        StackPlan plan = axes.Arrange();
        string? more = behind ? null : StackPlan.MorePagesNotice(_pages.Count, images);
        return plan with
        {
            Names = plan.Channels == 1 ? [] : ImageJLabels.ChannelNames(_first, plan.Channels),
            BehindFirstPage = behind,
            Notice = StackPlan.Joined(ChannelsAreSlices(order), plan.Notice, more),
            VoxelSizeUm = ReadVoxelSize(),
        };
    }

    private static Dictionary<string, string> Parse(string description)
    {
        Dictionary<string, string> values = new(StringComparer.Ordinal);
        int lines = 0;
        foreach (ReadOnlySpan<char> line in description.AsSpan().EnumerateLines())
        {
            int equals = line.IndexOf('=');
            if (equals > 0)
            {
                values.TryAdd($"{line[..equals].Trim()}", $"{line[(equals + 1)..].Trim()}");
            }

            if (++lines == MostLines)
            {
                break;
            }
        }

        return values;
    }

    private static string? ChannelsAreSlices(List<StackAxis> order) =>
        order.Find(axis => axis.Name == TakenForSlices) is { Length: > 1 } channels
            ? $"The ImageJ file announces {channels.Length} channels of one slice; they are taken for slices."
            : null;

    private const string TakenForSlices = StackAxis.Unnamed;

    private List<StackAxis> ReadCounts()
    {
        int channels = Number("channels", 1);
        int slices = Number("slices", 1);
        int frames = Number("frames", 1);
        if (channels == 1 && slices == 1 && frames == 1)
        {
            slices = Number("images", 1);
        }

        bool areSlices = slices == 1 && frames == 1 && channels > MostChannels;
        return
        [
            new StackAxis(StackAxis.Time, frames),
            new StackAxis(StackAxis.Slice, slices),
            new StackAxis(areSlices ? TakenForSlices : StackAxis.Channel, channels),
        ];
    }

    /// <summary>Null when X and Y are not the two fastest axes, or the two lists do not belong together.</summary>
    private List<StackAxis>? ReadAxes()
    {
        string[] names = _values["axes"].Split(',', MostAxes, StringSplitOptions.TrimEntries);
        string[] lengths = _values["lengths"].Split(',', MostAxes, StringSplitOptions.TrimEntries);
        if (names.Length != lengths.Length || names is not ["X", "Y", ..])
        {
            return null;
        }

        List<StackAxis> axes = [];
        for (int i = names.Length - 1; i >= 2; i--)
        {
            if (!int.TryParse(lengths[i], NumberStyles.None, CultureInfo.InvariantCulture, out int length) || length == 0)
            {
                throw Input.Corrupt($"{Writer} has lengths={_values["lengths"]}, expected positive numbers.");
            }

            axes.Add(new StackAxis(NameOf(names[i]), length));
        }

        return axes;
    }

    private static string NameOf(string axis) => axis switch
    {
        "Channel" or "Channels" or "C" => StackAxis.Channel,
        "Z" or "Slice" or "Slices" => StackAxis.Slice,
        "Time" or "T" or "Frame" or "Frames" => StackAxis.Time,
        "Unknown" => "unknown",
        "" => "without a name",
        _ => axis,
    };

    private int Number(string key, int whenMissing)
    {
        if (!_values.TryGetValue(key, out string? text))
        {
            return whenMissing;
        }

        if (int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out int number) && number > 0)
        {
            return number;
        }

        return IsOfKnownWriter
            ? throw Input.Corrupt($"{Writer} has {key}={text}, expected a positive number.")
            : int.MaxValue;
    }

    private VoxelSize? ReadVoxelSize()
    {
        if (LengthUnits.Micrometres(_values.GetValueOrDefault("unit")) is not double unitUm)
        {
            return ResolutionTags.Read(_first);
        }

        double? spacing = double.TryParse(
            _values.GetValueOrDefault("spacing"), CultureInfo.InvariantCulture, out double parsed)
            && double.IsFinite(parsed) && parsed != 0 ? Math.Abs(parsed) * unitUm : null;
        return ResolutionTags.Read(_first, unitUm, spacing);
    }
}
