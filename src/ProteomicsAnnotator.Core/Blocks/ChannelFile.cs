namespace ProteomicsAnnotator.Core.Blocks;

/// <summary>One TIFF file of a block. <see cref="Name"/> is the configured channel name, else the file's stem.</summary>
public sealed record ChannelFile(string Name, string Path)
{
    public string FileName => System.IO.Path.GetFileName(Path);
}
