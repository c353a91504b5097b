using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Export;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Predictions;

/// <summary>
/// The stored form of predictions, <c>predictions.csv</c>: <c>block,label,p_1,...</c>, sorted by block, so that equal predictions are equal
/// bytes. An empty cell is what the model does not say; numbers have as many digits as tell them from every other one.
/// </summary>
internal static class PredictionCsv
{
    public static byte[] Write(PredictionTable table)
    {
        string header = "block,label," + string.Join(",", Enumerable.Range(1, table.ClassCount).Select(label => string.Create(CultureInfo.InvariantCulture, $"p_{label}")));
        var bytes = new ArrayBufferWriter<byte>(64 + (table.Blocks.Count * 48));
        bytes.Write(System.Text.Encoding.ASCII.GetBytes(header));
        for (int i = 0; i < table.Blocks.Count; i++)
        {
            Prediction prediction = table.At(i);
            bytes.Write("\r\n"u8);
            bytes.Write(CsvWriter.Encode(table.Blocks[i].Value));
            bytes.Write(","u8);
            if (prediction.Label is { } label)
            {
                Write(bytes, label);
            }

            foreach (double value in prediction.Probabilities.Span)
            {
                bytes.Write(","u8);
                if (!double.IsNaN(value))
                {
                    Write(bytes, value);
                }
            }
        }

        bytes.Write("\r\n"u8);
        return bytes.WrittenSpan.ToArray();
    }

    /// <exception cref="FormatException">It is none, in words.</exception>
    public static PredictionTable Read(ReadOnlyMemory<byte> csv, int classCount)
    {
        var reader = CsvReader.Foreign(csv);
        if (reader.Header.Count != classCount + 2)
        {
            throw new FormatException($"found {reader.Header.Count} columns, expected {classCount + 2}");
        }

        List<BlockId> blocks = [];
        List<byte> labels = [];
        List<double> probabilities = [];
        while (reader.Read())
        {
            blocks.Add(BlockId.TryParse(reader.Text(0), out BlockId block) ? block : throw reader.Fault($"\"{reader.Text(0)}\" is no block"));
            double label = reader.IsEmpty(1) ? 0 : reader.Number(1);
            labels.Add(label >= 0 && label <= classCount ? (byte)label : throw reader.Fault($"{label} is no class"));
            for (int k = 0; k < classCount; k++)
            {
                probabilities.Add(reader.IsEmpty(k + 2) ? double.NaN : reader.Number(k + 2));
            }
        }

        return new PredictionTable([.. blocks], [.. labels], [.. probabilities], classCount);
    }

    private static void Write(ArrayBufferWriter<byte> bytes, double number)
    {
        _ = Utf8Formatter.TryFormat(number, bytes.GetSpan(32), out int written);
        bytes.Advance(written);
    }
}
