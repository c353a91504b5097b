namespace ProteomicsAnnotator.App.Annotating.Viewer;

/// <summary>Twin of ChannelRef in src/viewer/src/page/contract.ts.</summary>
/// <param name="Index">Position in the block: the {channel} of the volume URL.</param>
/// <param name="Name">As shown.</param>
/// <param name="Key">Unique within the block; display settings are kept by it.</param>
/// <param name="File">File name, without folder.</param>
/// <param name="Url">Where the voxels are; docs/volume-wire.md.</param>
public sealed record ChannelRef(int Index, string Name, string Key, string File, string Url);
