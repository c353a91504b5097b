namespace ProteomicsAnnotator.Core.Volumes.Zarr;

/// <summary>A Zarr store, or one of its chunks, cannot be read; the message says what was found and what was expected.</summary>
public sealed class ZarrException : VolumeException
{
    /// <param name="path">The store's folder.</param>
    /// <param name="key">A file below it, and the member in it.</param>
    /// <param name="found">What was found.</param>
    /// <param name="expected">What was expected.</param>
    /// <param name="kind">Of the fault.</param>
    /// <param name="inner">What met it.</param>
    public ZarrException(string path, string key, string found, string expected, ChannelFaultKind kind, Exception? inner = null)
        : base(path, kind, $"{key}: found {found}; expected {expected}.", inner)
    {
        Key = key;
        Found = found;
        Expected = expected;
    }

    /// <summary>A file below the store's folder, and the member in it: <c>0/.zarray, dtype</c>, <c>c/0/1/2</c>.</summary>
    public string Key { get; }

    public string Found { get; }

    public string Expected { get; }
}
