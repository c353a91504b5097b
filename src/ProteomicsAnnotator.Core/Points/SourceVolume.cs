using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Storage;
using ProteomicsAnnotator.Core.Volumes;
using ProteomicsAnnotator.Core.Volumes.Zarr;

namespace ProteomicsAnnotator.Core.Points;

/// <summary>The stores of a source, opened: its channels, and how large their common volume is.</summary>
/// <param name="Channels">In order, each with a label of its own.</param>
/// <param name="Finest">Level 0 of the first one.</param>
/// <param name="Shown">The level that is shown.</param>
internal sealed record SourceVolume(IReadOnlyList<ChannelFile> Channels, ZarrLevel Finest, ZarrLevel Shown)
{
    /// <summary>Of scales and translations that say the same in other digits.</summary>
    private const double Alike = 1e-6;

    /// <exception cref="SourceException">The stores do not fit together, or not to the source.</exception>
    /// <exception cref="VolumeException">A store cannot be read.</exception>
    /// <exception cref="StorageException">The share did not give it.</exception>
    public static SourceVolume Open(SourceFile source, SourcePaths paths, IReadOnlyList<string> configuredNames)
    {
        List<Channel> channels = [];
        foreach (SourceChannel said in source.Channels)
        {
            IReadOnlyList<(string Path, string? Name)> stores = paths.Stores(said.Member, said.Store);
            foreach ((string path, string? name) in stores)
            {
                channels.AddRange(ChannelsOf(source, said, path, stores.Count == 1 ? said.Name ?? name : name));
            }
        }

        Channel first = channels[0];
        foreach (Channel other in channels.Skip(1))
        {
            ThrowIfUnlike(source, first, other);
        }

        return new SourceVolume(Named(source, channels, configuredNames), first.Image.Levels[0], first.Image.Levels[source.Level]);
    }

    private static IEnumerable<Channel> ChannelsOf(SourceFile source, SourceChannel said, string path, string? name)
    {
        ZarrImage image = OpenStore(path);
        if (source.Level >= image.Levels.Count)
        {
            throw new SourceException(source.Path, "level", $"{source.Level}; {Path.GetFileName(path)} has {Counted.Of(image.Levels.Count, "level")}", $"at most {image.Levels.Count - 1}");
        }

        if (image.Times > 1 && source.Time is null)
        {
            throw new SourceException(source.Path, "t", $"nothing; {Path.GetFileName(path)} has {Counted.Of(image.Times, "time")}", $"the one to show, from 0 to {image.Times - 1}");
        }

        if (source.Time is { } time && time >= image.Times)
        {
            throw new SourceException(source.Path, "t", $"{time}; {Path.GetFileName(path)} has {Counted.Of(image.Times, "time")}", $"at most {image.Times - 1}");
        }

        if (said.Channel is { } channel && channel >= image.Channels.Count)
        {
            throw new SourceException(source.Path, said.Member, $"channel {channel}; {Path.GetFileName(path)} has {Counted.Of(image.Channels.Count, "channel")}", $"at most {image.Channels.Count - 1}");
        }

        return Enumerable.Range(0, image.Channels.Count).Where(c => said.Channel is null || c == said.Channel)
            .Select(c => new Channel(path, image, c, said.Member, image.Channels.Count > 1 && said.Channel is null && name is not null ? $"{name} {image.Channels[c].Name ?? $"{c + 1}"}" : name));
    }

    private static ZarrImage OpenStore(string path)
    {
        try
        {
            return ZarrStores.Get(path, level: 0);
        }
        catch (FileChangedException e)
        {
            throw new StorageException(path, "its metadata is just being written", e);
        }
    }

    private static void ThrowIfUnlike(SourceFile source, Channel first, Channel other)
    {
        foreach (int level in new[] { 0, source.Level }.Distinct())
        {
            (ZarrLevel one, ZarrLevel two) = (first.Image.Levels[level], other.Image.Levels[level]);
            string? found = one.Shape != two.Shape ? $"{two.Shape} voxels at level {level}"
                : AreUnlike(one.Z, two.Z) || AreUnlike(one.Y, two.Y) || AreUnlike(one.X, two.X) ? $"another scale or translation at level {level}"
                : null;
            if (found is not null)
            {
                throw new SourceException(
                    source.Path, other.Member, $"{Path.GetFileName(other.Path)} with {found}", $"the same as {Path.GetFileName(first.Path)} has ({one.Shape} voxels)");
            }
        }
    }

    private static bool AreUnlike(AxisTransform one, AxisTransform other) =>
        Differ(one.ScaleUm ?? one.Scale, other.ScaleUm ?? other.Scale, one.ScaleUm ?? one.Scale)
        || Differ(one.TranslationUm ?? one.Translation, other.TranslationUm ?? other.Translation, one.ScaleUm ?? one.Scale)
        || one.Micrometres is null != other.Micrometres is null;

    private static bool Differ(double one, double other, double scale) => Math.Abs(one - other) > Alike * Math.Max(scale, Math.Abs(one));

    private static ChannelFile[] Named(SourceFile source, List<Channel> channels, IReadOnlyList<string> configuredNames)
    {
        bool areStores = channels.Select(channel => Path.GetFileName(channel.Path)).Distinct(StringComparer.Ordinal).Count() == channels.Count;
        string[] names = [.. channels.Select((channel, i) => channel.Name
            ?? (configuredNames.Count == channels.Count ? configuredNames[i] : null)
            ?? channel.Image.Channels[channel.Index].Name
            ?? (channel.Image.Channels.Count > 1 ? $"{StemOf(channel.Path)} {channel.Index + 1}" : StemOf(channel.Path)))];
        if (names.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new SourceException(source.Path, "channels", $"{twice.Count()} channels called \"{twice.Key}\"", "a name of its own for each, as \"name\"");
        }

        return [.. channels.Select((channel, i) => new ChannelFile(names[i], channel.Path)
        {
            Part = new StorePart(
                areStores ? Path.GetFileName(channel.Path) : $"{Path.GetFileName(channel.Path)} ({names[i]})", source.Level, channel.Index, source.Time ?? 0),
        })];
    }

    private static string StemOf(string path)
    {
        string name = Path.GetFileName(path);
        return name.EndsWith(".zarr", StringComparison.OrdinalIgnoreCase) && name.Length > 5 ? Path.GetFileNameWithoutExtension(name[..^5]) is { Length: > 0 } stem && name.EndsWith(".ome.zarr", StringComparison.OrdinalIgnoreCase) ? stem : name[..^5] : name;
    }

    /// <param name="Path">Of the store.</param>
    /// <param name="Image">It.</param>
    /// <param name="Index">Along c.</param>
    /// <param name="Member">Which member of the source names it.</param>
    /// <param name="Name">Null: the source does not say.</param>
    private sealed record Channel(string Path, ZarrImage Image, int Index, string Member, string? Name);
}
