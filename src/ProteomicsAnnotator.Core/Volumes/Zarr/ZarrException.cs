namespace ProteomicsAnnotator.Core.Volumes.Zarr;

/// <summary>A Zarr store, or one of its chunks, cannot be read; the message says what was found and what was expected.</summary>
public sealed class ZarrException : Exception
{
    public ZarrException(string path, string key, string found, string expected, ChannelFaultKind kind, Exception? inner = null)
        : base($"{key}: found {found}; expected {expected}.", inner)
    {
        Path = path;
        Key = key;
        Found = found;
        Expected = expected;
        Kind = kind;
    }

    /// <summary>The store's folder.</summary>
    public string Path { get; }

    /// <summary>A file below the store's folder, and the member in it: <c>0/.zarray, dtype</c>, <c>c/0/1/2</c>.</summary>
    public string Key { get; }

    public string Found { get; }

    public string Expected { get; }

    /// <summary>Never <see cref="ChannelFaultKind.Unreadable"/>: that is a <see cref="Storage.StorageException"/>.</summary>
    public ChannelFaultKind Kind { get; }
}
