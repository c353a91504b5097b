using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Volumes.Zarr;

/// <summary>Images that were opened, by path: thousands of blocks are boxes of the same few stores. An image is opened again when its metadata has changed.</summary>
public static class ZarrStores
{
    private const int MostKept = 64;
    private static readonly Lock Gate = new();
    private static readonly Dictionary<string, ZarrImage> Kept = new(StringComparer.Ordinal);

    /// <param name="path">The store's folder.</param>
    /// <param name="level">Whose metadata must be current.</param>
    /// <exception cref="ZarrException">It is no store that is read.</exception>
    /// <exception cref="StorageException">The share did not give it.</exception>
    /// <exception cref="FileChangedException">Its metadata is just being written.</exception>
    public static ZarrImage Get(string path, int level)
    {
        ZarrImage? known;
        lock (Gate)
        {
            known = Kept.GetValueOrDefault(path);
        }

        if (known is not null && level < known.Levels.Count && known.IsCurrent(level))
        {
            return known;
        }

        var image = ZarrImage.Open(path);
        lock (Gate)
        {
            if (Kept.Count >= MostKept && !Kept.ContainsKey(path))
            {
                Kept.Clear();
            }

            Kept[path] = image;
        }

        return image;
    }

    /// <summary>Why it cannot be opened, in words; null: it can, or it is just being written.</summary>
    /// <exception cref="StorageException">The share did not give it.</exception>
    public static string? FaultOf(string path)
    {
        try
        {
            _ = Get(path, level: 0);
            return null;
        }
        catch (ZarrException error)
        {
            return error.Message;
        }
        catch (FileChangedException)
        {
            return null;
        }
    }
}
