using ProteomicsAnnotator.Core.Volumes.Tiff.Codecs;
using ProteomicsAnnotator.Core.Volumes.Tiff.Descriptions;

namespace ProteomicsAnnotator.Core.Volumes.Tiff;

/// <summary>From the chain of directories to channels: picks the plan, checks that the pages fit it and each other.</summary>
internal sealed class StackLayout
{
    private readonly TiffInput _input;
    private readonly long _maxBytes;
    private readonly StackPlan _plan;
    private readonly List<TiffDirectory> _directories;
    private readonly TiffPage?[] _pages;
    private TiffPage? _firstRead;

    private StackLayout(TiffInput input, long maxBytes, StackPlan plan, List<TiffDirectory> directories)
    {
        _input = input;
        _maxBytes = maxBytes;
        _plan = plan;
        _directories = directories;
        _pages = new TiffPage?[directories.Count];
    }

    public static IReadOnlyList<ChannelLayout> Read(TiffInput input, long maxBytes)
    {
        List<TiffDirectory> every = TiffDirectoryChain.Read(input);
        List<TiffDirectory> planes = [.. every.Where(directory => !directory.IsThumbnail)];
        if (planes.Count == 0)
        {
            throw input.Unsupported($"All {every.Count} pages of the file are thumbnails or masks.");
        }

        // A page that is no volume plane (RGB, complex) is a better reason than the plan it does not fit.
        CheckProcess(input, TiffPageReader.Read(planes[0], maxBytes));
        StackPlan plan = StackDescription.Plan(every, planes);
        return new StackLayout(input, maxBytes, plan, plan.CountsEveryPage ? every : planes).Read();
    }

    private List<ChannelLayout> Read()
    {
        TiffPage first = Page(_plan.Planes.Length > 0 && !_plan.BehindFirstPage ? PageNumber(_plan.Planes[0]) : 0);
        CheckSize(first);
        List<ChannelLayout> channels = [];
        for (int c = 0; c < _plan.Channels; c++)
        {
            List<StackPart> parts = _plan.BehindFirstPage ? BehindFirst(first, c) : Parts(first, c);
            channels.Add(new ChannelLayout(Describe(first, parts, c), parts));
        }

        if (_pages.Any(page => page?.HasShortCounts == true))
        {
            CheckShortCounts();
        }

        return channels;
    }

    /// <summary>Found when the file is opened rather than when the first voxel is asked for.</summary>
    private static void CheckProcess(TiffInput input, TiffPage page)
    {
        if (page.Compression != TiffCompression.Jpeg)
        {
            return;
        }

        byte[] start = new byte[Math.Min(page.ByteCounts[0], JpegFrame.LongestStart)];
        input.Read(start, page.Offsets[0]);
        if (JpegFrame.Find(start)?.UnsupportedProcess is { } process)
        {
            throw input.Unsupported($"Page {page.Index + 1} is {process} JPEG, which is not read.");
        }
    }

    /// <summary>
    /// A count that is too small is a slip of the writer when nothing else begins within the bytes needed, and a segment
    /// that was cut when something does.
    /// </summary>
    private void CheckShortCounts()
    {
        TiffPage[] pages = [.. _pages.OfType<TiffPage>()];
        long[] begins = [.. pages.SelectMany(page => page.Offsets), .. _directories.Select(directory => directory.Offset)];
        Array.Sort(begins);
        foreach (TiffPage page in pages.Where(page => page.HasShortCounts))
        {
            for (int i = 0; i < page.Offsets.Length; i++)
            {
                int next = Array.BinarySearch(begins, page.Offsets[i] + 1);
                next = next < 0 ? ~next : next;
                if (next < begins.Length && begins[next] < page.Offsets[i] + page.ByteCounts[i])
                {
                    throw _input.Corrupt(
                        $"Page {page.Index + 1}, {(page.IsTiled ? "tile" : "strip")} {i + 1} is cut short: it lies at byte "
                        + $"{page.Offsets[i]} and takes {page.ByteCounts[i]} bytes; other data begin at byte {begins[next]}.");
                }
            }
        }
    }

