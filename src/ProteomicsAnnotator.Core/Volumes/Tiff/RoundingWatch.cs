using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;

namespace ProteomicsAnnotator.Core.Volumes.Tiff;

/// <summary>
/// Voxels of types that uint8, uint16 and float32 cannot hold travel as float32: finds the first stored number that is
/// another one there, so that a notice can name it. Workers share it.
/// </summary>
internal sealed class RoundingWatch
{
    private const int SignificantBits = 24;
    private readonly Lock _gate = new();
    private readonly StoredSample _sample;
    private (long At, string Words) _rounded = (long.MaxValue, "");
    private (long At, string Words) _beyond = (long.MaxValue, "");

    private RoundingWatch(StoredSample sample)
    {
        _sample = sample;
    }

    /// <summary>The first such number, in words for the annotator; null when every number is exact.</summary>
    public string? Notice => StackPlan.Joined(
        _rounded.Words.Length == 0
            ? null
            : $"The file stores {_sample.Name}; values are rounded to float32, {_rounded.Words} for one.",
        _beyond.Words.Length == 0
            ? null
            : $"Some finite values, {_beyond.Words} for one, are beyond the range of float32 and are taken for infinite.");

    /// <summary>Null for types of which every number is exact.</summary>
    public static RoundingWatch? Of(StoredSample sample) =>
        sample.Bits > 32 || (sample.Bits == 32 && sample.Kind != SampleKind.Float) ? new RoundingWatch(sample) : null;

    /// <param name="stored">Little-endian numbers.</param>
    /// <param name="count">How many of them count.</param>
    /// <param name="voxel">Position of the first one in the volume.</param>
    public void Look(ReadOnlySpan<byte> stored, int count, long voxel)
    {
        switch (_sample.Kind, _sample.Bits)
        {
            case (SampleKind.Signed, 32):
                LookAtIntegers(MemoryMarshal.Cast<byte, int>(stored)[..count], voxel);
                break;
            case (SampleKind.Unsigned, 32):
                LookAtIntegers(MemoryMarshal.Cast<byte, uint>(stored)[..count], voxel);
                break;
            case (SampleKind.Signed, 64):
                LookAtIntegers(MemoryMarshal.Cast<byte, long>(stored)[..count], voxel);
                break;
            case (SampleKind.Unsigned, 64):
                LookAtIntegers(MemoryMarshal.Cast<byte, ulong>(stored)[..count], voxel);
                break;
            case (SampleKind.Float, 64):
                LookAtDoubles(MemoryMarshal.Cast<byte, double>(stored)[..count], voxel);
                break;
        }
    }

    private void LookAtIntegers<T>(ReadOnlySpan<T> numbers, long voxel)
        where T : unmanaged, IBinaryInteger<T>
    {
        for (int i = 0; i < numbers.Length && voxel + i < Volatile.Read(ref _rounded.At); i++)
        {
            T magnitude = T.IsNegative(numbers[i]) ? T.Zero - numbers[i] : numbers[i];
            int bits = (8 * Marshal.SizeOf<T>()) - int.CreateTruncating(T.LeadingZeroCount(magnitude))
                - int.CreateTruncating(T.TrailingZeroCount(magnitude));
            if (bits > SignificantBits)
            {
                Keep(ref _rounded, voxel + i, numbers[i].ToString(null, CultureInfo.InvariantCulture), float.CreateTruncating(numbers[i]));
            }
        }
    }

    private void LookAtDoubles(ReadOnlySpan<double> numbers, long voxel)
    {
        for (int i = 0; i < numbers.Length; i++)
        {
            double number = numbers[i];
            float voxelValue = (float)number;
            if (voxelValue == number || double.IsNaN(number))
            {
                continue;
            }

            ref (long At, string Words) first = ref float.IsInfinity(voxelValue) ? ref _beyond : ref _rounded;

            // Most volumes of doubles are rounded throughout: only what will be named is put into words.
            if (voxel + i < Volatile.Read(ref first.At))
            {
                string words = number.ToString("R", CultureInfo.InvariantCulture);
                Keep(ref first, voxel + i, words, float.IsInfinity(voxelValue) ? null : voxelValue);
            }
        }
    }

    private void Keep(ref (long At, string Words) first, long at, string stored, float? shown)
    {
        lock (_gate)
        {
            if (at < first.At)
            {
                string words = shown is { } value
                    ? $"{stored} to {((double)value).ToString("R", CultureInfo.InvariantCulture)}"
                    : stored;
                first = (at, words);
            }
        }
    }
}
