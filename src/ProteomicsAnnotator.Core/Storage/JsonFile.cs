using System.Text.Json;
using System.Text.Json.Nodes;

namespace ProteomicsAnnotator.Core.Storage;

/// <summary>
/// Reads small JSON files of a share: three tries, 50 and 100 ms apart, on I/O errors and on bytes that do not parse
/// (a client may hold a stale directory entry for a moment). "No file" and "cannot read" are different answers.
/// </summary>
public static class JsonFile
{
    private static readonly TimeSpan[] Pauses = [TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(100)];

    /// <param name="files">Gives the bytes.</param>
    /// <param name="path">The file.</param>
    /// <param name="parse">Throws what <see cref="IsDamage"/> says for bytes it does not accept. It looks at all that will be used: what is read lazily throws later, at someone else.</param>
    /// <param name="limit">A file longer than this is not read.</param>
    public static JsonRead<T> Read<T>(FileOperations files, string path, Func<byte[], T> parse, long limit = RegularFile.MaxBytes)
        where T : class
    {
        for (int attempt = 0; ; attempt++)
        {
            JsonRead<T> result = TryRead(files, path, parse, limit);
            if (result.Outcome is ReadOutcome.Read or ReadOutcome.Missing || result.Error is { IsLasting: true } || attempt == Pauses.Length)
            {
                return result;
            }

            Thread.Sleep(Pauses[attempt]);
        }
    }

    public static byte[] Serialize(Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Layout))
        {
            write(writer);
        }

        buffer.WriteByte((byte)'\n');
        return buffer.ToArray();
    }

    /// <summary>2-space indent, LF, and characters as they are rather than \u escapes.</summary>
    public static JsonWriterOptions Layout { get; } = new()
    {
        Indented = true,
        NewLine = "\n",
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>
    /// What a parser throws for bytes that are no JSON of the expected kind. The reader throws InvalidOperationException for a
    /// text that is no UTF-8 and for another kind of value, an object ArgumentException for a name that stands twice.
    /// </summary>
    public static bool IsDamage(Exception error) =>
        error is JsonException or InvalidOperationException or KeyNotFoundException or ArgumentException or FormatException;

    /// <summary>The object that a file is, looked at as a whole, as <see cref="Parse"/> does.</summary>
    /// <exception cref="Exception">It is none: <see cref="IsDamage"/>.</exception>
    public static JsonObject ParseObject(byte[] bytes) => Parse(bytes) as JsonObject ?? throw new JsonException("not an object");

    /// <summary>Refuses what would throw only when it is used: a name that stands twice in one object, a text that is none.</summary>
    /// <exception cref="Exception">It is damaged: <see cref="IsDamage"/>.</exception>
    public static JsonNode? Parse(byte[] bytes)
    {
        var node = JsonNode.Parse(bytes, documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false });
        using var writer = new Utf8JsonWriter(Stream.Null);
        node?.WriteTo(writer);
        return node;
    }

    private static JsonRead<T> TryRead<T>(FileOperations files, string path, Func<byte[], T> parse, long limit)
        where T : class
    {
        byte[] bytes = [];
        FileStamp? stamp = null;
        try
        {
            stamp = files.Stat(path);
            bytes = files.ReadAll(path, limit);
            return new JsonRead<T>(ReadOutcome.Read, parse(bytes), bytes, stamp, null);
        }
        catch (Exception error) when (StorageFault.IsMissing(error))
        {
            return new JsonRead<T>(ReadOutcome.Missing, null, bytes, null, null);
        }
        catch (Exception error) when (IsDamage(error))
        {
            return new JsonRead<T>(ReadOutcome.Damaged, null, bytes, stamp, StorageException.From(path, error));
        }
        catch (Exception error) when (StorageFault.IsFileError(error))
        {
            return new JsonRead<T>(ReadOutcome.Unreadable, null, bytes, stamp, StorageException.From(path, error));
        }
    }
}

/// <summary>What reading a JSON file gave.</summary>
public sealed record JsonRead<T>(ReadOutcome Outcome, T? Value, byte[] Bytes, FileStamp? Stamp, StorageException? Error)
    where T : class;

public enum ReadOutcome
{
    Read,

    /// <summary>There is no such file: a fact, unlike <see cref="Unreadable"/>.</summary>
    Missing,

    /// <summary>I/O error or hidden by permissions: nothing may be concluded, nothing may be written.</summary>
    Unreadable,

    /// <summary>The bytes arrived and are no JSON of the expected kind.</summary>
    Damaged,
}