    private void CheckSize(TiffPage first)
    {
        var shape = first.Shape with { Depth = _plan.Depth };
        Int128 bytes = (Int128)shape.Width * shape.Height * shape.Depth * first.Sample.Voxel.Bytes();
        if (bytes * _plan.Channels > _maxBytes || bytes > Array.MaxLength)
        {
            long limit = Math.Min(_maxBytes, Array.MaxLength);
            throw new TiffException(
                _input.Path,
                ChannelFaultKind.TooLarge,
                $"The file holds {_plan.Channels} x {shape} (channels x Z,Y,X) voxels of "
                + $"{first.Sample.Voxel.WireName()}, {(bytes * _plan.Channels) >> 20} MiB; "
                + $"the limit is {limit >> 20} MiB.");
        }
    }

    private int SlicesPerPage => (int)Math.Max(1, _directories[0].Integer(TiffTag.ImageDepth, 1));

    private int PageNumber(int plane) => plane / SlicesPerPage;

    private TiffPage Page(int number)
    {
        if (_pages[number] is TiffPage known)
        {
            return known;
        }

        _input.ThrowIfCancelled();
        TiffPage page = TiffPageReader.Read(_directories[number], _maxBytes);
        TiffPage? other = _firstRead;
        if (other is not null && (page.Shape != other.Shape || page.Sample != other.Sample))
        {
            throw _input.Unsupported(
                $"Page {page.Index + 1} has {page.Shape} (Z,Y,X) pixels of {page.Sample.Name}, "
                + $"page {other.Index + 1} has {other.Shape} of {other.Sample.Name}; a volume has equal planes.");
        }

        _firstRead ??= page;
        _pages[number] = page;
        return page;
    }

    private List<StackPart> Parts(TiffPage first, int channel)
    {
        if (_plan.Planes.Length == 0 && first.Depth > 1)
        {
            return [new StackPart(first, 0, 0, first.Depth, first.ContiguousOffset())];
        }

        int slices = SlicesPerPage;
        List<StackPart> parts = new(_plan.Depth);
        for (int z = 0; z < _plan.Depth; z++)
        {
            int plane = _plan.Planes.Length == 0 ? z : _plan.Planes[(channel * _plan.Depth) + z];
            TiffPage page = Page(plane / slices);
            int slice = plane % slices;
            long? raw = page.ContiguousOffset() + (slice * page.SliceBytes);
            if (parts.Count > 0 && parts[^1] is var last && ReferenceEquals(last.Page, page) && last.FirstSlice + last.Slices == slice)
            {
                parts[^1] = last with { Slices = last.Slices + 1 };
            }
            else
            {
                parts.Add(new StackPart(page, slice, z, 1, raw));
            }
        }

        return parts;
    }

    private List<StackPart> BehindFirst(TiffPage first, int channel)
    {
        long offset = first.ContiguousOffset() ?? throw _input.Unsupported(
            $"The file announces {_plan.Planes.Length} planes behind its only page, which is "
            + $"{TiffCodecs.Name((int)first.Compression)} and not in one piece.");
        Int128 end = offset + ((Int128)first.SliceBytes * _plan.Planes.Length);
        if (end > _input.Length)
        {
            long whole = Math.Max(0, _input.Length - offset) / first.SliceBytes;
            throw _input.Corrupt(
                $"The file is cut short: it holds {whole} of the {_plan.Planes.Length} planes that it announces "
                + $"({first.SliceBytes} bytes each, from byte {offset} on); it has {_input.Length} bytes, expected {end}.");
        }

        return
        [
            .. Enumerable.Range(0, _plan.Depth).Select(z => new StackPart(
                first, 0, z, 1, offset + (_plan.Planes[(channel * _plan.Depth) + z] * first.SliceBytes))),
        ];
    }

    private VolumeChannel Describe(TiffPage first, List<StackPart> parts, int channel)
    {
        string codecs = string.Join(
            '+', parts.Select(part => TiffCodecs.Name((int)part.Page.Compression)).Distinct(StringComparer.Ordinal));
        string? split = _plan.Channels > 1 ? $"Channel {channel + 1} of {_plan.Channels} in this file." : null;
        string notice = string.Join(' ', new[] { split, _plan.Notice }.Where(part => part is not null));
        return new VolumeChannel(
            channel < _plan.Names.Count && !string.IsNullOrWhiteSpace(_plan.Names[channel])
                ? _plan.Names[channel]!.Trim()
                : null,
            first.Shape with { Depth = _plan.Depth },
            first.Sample.Voxel,
            new VolumeMetadata
            {
                StoredType = first.Sample.Name,
                Codec = codecs,
                VoxelSizeUm = _plan.VoxelSizeUm,
                Notice = notice.Length > 0 ? notice : null,
            });
    }
}
