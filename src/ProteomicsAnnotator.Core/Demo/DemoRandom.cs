namespace ProteomicsAnnotator.Core.Demo;

/// <summary>
/// The same numbers on every machine and runtime: xorshift64*, and normal deviates from a table, without any function
/// of the platform's mathematics library.
/// </summary>
internal sealed class DemoRandom
{
    private const int TableSize = 1 << 14;
    private static readonly float[] Normals = MakeNormals();

    private ulong _state;

    public DemoRandom(int seed)
    {
        _state = ((ulong)seed + 1) * 0x9E3779B97F4A7C15;
    }

    public ulong Next()
    {
        _state ^= _state >> 12;
        _state ^= _state << 25;
        _state ^= _state >> 27;
        return _state * 0x2545F4914F6CDD1D;
    }

    public float Between(float low, float high) => low + ((high - low) * ((Next() >> 40) / (float)(1 << 24)));

    /// <summary>Four deviates for one draw of random bits.</summary>
    public (float A, float B, float C, float D) FourNormals()
    {
        ulong bits = Next();
        return (
            Normals[(bits >> 8) & (TableSize - 1)],
            Normals[(bits >> 22) & (TableSize - 1)],
            Normals[(bits >> 36) & (TableSize - 1)],
            Normals[(bits >> 50) & (TableSize - 1)]);
    }

    /// <summary>Sums of twelve uniform numbers: mean 0, standard deviation 1.</summary>
    private static float[] MakeNormals()
    {
        var random = new DemoRandom(8_191);
        float[] table = new float[TableSize];
        for (int i = 0; i < table.Length; i++)
        {
            float sum = -6;
            for (int k = 0; k < 12; k++)
            {
                sum += random.Between(0, 1);
            }

            table[i] = sum;
        }

        return table;
    }
}
