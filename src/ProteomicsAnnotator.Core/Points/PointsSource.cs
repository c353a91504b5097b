using System.Globalization;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Storage;
using ProteomicsAnnotator.Core.Volumes;
using ProteomicsAnnotator.Core.Volumes.Zarr;

namespace ProteomicsAnnotator.Core.Points;

/// <summary>A data root whose blocks are boxes around the points of a large volume, as its <c>source.json</c> says.</summary>
public static class PointsSource
{
    private const int MostBoxVoxels = 1 << 28;

    /// <summary>Voxels that a level may have more or fewer than its scale says.</summary>
    private const double MostRounded = 2;

    private const double MostRoundedShare = 0.01;

    /// <summary>Voxels along an axis of a level, as far as its scale says.</summary>
    private const double MostExtent = 1 << 30;

    /// <summary>Of a scale, a thousand kilometres; nothing that anybody looked at has larger voxels.</summary>
    private const double MostMicrometres = 1e12;

    /// <summary>For <see cref="BlockCatalog.Source"/>. Null: the root has no <c>source.json</c>. Faults are in the answer.</summary>
    public static CatalogSnapshot? Read(SourceRequest request, CancellationToken cancellationToken)
    {
        string path = Path.Combine(request.Root, SourceFile.FileName);
        if (!File.Exists(path) && !Directory.Exists(path))
        {
            return null;
        }

        try
        {
            return ReadSource(path, request, cancellationToken);
        }
        catch (SourceException e)
        {
            return Unusable(e.Path, e.Message);
        }
        catch (VolumeException e)
        {
            return Unusable(e.Path, e.Message);
        }
        catch (Exception e) when (e is OverflowException or InvalidOperationException)
        {
            return Unusable(path, $"found a text that is none, or a number that is too large ({e.Message}); expected a source as docs/points.md describes it.");
        }
        catch (StorageException e)
        {
            return Unusable(e.Path, e.Reason);
        }
    }

    /// <summary>From the stores' scales and the source's words to voxels.</summary>
    /// <exception cref="SourceException">The source asks for micrometres of a store that gives none, or for too large a box.</exception>
    internal static PointGrid GridOf(SourceFile source, ZarrLevel finest, ZarrLevel shown, bool isInMicrometres)
    {
        bool needsScale = isInMicrometres || source.IsBoxInMicrometres;
        if (needsScale && new[] { finest.Z, finest.Y, finest.X, shown.Z, shown.Y, shown.X }.Any(axis => axis.ScaleUm is null))
        {
            throw new SourceException(source.Path, isInMicrometres ? "unit" : "boxUnit", "micrometres; the store gives no voxel size in a known unit", "voxels, or a store with a scale and a unit along z, y and x");
        }

        ThrowUnlessFitting(source, ('z', finest.Z, shown.Z), finest.Shape.Depth, shown.Shape.Depth);
        ThrowUnlessFitting(source, ('y', finest.Y, shown.Y), finest.Shape.Height, shown.Shape.Height);
        ThrowUnlessFitting(source, ('x', finest.X, shown.X), finest.Shape.Width, shown.Shape.Width);
        var grid = new PointGrid(
            Axis(finest.Shape.Depth, finest.Z, shown.Z, source.Box[0]),
            Axis(finest.Shape.Height, finest.Y, shown.Y, source.Box[1]),
            Axis(finest.Shape.Width, finest.X, shown.X, source.Box[2]),
            source.Origin ?? (isInMicrometres ? PointOrigin.Center : PointOrigin.Corner),
            source.Level);
        return (double)grid.Z.Size * grid.Y.Size * grid.X.Size <= MostBoxVoxels
            ? grid
            : throw new SourceException(source.Path, "box", $"{grid.Z.Size} x {grid.Y.Size} x {grid.X.Size} voxels", $"at most {MostBoxVoxels} voxels together");

        PointAxis Axis(int extent, AxisTransform whole, AxisTransform level, double box) => !(extent * (whole.Scale / level.Scale) < MostExtent)
            || (whole.ScaleUm is { } um && !(um < MostMicrometres && Math.Abs(whole.TranslationUm ?? 0) < MostMicrometres))
            ? throw new SourceException(source.Path, "channels", $"a scale of {whole.Scale} at level 0 and {level.Scale} at level {source.Level}, and a translation of {whole.Translation}", "scales and translations of a picture")
            : new(
            extent, whole.Scale / level.Scale, finest.Metadata.VoxelSizeUm is null ? null : whole.ScaleUm, whole.TranslationUm ?? 0, SizeOf(box, level));

        int SizeOf(double box, AxisTransform level)
        {
            double size = source.IsBoxInMicrometres ? Math.Floor((box / level.ScaleUm!.Value) + 0.5) : box;
            return size >= 1 && size <= MostBoxVoxels && size == Math.Floor(size)
                ? (int)size
                : throw new SourceException(source.Path, "box", box.ToString(CultureInfo.InvariantCulture), source.IsBoxInMicrometres ? "sizes of at least half a voxel" : $"whole numbers from 1 to {MostBoxVoxels}, as it counts voxels");
        }
    }

