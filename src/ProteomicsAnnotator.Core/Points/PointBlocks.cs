using System.Globalization;
using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.Core.Points;

/// <summary>From the rows of a table to blocks. Rows that make none are faults of the table.</summary>
internal sealed class PointBlocks
{
    private const int MostIdCharacters = 100;
    private readonly PointTable _table;
    private readonly PointGrid _grid;
    private readonly string _folder;
    private readonly IReadOnlyList<ChannelFile> _channels;
    private readonly PointNames _names;
    private readonly Dictionary<string, int> _ids = new(StringComparer.Ordinal);
    private readonly Dictionary<(double Z, double Y, double X), int> _places = [];

    public PointBlocks(PointTable table, PointGrid grid, BlockNaming naming, string folder, IReadOnlyList<ChannelFile> channels)
    {
        _table = table;
        _grid = grid;
        _folder = folder;
        _channels = channels;
        _names = naming.Points();
    }

    /// <summary>The first point in words; null: there is none.</summary>
    public string? Example { get; private set; }

    /// <summary>In ordinal order of the ids.</summary>
    public Block[] Make(bool isInMicrometres, CancellationToken cancellationToken)
    {
        FocusPoint focus = BlockPoint.FocusOf(_grid);
        var blocks = new List<Block>(_table.Rows.Count);
        foreach (TableRow row in _table.Rows)
        {
            if ((blocks.Count & 0xFFFF) == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            BlockPoint point = isInMicrometres
                ? new BlockPoint(_grid, PointGrid.FromMicrometres(_grid.Z, row.Z), PointGrid.FromMicrometres(_grid.Y, row.Y), PointGrid.FromMicrometres(_grid.X, row.X))
                : new BlockPoint(_grid, row.Z, row.Y, row.X);
            if (NameOf(row, point) is not { } name)
            {
                continue;
            }

            Example ??= ExampleOf(row, point, isInMicrometres);
            blocks.Add(new Block(name.Id, name.Key, _folder, _channels) { Point = point, Focus = focus, HasUsualFiles = true });
        }

        Block[] sorted = [.. blocks];
        Array.Sort(sorted, static (one, other) => one.Id.CompareTo(other.Id));
        return sorted;
    }

    /// <summary>Null, and a fault: the row makes no block.</summary>
    private BlockName? NameOf(TableRow row, BlockPoint point)
    {
        if (!IsInside(_grid.Z, point.Position.Z) || !IsInside(_grid.Y, point.Position.Y) || !IsInside(_grid.X, point.Position.X))
        {
            _table.Fault(row.Row, string.Create(
                CultureInfo.InvariantCulture,
                $"z {row.Z}, y {row.Y}, x {row.X} lies outside of the volume of {_grid.Z.Extent} x {_grid.Y.Extent} x {_grid.X.Extent} voxels"));
            return null;
        }

        (long z, long y, long x) = point.Voxel;
        string id = row.Id ?? string.Create(CultureInfo.InvariantCulture, $"{z}_{y}_{x}");
        if (id.Length is 0 or > MostIdCharacters || !BlockId.IsPointPart(id))
        {
            string shown = id.Length > 40 ? id[..40] + "…" : id;
            _table.Fault(row.Row, $"the id is \"{shown.ReplaceLineEndings(" ")}\"; expected 1 to {MostIdCharacters} letters, digits, '_', '.' or '-'");
            return null;
        }

        if (!_ids.TryAdd(WithoutZeros(id), row.Row))
        {
            _table.Fault(row.Row, $"the id \"{id}\" stands in row {_ids[WithoutZeros(id)]}, too{(row.Id is null ? ": both points lie in one voxel" : "")}; that row is used");
            return null;
        }

        if (!_places.TryAdd((row.Z, row.Y, row.X), row.Row))
        {
            _table.Fault(row.Row, $"the point stands in row {_places[(row.Z, row.Y, row.X)]}, too; that row is used");
            return null;
        }

        return _names.Of(id);
    }

    /// <summary>Tables that had an empty cell once turn 7 into 7.0.</summary>
    private static string WithoutZeros(string id)
    {
        int dot = id.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && dot < id.Length - 1 && id.AsSpan(dot + 1).TrimStart('0').IsEmpty && !id.AsSpan(0, dot).ContainsAnyExceptInRange('0', '9') ? id[..dot] : id;
    }

    /// <summary>Far outside, the number of a voxel would have no meaning.</summary>
    private bool IsInside(PointAxis axis, double coordinate) =>
        Math.Abs(coordinate) < int.MaxValue && _grid.VoxelOf(coordinate) is >= 0 and var voxel && voxel < axis.Extent;

    private string ExampleOf(TableRow row, BlockPoint point, bool isInMicrometres)
    {
        (long z, long y, long x) = point.Voxel;
        (int startZ, int startY, int startX) = point.Start;
        string unit = isInMicrometres ? "micrometres" : "voxels";
        string origin = _grid.Origin == PointOrigin.Center ? "a whole number is the centre of a voxel" : "a whole number is the corner of a voxel";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Row {row.Row} is z {row.Z}, y {row.Y}, x {row.X} in {unit} ({origin}): voxel z {z}, y {y}, x {x} of level 0. Its box begins at z {startZ}, y {startY}, x {startX} of level {_grid.Level} and is {_grid.Z.Size} x {_grid.Y.Size} x {_grid.X.Size} voxels.");
    }
}
