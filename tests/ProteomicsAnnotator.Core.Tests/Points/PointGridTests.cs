using System.Globalization;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Tests.Volumes.Tiff;

namespace ProteomicsAnnotator.Core.Tests.Points;

/// <summary>From coordinates to voxels, against values of public reports and whole-number arithmetic.</summary>
public sealed class PointGridTests
{
    private static readonly string Vectors = GoldenVectors.Folder("points");

    public static TheoryData<string> Written => [.. File.ReadLines(Path.Combine(Vectors, "micrometre-to-voxel.csv")).Skip(1)];

    public static TheoryData<string> Moved => [.. File.ReadLines(Path.Combine(Vectors, "origin-and-translation.csv")).Skip(1)];

    [Theory]
    [MemberData(nameof(Written))]
    public void VoxelOf_WholeVoxelWrittenInMicrometres_IsThatVoxel(string line)
    {
        string[] cells = line.Split(',');
        PointAxis axis = Axis(ratio: 1, Number(cells[0]), 0);
        double coordinate = PointGrid.FromMicrometres(axis, Number(cells[2]));

        Assert.Equal(long.Parse(cells[5], CultureInfo.InvariantCulture), Grid(axis, PointOrigin.Corner).VoxelOf(coordinate));
        Assert.Equal(long.Parse(cells[5], CultureInfo.InvariantCulture), Grid(axis, PointOrigin.Center).VoxelOf(coordinate));
    }

    [Theory]
    [MemberData(nameof(Moved))]
    public void VoxelOf_OriginAndTranslation_GiveTheReportsVoxel(string line)
    {
        string[] cells = line.Split(',');
        PointAxis axis = Axis(ratio: 1, Number(cells[0]), Number(cells[1]));
        PointOrigin origin = cells[2] == "center" ? PointOrigin.Center : PointOrigin.Corner;

        long voxel = Grid(axis, origin).VoxelOf(PointGrid.FromMicrometres(axis, Number(cells[3])));

        Assert.Equal(long.Parse(cells[4], CultureInfo.InvariantCulture), voxel);
    }

    /// <summary>Thousandths are whole numbers here: no rounding takes part in what is expected.</summary>
    [Theory]
    [InlineData(748)]
    [InlineData(1100)]
    [InlineData(162)]
    [InlineData(333)]
    public void VoxelOf_EveryWholeVoxelOfThousandths_IsThatVoxel(int thousandths)
    {
        PointAxis axis = Axis(ratio: 1, thousandths / 1000.0, 0);
        PointGrid grid = Grid(axis, PointOrigin.Corner);

        for (int index = 0; index < 3000; index++)
        {
            string written = $"{index * thousandths / 1000}.{index * thousandths % 1000:000}";
            Assert.Equal(index, grid.VoxelOf(PointGrid.FromMicrometres(axis, Number(written))));
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    public void LevelVoxelOf_CoarserLevel_HoldsTheVoxel(int factor)
    {
        PointAxis axis = Axis(ratio: 1.0 / factor, null, 0) with { Size = 7 };

        for (int voxel = 0; voxel < 500; voxel++)
        {
            Assert.Equal(voxel / factor, Grid(axis, PointOrigin.Corner).LevelVoxelOf(axis, voxel));
            // The centre of voxel v lies at v + 0.5 from the edge: (2v + 1) / 2f.
            Assert.Equal(((2 * voxel) + 1) / (2 * factor), Grid(axis, PointOrigin.Center).LevelVoxelOf(axis, voxel));
            Assert.Equal((voxel / factor) - 3, Grid(axis, PointOrigin.Corner).StartOf(axis, voxel));
        }
    }

    [Theory]
    [InlineData(-1e-14, PointOrigin.Corner, 0)]
    [InlineData(-0.5, PointOrigin.Center, 0)]
    [InlineData(-0.51, PointOrigin.Center, -1)]
    [InlineData(2.5, PointOrigin.Center, 3)]
    [InlineData(3.5, PointOrigin.Center, 4)]
    [InlineData(9.999998, PointOrigin.Corner, 9)]
    [InlineData(9.9999995, PointOrigin.Corner, 10)]
    public void VoxelOf_NearAWholeNumber_IsSnappedAndTiesGoUp(double coordinate, PointOrigin origin, long voxel) =>
        Assert.Equal(voxel, Grid(Axis(1, null, 0), origin).VoxelOf(coordinate));

    private static PointAxis Axis(double ratio, double? scale, double translation) => new(10_000, ratio, scale, translation, 128);

    private static PointGrid Grid(PointAxis axis, PointOrigin origin) => new(axis, axis, axis, origin, 0);

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
