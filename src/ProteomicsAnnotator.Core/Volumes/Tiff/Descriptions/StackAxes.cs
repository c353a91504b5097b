namespace ProteomicsAnnotator.Core.Volumes.Tiff.Descriptions;

/// <summary>
/// Makes channels and slices from the axes that a file's metadata names. One long axis beside the channels counts as
/// slices, whatever its name; a notice says so. With two long axes, slices are undefined.
/// </summary>
internal sealed class StackAxes
{
    private readonly TiffInput _input;
    private readonly List<StackAxis> _axes;

    /// <param name="input">The file.</param>
    /// <param name="slowestFirst">In the order of the planes, the last one running fastest.</param>
    public StackAxes(TiffInput input, IEnumerable<StackAxis> slowestFirst)
    {
        _input = input;
        _axes = [.. slowestFirst.Where(axis => axis.Length > 1)];
    }

    /// <summary>Planes that the axes span, bounded by <see cref="int.MaxValue"/>.</summary>
    public long Planes => _axes.Aggregate(1L, (product, axis) => Math.Min(product * axis.Length, int.MaxValue));

    /// <summary>The notice where time points stand in for slices.</summary>
    public static string TimeNotice(int points) =>
        $"The file has a time axis of {points} points and no slices; the time points are taken for slices.";

    /// <exception cref="TiffException">More than one long axis beside the channels.</exception>
    public StackPlan Arrange()
    {
        int channelAxis = _axes.FindIndex(axis => axis.Name == StackAxis.Channel);
        string? notice = null;
        if (channelAxis < 0 && _axes.Count == 2 && _axes.TrueForAll(axis => axis.Name == StackAxis.Unnamed))
        {
            channelAxis = 0;
            notice = $"The first of the unnamed axes {_axes[0].Length} x {_axes[1].Length} is taken for channels.";
        }

        List<int> others = [.. Enumerable.Range(0, _axes.Count).Where(i => i != channelAxis)];
        if (others.Count > 1)
        {
            throw Refusal(others);
        }

        int channels = channelAxis < 0 ? 1 : _axes[channelAxis].Length;
        int depth = others.Count == 0 ? 1 : _axes[others[0]].Length;
        return new StackPlan
        {
            Channels = channels,
            Depth = depth,
            Planes = StackPlan.InOrder(_input, channels, depth, channelFastest: channelAxis == 1),
            Notice = notice ?? (others.Count == 0 ? null : NoticeOf(_axes[others[0]])),
        };
    }

    private TiffException Refusal(List<int> others)
    {
        int time = others.FindIndex(i => _axes[i].Name == StackAxis.Time);
        if (time >= 0)
        {
            string beside = string.Join(" x ", others.Where((_, i) => i != time).Select(i => Named(_axes[i])));
            return _input.Unsupported(
                $"The file has a time axis of {_axes[others[time]].Length} points beside {beside}, expected 1.");
        }

        string axes = string.Join(", ", _axes.Select(Named));
        return _input.Unsupported($"The file has the axes {axes} beside Y and X; expected slices and channels alone.");
    }

    private static string? NoticeOf(StackAxis axis) => axis.Name switch
    {
        StackAxis.Slice or StackAxis.Unnamed => null,
        StackAxis.Time => TimeNotice(axis.Length),
        _ => $"The axis {Named(axis)} is taken for slices; the file has no other.",
    };

    private static string Named(StackAxis axis) => axis.Name switch
    {
        StackAxis.Slice => $"{axis.Length} slices",
        StackAxis.Channel => $"{axis.Length} channels",
        StackAxis.Time => $"{axis.Length} time points",
        StackAxis.Unnamed => $"{axis.Length} (unnamed)",
        _ => $"{axis.Length} ({axis.Name})",
    };
}

/// <summary>One axis of a stack beside Y and X.</summary>
/// <param name="Name"><see cref="Channel"/>, <see cref="Slice"/>, <see cref="Time"/>, <see cref="Unnamed"/> or the file's own word.</param>
/// <param name="Length">Planes along it.</param>
internal readonly record struct StackAxis(string Name, int Length)
{
    public const string Channel = "C";
    public const string Slice = "Z";
    public const string Time = "T";
    public const string Unnamed = "";
}
