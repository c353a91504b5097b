namespace ProteomicsAnnotator.Core.Volumes.Tiff;

/// <summary>
/// How the planes of a file make up channels, as its metadata says. Plane numbers count pages (slices, where pages are
/// volumes), or the planes behind a single page when <see cref="BehindFirstPage"/>.
/// </summary>
internal sealed record StackPlan
{
    public required int Depth { get; init; }

    public int Channels { get; init; } = 1;

    /// <summary>Plane number of (channel, z) at [channel * Depth + z]; empty for planes in their order.</summary>
    public required int[] Planes { get; init; }

    /// <summary>Names of the channels; null where the file gives none.</summary>
    public IReadOnlyList<string?> Names { get; init; } = [];

    public VoxelSize? VoxelSizeUm { get; init; }

    public bool BehindFirstPage { get; init; }

    /// <summary>Plane numbers are positions in the whole chain, thumbnails included (OME counts so).</summary>
    public bool CountsEveryPage { get; init; }

    /// <summary>Notices for the annotator.</summary>
    public string? Notice { get; init; }

    /// <summary>The notice where a file goes on after the stack that its description names; null where it does not.</summary>
    public static string? MorePagesNotice(long pages, long described) => pages > described
        ? $"The file holds {pages} pages, its description tells of {described}; the first {described} are shown."
        : null;

    /// <summary>The sentences that there are; null when there is none.</summary>
    public static string? Joined(params string?[] notices)
    {
        string joined = string.Join(' ', notices.Where(notice => !string.IsNullOrEmpty(notice)));
        return joined.Length > 0 ? joined : null;
    }

    /// <summary>Planes in the order Z fastest, then channel; or channel fastest (ImageJ).</summary>
    /// <exception cref="TiffException">More planes than the file has bits.</exception>
    public static int[] InOrder(TiffInput input, int channels, int depth, bool channelFastest)
    {
        if ((long)channels * depth > input.Length * 8)
        {
            throw input.Corrupt(
                $"The file announces {channels} channels of {depth} planes; it has {input.Length} bytes.");
        }

        int[] planes = new int[channels * depth];
        for (int c = 0; c < channels; c++)
        {
            for (int z = 0; z < depth; z++)
            {
                planes[(c * depth) + z] = channelFastest ? (z * channels) + c : (c * depth) + z;
            }
        }

        return planes;
    }
}
