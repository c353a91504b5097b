using System.Numerics;
using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.Core.Demo;

/// <summary>
/// One made-up block: cell bodies at 488, fibres at 561, puncta at 638. Its shape class decides what lies at the focus
/// point: a round body, a crossing of fibres or a cloud of puncta.
/// </summary>
internal static class DemoBlock
{
    public const int HotPixelBlock = 4;
    public const int CutBlock = 8;

    private static readonly string[] Files = ["488.tif", "561.tif", "638.tif"];

    /// <summary>Writes the block's folder and returns its focus point.</summary>
    public static FocusPoint Write(string folder, int index, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        var random = new DemoRandom(index);
        int shape = DemoData.ShapeClasses[index] - '0';
        var focus = new Vector3(random.Between(44, 84), random.Between(44, 84), random.Between(44, 84));
        var canvas = new DemoCanvas();
        byte[] voxels = new byte[DemoCanvas.VoxelCount * sizeof(ushort)];
        for (int channel = 0; channel < Files.Length; channel++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            canvas.Clear();
            Draw(canvas, channel, new Scene(shape, focus, random));
            canvas.Expose(random, voxels);
            if (index == HotPixelBlock && channel == 0)
            {
                voxels.AsSpan(2 * (((20 * DemoCanvas.Size) + 30) * DemoCanvas.Size), 2).Fill(0xFF);
            }

            string path = Path.Join(folder, Files[channel]);
            DemoFiles.WriteStack(path, voxels);
            if (index == CutBlock && channel == 1)
            {
                using FileStream file = File.OpenWrite(path);
                file.SetLength(file.Length * 5 / 8);
            }
        }

        return new FocusPoint(MathF.Round(focus.Z), MathF.Round(focus.Y), MathF.Round(focus.X));
    }

    private static void Draw(DemoCanvas canvas, int channel, Scene scene)
    {
        switch (channel)
        {
            case 0:
                DrawBodies(canvas, scene);
                break;
            case 1:
                DrawFibres(canvas, scene);
                break;
            default:
                DrawPuncta(canvas, scene);
                break;
        }
    }

    private static void DrawBodies(DemoCanvas canvas, Scene scene)
    {
        DemoRandom random = scene.Random;
        canvas.AddHaze(12);
        if (scene.Shape == 1)
        {
            canvas.AddSpot(scene.Focus, 17, 620, 0.75f);
            canvas.AddSpot(scene.Focus + new Vector3(3, -2, 1), 8, 260, 0.5f);
        }

        for (int i = 0; i < 7; i++)
        {
            Vector3 center = Anywhere(random);
            float radius = random.Between(8, 14);
            canvas.AddSpot(center, radius, random.Between(90, 420), 0.7f);
            canvas.AddSpot(center, radius * 0.45f, random.Between(40, 160), 0.4f);
        }
    }

    private static void DrawFibres(DemoCanvas canvas, Scene scene)
    {
        DemoRandom random = scene.Random;
        canvas.AddHaze(8);
        int through = scene.Shape == 2 ? 6 : 1;
        for (int i = 0; i < 9 + through; i++)
        {
            Vector3 start = i < through ? scene.Focus : Anywhere(random);
            Vector3 heading = Direction(random);
            float peak = i < through ? random.Between(160, 320) : random.Between(50, 180);
            DrawFibre(canvas, random, new Fibre(start, heading, peak));
            DrawFibre(canvas, random, new Fibre(start, -heading, peak));
        }
    }

    /// <summary>A tube that bends a little at every step, until it leaves the volume.</summary>
    private static void DrawFibre(DemoCanvas canvas, DemoRandom random, Fibre fibre)
    {
        Vector3 at = fibre.Start;
        Vector3 heading = fibre.Heading;
        float radius = random.Between(2, 3.2f);
        for (int step = 0; step < 160 && IsInside(at); step++)
        {
            canvas.AddSpot(at, radius, fibre.Peak);
            heading = Vector3.Normalize(heading + (Direction(random) * 0.16f));
            at += heading * 1.1f;
        }
    }

    private static void DrawPuncta(DemoCanvas canvas, Scene scene)
    {
        DemoRandom random = scene.Random;
        canvas.AddHaze(5);
        int around = scene.Shape == 3 ? 120 : 12;
        for (int i = 0; i < around; i++)
        {
            Vector3 near = scene.Focus + (Direction(random) * random.Between(2, 24));
            canvas.AddSpot(near, random.Between(2, 3.4f), random.Between(150, 900));
        }

        for (int i = 0; i < 90; i++)
        {
            canvas.AddSpot(Anywhere(random), random.Between(1.8f, 3), random.Between(60, 420));
        }
    }

    private static bool IsInside(Vector3 point) =>
        Vector3.Min(point, Vector3.Zero) == Vector3.Zero && Vector3.Max(point, new Vector3(127)) == new Vector3(127);

    private static Vector3 Anywhere(DemoRandom random) =>
        new(random.Between(0, 127), random.Between(0, 127), random.Between(0, 127));

    /// <summary>Even over the sphere: points of the cube that lie in the ball, set to length 1.</summary>
    private static Vector3 Direction(DemoRandom random)
    {
        Vector3 point;
        do
        {
            point = new Vector3(random.Between(-1, 1), random.Between(-1, 1), random.Between(-1, 1));
        }
        while (point.LengthSquared() is > 1 or < 0.01f);

        return Vector3.Normalize(point);
    }

    private readonly record struct Scene(int Shape, Vector3 Focus, DemoRandom Random);

    private readonly record struct Fibre(Vector3 Start, Vector3 Heading, float Peak);
}
