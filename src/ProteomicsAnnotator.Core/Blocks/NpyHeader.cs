using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace ProteomicsAnnotator.Core.Blocks;

/// <summary>
/// Header of a NumPy array file, versions 1 to 3: "\x93NUMPY", version, header length, then a Python dictionary with
/// <c>descr</c>, <c>fortran_order</c> and <c>shape</c>. Numbers of the kinds f, i and u only. Source: the format
/// description of numpy.lib.format.
/// </summary>
internal sealed partial record NpyHeader(string NumberType, bool IsFortranOrder, IReadOnlyList<int> Shape)
{
    private const int MaxHeaderBytes = 64 * 1024;
    private const int MaxNumbers = 16_000_000;

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>Leaves the stream at the first number. Throws <see cref="EndOfStreamException"/> on a cut file.</summary>
    public static bool TryRead(
        Stream stream, [NotNullWhen(true)] out NpyHeader? header, [NotNullWhen(false)] out string? fault)
    {
        header = null;
        Span<byte> start = stackalloc byte[8];
        stream.ReadExactly(start);
        if (!start[..6].SequenceEqual(Magic) || start[6] is < 1 or > 3)
        {
            fault = "Not a NumPy array file of version 1 to 3.";
            return false;
        }

        Span<byte> size = stackalloc byte[start[6] == 1 ? 2 : 4];
        stream.ReadExactly(size);
        uint length = size.Length == 2
            ? BinaryPrimitives.ReadUInt16LittleEndian(size)
            : BinaryPrimitives.ReadUInt32LittleEndian(size);
        if (length > MaxHeaderBytes)
        {
            fault = $"The header is {length} bytes long; expected at most {MaxHeaderBytes}.";
            return false;
        }

        byte[] text = new byte[length];
        stream.ReadExactly(text);
        return TryParse(Encoding.UTF8.GetString(text), out header, out fault);
    }

    /// <summary>All numbers in file order.</summary>
    public double[] ReadNumbers(Stream stream)
    {
        int width = NumberType[2] - '0';
        int count = Shape.Aggregate(1, static (product, n) => product * n);
        if (stream.Length - stream.Position < (long)count * width)
        {
            throw new EndOfStreamException();
        }

        byte[] bytes = new byte[count * width];
        double[] numbers = new double[count];
        stream.ReadExactly(bytes);
        for (int i = 0; i < numbers.Length; i++)
        {
            numbers[i] = Number(bytes.AsSpan(i * width, width));
        }

        return numbers;
    }

    private static bool TryParse(
        string text, [NotNullWhen(true)] out NpyHeader? header, [NotNullWhen(false)] out string? fault)
    {
        header = null;
        Match type = TypePattern().Match(text);
        Match order = OrderPattern().Match(text);
        Match shape = ShapePattern().Match(text);
        if (!type.Success || !order.Success || !shape.Success)
        {
            fault = $"The header is not understood (numbers of 1 to 8 bytes expected): {text.Trim()}";
            return false;
        }

        var sizes = new List<int>();
        long product = 1;
        foreach (string part in shape.Groups["v"].Value.Split(
            ',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            // Python 2 wrote its long integers as 3L.
            string digits = part.EndsWith('L') ? part[..^1] : part;
            if (!int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int n)
                || (product *= n) > MaxNumbers)
            {
                fault = $"The array has shape ({shape.Groups["v"].Value}): more than {MaxNumbers} numbers.";
                return false;
            }

            sizes.Add(n);
        }

        header = new NpyHeader(type.Groups["v"].Value, order.Groups["v"].Value == "True", sizes);
        fault = null;
        return true;
    }

    private double Number(Span<byte> bytes)
    {
        if (NumberType[0] == '>')
        {
            bytes.Reverse();
        }

        return NumberType[1..] switch
        {
            "f2" => (double)BinaryPrimitives.ReadHalfLittleEndian(bytes),
            "f4" => BinaryPrimitives.ReadSingleLittleEndian(bytes),
            "f8" => BinaryPrimitives.ReadDoubleLittleEndian(bytes),
            "i1" => (sbyte)bytes[0],
            "i2" => BinaryPrimitives.ReadInt16LittleEndian(bytes),
            "i4" => BinaryPrimitives.ReadInt32LittleEndian(bytes),
            "i8" => BinaryPrimitives.ReadInt64LittleEndian(bytes),
            "u1" => bytes[0],
            "u2" => BinaryPrimitives.ReadUInt16LittleEndian(bytes),
            "u4" => BinaryPrimitives.ReadUInt32LittleEndian(bytes),
            _ => BinaryPrimitives.ReadUInt64LittleEndian(bytes),
        };
    }

    [GeneratedRegex("""['"]descr['"]\s*:\s*['"](?<v>[<>|=](f[248]|[iu][1248]))['"]""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TypePattern();

    [GeneratedRegex("""['"]fortran_order['"]\s*:\s*(?<v>True|False)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex OrderPattern();

    [GeneratedRegex("""['"]shape['"]\s*:\s*\((?<v>[0-9L,\s]*)\)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ShapePattern();
}
