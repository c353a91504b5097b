namespace ProteomicsAnnotator.Core.Volumes.Zarr.Metadata;

/// <summary>A codec, chunk grid or key encoding of Zarr v3: an object with a name, or the name alone.</summary>
internal readonly record struct ExtensionName(string Name, MetadataNode Node, MetadataNode Configuration)
{
    /// <exception cref="ZarrException">It has no name.</exception>
    public static ExtensionName Of(MetadataNode node, string expected) =>
        (node.Text ?? node["name"].Text) is { } name
            ? new ExtensionName(name, node, node["configuration"])
            : throw node.Refused(expected);

    public ZarrException Refused(string expected) => (Node.IsObject ? Node["name"] : Node).Refused(expected);
}
