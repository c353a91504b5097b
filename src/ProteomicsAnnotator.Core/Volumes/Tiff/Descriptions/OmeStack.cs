using System.Globalization;

namespace ProteomicsAnnotator.Core.Volumes.Tiff.Descriptions;

/// <summary>
/// OME-TIFF: OME-XML in the first page's description says which page is which (channel, z, t). Of several images the
/// first is read. Source: the OME-TIFF specification of the Open Microscopy Environment.
/// </summary>
internal sealed class OmeStack
{
    private const int MostPlanes = 1 << 20;

    /// <summary>Entries may repeat themselves; beyond this they would cost more than the file is long.</summary>
    private const int MostPlacedTimes = 16;
    private readonly TiffInput _input;
    private readonly OmeDocument _document;
    private readonly IReadOnlyList<TiffDirectory> _everyPage;
    private readonly int _depth;
    private readonly int _channels;
    private readonly int _times;

    private OmeStack(OmeDocument document, IReadOnlyList<TiffDirectory> everyPage)
    {
        _input = everyPage[0].Input;
        _document = document;
        _everyPage = everyPage;
        _depth = Size("SizeZ");
        _channels = Size("SizeC");
        _times = Size("SizeT");
        if ((Int128)_depth * _channels * _times > MostPlanes)
        {
            throw _input.Corrupt(
                $"The OME file announces {_channels} channels x {_depth} planes x {_times} time points.");
        }
    }

    /// <summary>Plane numbers count every directory of the chain, as OME's IFD numbers do. Null when there is no OME-XML.</summary>
    public static StackPlan? TryPlan(
        string description, IReadOnlyList<TiffDirectory> everyPage, IReadOnlyList<TiffDirectory> planes)
    {
        if (OmeDocument.TryRead(description, everyPage[0].Input) is not { } document)
        {
            return null;
        }

        if (document.HasPixels)
        {
            return new OmeStack(document, everyPage).Plan(planes);
        }

        string why = document.MetadataFile switch
        {
            null => "The OME metadata describes no image",
            "" => "The OME metadata of this file is in another file, which is not read",
            _ => $"The OME metadata of this file is in {document.MetadataFile}, which is not read",
        };
        return PlainStack.Plan(planes) with { Notice = $"{why}; the pages are taken for the slices of one channel." };
    }

    private StackPlan Plan(IReadOnlyList<TiffDirectory> planes)
    {
        var files = new OmeFiles(_document.Entries, _document.Uuid, Path.GetFileName(_input.Path));
        if (files.Own.Count == 0)
        {
            return PlanOfUnknownFile(files, planes);
        }

        OmePlanes map = ReadPlanes(files.Own);
        (int time, string? timeNotice) = ChooseTime(map, files.HasOthers);
        int[] channels = ChooseChannels(map, time, files);
        int depth = time < 0 ? _times : _depth;
        TiffDirectory first = _everyPage[0];
        List<string?> names = _document.ChannelNames.Count == _channels ? _document.ChannelNames : [];
        return new StackPlan
        {
            Channels = channels.Length,
            Depth = depth,
            Planes = [.. channels.SelectMany(channel => map.Along(channel, time))],
            Names = names.Count == 0 ? [] : [.. channels.Select(channel => names[channel])],
            CountsEveryPage = true,
            VoxelSizeUm = ReadVoxelSize() ?? ResolutionTags.Read(first),
            Notice = StackPlan.Joined(
                _document.Images > 1 ? $"The file holds {_document.Images} images; this is the first." : null,
                files.Notice,
                timeNotice,
                PartNotice(channels),
                SizeNotice(first),
                _document.Images > 1 || files.HasOthers ? null : StackPlan.MorePagesNotice(planes.Count, map.Placed)),
        };
    }

    /// <summary>The entries are of other files, and none says which of them this is. Whichever: it holds one channel's planes.</summary>
    private StackPlan PlanOfUnknownFile(OmeFiles files, IReadOnlyList<TiffDirectory> planes)
    {
        if (planes.Count != _depth || _times > 1)
        {
            throw _input.Unsupported($"The OME file keeps planes in another file, {files.Example}.");
        }

        return PlainStack.Plan(planes) with
        {
            VoxelSizeUm = ReadVoxelSize() ?? ResolutionTags.Read(_everyPage[0]),
            Notice = $"The OME metadata tells of {files.Count} files, such as {files.Example}, and not which of them this is; "
                + "its pages are taken for the slices of one channel.",
        };
    }

