using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Journals;

/// <summary>
/// The last line of what is known of a journal, by its place and content. Where a file system does not say which file it is, a
/// copy of the same or of a greater length is told by it: lines of labels are often equally long, and no two are equal.
/// </summary>
/// <param name="Start">The byte it begins at.</param>
/// <param name="End">The byte behind its LF.</param>
/// <param name="Digest">Of its bytes.</param>
internal readonly record struct JournalTail(long Start, long End, ulong Digest)
{
    private const byte NewLine = (byte)'\n';

    /// <summary>Null when there is no whole line.</summary>
    /// <param name="bytes">Of the journal; they begin with a line.</param>
    /// <param name="offset">Where in the file they begin.</param>
    public static JournalTail? Of(ReadOnlySpan<byte> bytes, long offset)
    {
        int end = bytes.LastIndexOf(NewLine) + 1;
        if (end == 0)
        {
            return null;
        }

        int start = bytes[..(end - 1)].LastIndexOf(NewLine) + 1;
        return new JournalTail(offset + start, offset + end, DigestOf(bytes[start..end]));
    }

    /// <summary>These bytes, which begin where it begins in the file, begin with it.</summary>
    public bool Begins(ReadOnlySpan<byte> bytes) => bytes.Length >= End - Start && DigestOf(bytes[..(int)(End - Start)]) == Digest;

    /// <summary>The file at that path has it at its end now. Opens it anew.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public bool Ends(FileOperations files, string path)
    {
        using SafeFileHandle file = files.Open(path, FileMode.Open, FileAccess.Read);
        var bytes = new byte[End - Start];
        int filled = 0;
        while (filled < bytes.Length && files.Read(file, bytes.AsSpan(filled), Start + filled) is > 0 and int count)
        {
            filled += count;
        }

        return filled == bytes.Length && files.Length(file) == End && DigestOf(bytes) == Digest;
    }

    /// <summary>The last byte of a file that is not empty is an LF.</summary>
    public static bool EndsALine(FileOperations files, SafeFileHandle file, long length)
    {
        Span<byte> last = stackalloc byte[1];
        return files.Read(file, last, length - 1) == 1 && last[0] == NewLine;
    }

    private static ulong DigestOf(ReadOnlySpan<byte> line)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        _ = SHA256.HashData(line, digest);
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt64LittleEndian(digest);
    }
}
