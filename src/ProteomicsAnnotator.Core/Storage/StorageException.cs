namespace ProteomicsAnnotator.Core.Storage;

/// <summary>The share (or the local disk) refused an operation on <see cref="Path"/>.</summary>
public sealed class StorageException : IOException
{
    public StorageException(string path, string message, Exception? inner = null)
        : base($"{path}: {message}", inner)
    {
        Path = path;
        Reason = message;
    }

    public string Path { get; }

    /// <summary>The message without the path, short enough for the save state.</summary>
    public string Reason { get; }

    /// <summary>The file itself is at fault (no regular file, too large): reading it again gives the same.</summary>
    public bool IsLasting { get; init; }

    /// <summary>Wraps an error of a file operation; the reason is the plain-words one of <see cref="StorageFault"/>.</summary>
    public static StorageException From(string path, Exception error) =>
        error as StorageException ?? new StorageException(path, StorageFault.Describe(error), error);

    /// <summary>As <see cref="From"/>, of an operation that writes.</summary>
    public static StorageException FromWriting(string path, Exception error) =>
        error as StorageException ?? new StorageException(path, StorageFault.DescribeWriting(error), error);
}