    private OmePlanes ReadPlanes(IReadOnlyList<OmeEntry> entries)
    {
        var map = new OmePlanes(_input, (_depth, _channels, _times), _document.Pixels("DimensionOrder") ?? "XYZCT");
        long placed = 0;
        foreach (OmeEntry entry in entries)
        {
            int whenMissing = entry.Ifd is null ? Math.Min(map.Count, _everyPage.Count) : 1;
            int page = Number("IFD", entry.Ifd, 0);
            int count = Number("PlaneCount", entry.PlaneCount, whenMissing);
            (int Z, int C, int T) at = (
                Number("FirstZ", entry.FirstZ, 0), Number("FirstC", entry.FirstC, 0), Number("FirstT", entry.FirstT, 0));
            placed += count;
            if (at.Z >= _depth || at.C >= _channels || at.T >= _times || count > map.Count
                || (long)page + count > _everyPage.Count || placed > (long)MostPlacedTimes * map.Count)
            {
                throw _input.Corrupt(
                    $"The OME metadata places {count} planes from page {page + 1} at z {at.Z}, channel {at.C}, time {at.T}; "
                    + $"the file has {_everyPage.Count} pages, {_depth} planes, {_channels} channels and {_times} time points.");
            }

            map.Place(at, page, count);
        }

        return map;
    }

    /// <summary>The only time point that is here; -1 where the time points stand in for slices.</summary>
    private (int Time, string? Notice) ChooseTime(OmePlanes map, bool hasOthers)
    {
        int[] used = [.. Enumerable.Range(0, _times).Where(map.HasTime)];
        if (_times == 1 || (hasOthers && used.Length == 1))
        {
            int only = used.Length == 0 ? 0 : used[0];
            return (only, _times == 1 ? null : $"The file holds time point {only + 1} of {_times}.");
        }

        return _depth == 1
            ? (-1, StackAxes.TimeNotice(_times))
            : throw _input.Unsupported(
                $"The OME file has a time axis of {_times} points beside {_depth} slices, expected 1.");
    }

    /// <summary>Channels of which every plane is here. The others are in other files as a whole, or something is missing.</summary>
    private int[] ChooseChannels(OmePlanes map, int time, OmeFiles files)
    {
        int[] missing = [.. Enumerable.Range(0, _channels).Select(c => map.Along(c, time).Count(page => page < 0))];
        int depth = time < 0 ? _times : _depth;
        if (!files.HasOthers && missing.Any(planes => planes > 0))
        {
            throw _input.Corrupt(
                $"The OME metadata announces {_channels} channels x {depth} planes; {missing.Sum()} of them have no page.");
        }

        if (missing.Any(planes => planes > 0 && planes < depth))
        {
            throw _input.Unsupported($"The OME file keeps planes of its channels in another file, {files.Example}.");
        }

        int[] whole = [.. Enumerable.Range(0, _channels).Where(c => missing[c] == 0)];
        return whole.Length > 0
            ? whole
            : throw _input.Unsupported($"The OME file keeps its planes in another file, {files.Example}.");
    }

    private string? PartNotice(int[] channels)
    {
        if (channels.Length == _channels)
        {
            return null;
        }

        string numbers = string.Join(", ", channels.Select(channel => channel + 1));
        string word = channels.Length == 1 ? "channel" : "channels";
        return $"The file holds {word} {numbers} of the {_channels} that its OME metadata describes; the others are in other files.";
    }

    /// <summary>Programs that crop leave the metadata as it was.</summary>
    private string? SizeNotice(TiffDirectory first)
    {
        long width = first.Integer(TiffTag.ImageWidth, 0);
        long height = first.Integer(TiffTag.ImageLength, 0);
        string announced = $"{_document.Pixels("SizeY") ?? $"{height}"} x {_document.Pixels("SizeX") ?? $"{width}"}";
        return announced == $"{height} x {width}"
            ? null
            : $"The OME metadata tells of {announced} pixels; the pages have {height} x {width}, and they count.";
    }

    private int Size(string name) => Number(name, _document.Pixels(name), 1) is int size and > 0
        ? size
        : throw _input.Corrupt($"The OME metadata has {name} 0, expected at least 1.");

    private int Number(string name, string? text, int whenMissing)
    {
        if (text is null)
        {
            return whenMissing;
        }

        return int.TryParse(text, CultureInfo.InvariantCulture, out int number) && number >= 0
            ? number
            : throw _input.Corrupt($"The OME metadata has {name} \"{text}\", expected a number.");
    }

    private VoxelSize? ReadVoxelSize() =>
        Length("PhysicalSizeX") is double x && Length("PhysicalSizeY") is double y
            ? new VoxelSize(Length("PhysicalSizeZ"), y, x)
            : null;

    private double? Length(string name)
    {
        double? unit = LengthUnits.Micrometres(_document.Pixels($"{name}Unit") ?? "um");
        return unit is not null
            && double.TryParse(_document.Pixels(name), CultureInfo.InvariantCulture, out double length)
            && double.IsFinite(length) && length > 0 ? length * unit : null;
    }
}
