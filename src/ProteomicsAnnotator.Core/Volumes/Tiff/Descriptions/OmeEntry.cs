namespace ProteomicsAnnotator.Core.Volumes.Tiff.Descriptions;

/// <summary>One TiffData element: where planes of the image lie. What the file leaves out is null.</summary>
internal sealed record OmeEntry
{
    public string? Ifd { get; init; }

    public string? PlaneCount { get; init; }

    public string? FirstZ { get; init; }

    public string? FirstC { get; init; }

    public string? FirstT { get; init; }

    /// <summary>Of the file that holds the planes; none: the file that the metadata stands in.</summary>
    public string? Uuid { get; set; }

    public string? FileName { get; set; }

    public bool NamesAFile => Uuid is not null || FileName is not null;

    /// <summary>What distinguishes the file from others.</summary>
    public string FileKey => Uuid is { Length: > 0 } uuid ? uuid : FileName ?? "";
}
