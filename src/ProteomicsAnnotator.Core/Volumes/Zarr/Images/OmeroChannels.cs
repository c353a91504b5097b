using ProteomicsAnnotator.Core.Volumes.Zarr.Metadata;

namespace ProteomicsAnnotator.Core.Volumes.Zarr.Images;

/// <summary>Names, colours and windows of channels, as <c>omero</c> has them; nothing in it costs the picture.</summary>
internal static class OmeroChannels
{
    /// <summary>One for each channel; what is not said is null.</summary>
    public static IReadOnlyList<ZarrChannel> Of(MetadataNode omero, int count, StoredType type)
    {
        MetadataNode[] given = [.. omero["channels"].Items().Take(count)];
        return [.. Enumerable.Range(0, count).Select(c => c < given.Length ? ChannelOf(given[c], type) : new ZarrChannel(null, null, null))];
    }

    private static ZarrChannel ChannelOf(MetadataNode channel, StoredType type)
    {
        string? name = channel["label"].Text?.Trim();
        return new ZarrChannel(name is { Length: > 0 } ? name : null, ColorOf(channel["color"]), WindowOf(channel["window"], type));
    }

    private static string? ColorOf(MetadataNode node)
    {
        string? text = node.Text?.TrimStart('#');
        return text is { Length: 6 } && text.All(char.IsAsciiHexDigit) ? text.ToUpperInvariant() : null;
    }

    /// <summary>Writers that know nothing put the whole range of the type.</summary>
    private static ContrastWindow? WindowOf(MetadataNode node, StoredType type)
    {
        if (node["start"].Number is not { } start || node["end"].Number is not { } end || start == end)
        {
            return null;
        }

        (double least, double most) = RangeOf(type);
        return start <= least && end >= most ? null : new ContrastWindow(start, end);
    }

    private static (double Least, double Most) RangeOf(StoredType type) => type.Sample.Kind switch
    {
        Tiff.SampleKind.Unsigned => (0, Math.Pow(2, type.Sample.Bits) - 1),
        Tiff.SampleKind.Signed => (-Math.Pow(2, type.Sample.Bits - 1), Math.Pow(2, type.Sample.Bits - 1) - 1),
        _ => (double.NegativeInfinity, double.PositiveInfinity),
    };
}
