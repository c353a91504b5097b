using System.Buffers;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.App.Endpoints;

/// <summary>
/// Writes large bodies piece by piece and awaits each. The server copies what it gets before it waits for the reader, so a
/// whole volume at once would take memory again for every slow reader.
/// </summary>
internal static class AnswerPieces
{
    private const int PieceBytes = 256 << 10;

    public static async Task WriteAsync(
        HttpResponse response, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        while (!body.IsEmpty)
        {
            ReadOnlyMemory<byte> piece = body[..Math.Min(PieceBytes, body.Length)];
            await response.Body.WriteAsync(piece, cancellationToken);
            ProgramMeter.AddSent(piece.Length);
            body = body[piece.Length..];
        }
    }

    /// <summary>Joins small parts first: every piece costs the reader a wake-up.</summary>
    public static async Task WriteAsync(
        HttpResponse response, IEnumerable<ReadOnlyMemory<byte>> parts, long length, CancellationToken cancellationToken)
    {
        byte[] piece = ArrayPool<byte>.Shared.Rent((int)Math.Min(PieceBytes, length));
        try
        {
            int filled = 0;
            foreach (ReadOnlyMemory<byte> part in parts)
            {
                for (ReadOnlyMemory<byte> rest = part; !rest.IsEmpty;)
                {
                    int count = Math.Min(rest.Length, piece.Length - filled);
                    rest[..count].CopyTo(piece.AsMemory(filled));
                    rest = rest[count..];
                    filled += count;
                    if (filled == piece.Length)
                    {
                        await response.Body.WriteAsync(piece, cancellationToken);
                        ProgramMeter.AddSent(piece.Length);
                        filled = 0;
                    }
                }
            }

            await response.Body.WriteAsync(piece.AsMemory(0, filled), cancellationToken);
            ProgramMeter.AddSent(filled);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(piece);
        }
    }
}
