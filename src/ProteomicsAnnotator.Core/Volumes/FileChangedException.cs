namespace ProteomicsAnnotator.Core.Volumes;

/// <summary>A file was replaced or written to while it was read.</summary>
public sealed class FileChangedException : IOException
{
    public FileChangedException(string path)
        : base($"{System.IO.Path.GetFileName(path)} changed while it was read.")
    {
        Path = path;
    }

    public string Path { get; }
}
