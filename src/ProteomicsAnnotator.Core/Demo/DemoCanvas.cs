using System.Buffers.Binary;
using System.Numerics;

namespace ProteomicsAnnotator.Core.Demo;

/// <summary>
/// Light collected from one channel's volume, in photons per voxel, axis order (Z, Y, X), 128 each. Shapes are
/// drawn longer along Z than across, as a microscope sees them.
/// </summary>
internal sealed class DemoCanvas
{
    public const int Size = 128;
    public const int VoxelCount = Size * Size * Size;

    private const float Stretch = 1.6f;
    private const float CameraOffset = 100;
    private const float ReadNoiseVariance = 9;
    private const float Gain = 2;

    private readonly float[] _light = new float[VoxelCount];

    public void Clear() => Array.Clear(_light);

    /// <summary>
    /// Adds a round spot: <c>peak (1 - r^2)^2</c> inside r = 1, where r is the distance over <paramref name="radius"/>;
    /// with <paramref name="flat"/> above 0 the inner part is filled evenly, as a stained cell body is.
    /// </summary>
    public void AddSpot(Vector3 center, float radius, float peak, float flat = 0)
    {
        float depth = radius * Stretch;
        (int z0, int z1) = Range(center.Z, depth);
        (int y0, int y1) = Range(center.Y, radius);
        (int x0, int x1) = Range(center.X, radius);
        float scale = 1 / (1 - flat);
        for (int z = z0; z <= z1; z++)
        {
            float dz = (z - center.Z) / depth;
            for (int y = y0; y <= y1; y++)
            {
                float dy = (y - center.Y) / radius;
                float outer = (dz * dz) + (dy * dy);
                if (outer >= 1)
                {
                    continue;
                }

                Span<float> row = _light.AsSpan(((z * Size) + y) * Size, Size);
                for (int x = x0; x <= x1; x++)
                {
                    float dx = (x - center.X) / radius;
                    float falling = Math.Min(1, (1 - outer - (dx * dx)) * scale);
                    row[x] += falling > 0 ? peak * falling * falling : 0;
                }
            }
        }
    }

    /// <summary>Adds out-of-focus light that grows along X and Z.</summary>
    public void AddHaze(float level)
    {
        for (int i = 0; i < _light.Length; i++)
        {
            int x = i & (Size - 1);
            int z = i >> 14;
            _light[i] += level * (1 + (x / (float)Size) + (z / (float)Size));
        }
    }

    /// <summary>Camera counts, little-endian uint16: offset, gain, shot noise and read noise.</summary>
    public void Expose(DemoRandom random, Span<byte> voxels)
    {
        for (int i = 0; i < _light.Length; i += 4)
        {
            (float a, float b, float c, float d) = random.FourNormals();
            Write(voxels, i, a);
            Write(voxels, i + 1, b);
            Write(voxels, i + 2, c);
            Write(voxels, i + 3, d);
        }
    }

    private static (int First, int Last) Range(float center, float radius) =>
        (Math.Max(0, (int)(center - radius)), Math.Min(Size - 1, (int)(center + radius) + 1));

    private void Write(Span<byte> voxels, int index, float normal)
    {
        float photons = _light[index];
        float counts = CameraOffset + (Gain * (photons + (normal * MathF.Sqrt(photons + ReadNoiseVariance))));
        ushort value = (ushort)Math.Clamp(counts, 0, 65_000);
        BinaryPrimitives.WriteUInt16LittleEndian(voxels[(index * 2)..], value);
    }
}