    /// <summary>Edges of levels lie on one another, so the scales say how many voxels a level has; what rounding at each level takes is let pass.</summary>
    private static void ThrowUnlessFitting(SourceFile source, (char Name, AxisTransform Finest, AxisTransform Shown) axis, int finest, int shown)
    {
        double said = finest * (axis.Finest.Scale / axis.Shown.Scale);
        if (!(Math.Abs(said - shown) <= Math.Max(MostRounded, shown * MostRoundedShare)))
        {
            throw new SourceException(
                source.Path, "level", string.Create(CultureInfo.InvariantCulture, $"{shown} voxels along {axis.Name} at level {source.Level}, where level 0 has {finest} and the scales make them {said:0.##}"), "a store whose scales fit the shapes of its levels");
        }
    }

    private static CatalogSnapshot ReadSource(string path, SourceRequest request, CancellationToken cancellationToken)
    {
        var source = SourceFile.Read(path);
        var paths = new SourcePaths(path, request.IsBound);
        string tablePath = paths.Resolve("points.file", source.Points.File);
        var volume = SourceVolume.Open(source, paths, request.ChannelNames);
        cancellationToken.ThrowIfCancellationRequested();
        PointTable table = TableReader.Read(tablePath, source.Points, source.Time ?? 0);
        cancellationToken.ThrowIfCancellationRequested();
        bool isInMicrometres = UnitOf(source, table);
        PointGrid grid = GridOf(source, volume.Finest, volume.Shown, isInMicrometres) with { Near = source.Near };
        (grid, CatalogProblem? noLinks) = WithLinks(source, paths, grid);
        var blocks = new PointBlocks(table, grid, request.Naming, request.Root, volume.Channels);
        Block[] listed = blocks.Make(isInMicrometres, cancellationToken);
        return new CatalogSnapshot(listed)
        {
            IsListed = true,
            IsComplete = true,
            Problems = [.. table.AllFaults.Select(words => new CatalogProblem(tablePath, words)), .. noLinks is null ? Array.Empty<CatalogProblem>() : [noLinks]],
            Notes = [.. table.Notes, .. blocks.Example is { } example ? [example] : Array.Empty<string>()],
        };
    }

    /// <summary>Points are shown all the same where there can be no links.</summary>
    private static (PointGrid Grid, CatalogProblem? Problem) WithLinks(SourceFile source, SourcePaths paths, PointGrid grid)
    {
        try
        {
            return (grid with { Neuroglancer = source.Neuroglancer?.Open(paths, grid) }, null);
        }
        catch (SourceException e)
        {
            return (grid, new CatalogProblem(e.Path, $"{e.Message} There are no links to Neuroglancer."));
        }
        catch (StorageException e)
        {
            return (grid, new CatalogProblem(e.Path, $"{e.Reason}. There are no links to Neuroglancer."));
        }
    }

    private static bool UnitOf(SourceFile source, PointTable table)
    {
        if (table.MustStateUnit && source.IsInMicrometres is null)
        {
            throw new SourceException(source.Path, "unit", "nothing; the table has napari's columns, which tell no unit", "\"voxel\" or \"micrometre\"");
        }

        return table.IsInMicrometres is { } own && source.IsInMicrometres is { } stated && own != stated
            ? throw new SourceException(source.Path, "unit", stated ? "micrometres" : "voxels", own ? "\"micrometre\", as points of Neuroglancer have their own dimensions" : "\"voxel\", as cells of cellfinder are in voxels")
            : source.IsInMicrometres ?? table.IsInMicrometres ?? false;
    }

    private static CatalogSnapshot Unusable(string path, string message) => new([])
    {
        IsListed = true,
        IsComplete = true,
        Problems = [new CatalogProblem(path, message) { IsUnread = true }],
    };
}
