namespace ProteomicsAnnotator.Core.Volumes.Zarr;

/// <summary>Reads ranges of an open file of chunks.</summary>
internal static class StoredBytes
{
    /// <exception cref="ZarrException">The file ends before the range does.</exception>
    /// <exception cref="Storage.StorageException">The share did not give it.</exception>
    public static void Read(VolumeFile file, StoreFolder folder, string key, Span<byte> destination, long offset)
    {
        int filled = 0;
        while (filled < destination.Length)
        {
            int count = file.ReadSome(destination[filled..], offset + filled);
            if (count == 0)
            {
                throw folder.Corrupt(key, $"{filled} bytes at byte {offset}", $"{destination.Length} bytes");
            }

            filled += count;
        }
    }
}
