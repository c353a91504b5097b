namespace ProteomicsAnnotator.Core.Storage;

/// <summary>The share (or disk) did not give or take a file: <see cref="Path"/> and the cause.</summary>
public sealed class StorageException : Exception
{
    public StorageException(string path, Exception inner)
        : base($"{path}: {inner.Message}", inner)
    {
        Path = path;
    }

    public string Path { get; }
}
