using System.Text.Json;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Transfer;

/// <summary>
/// Which of two contents of a file is the later one. A file that says when it was updated never has one content twice: what was
/// stored before is older. Any other one may return to what it said, as preferences do; its time decides, on the clock of the database for a
/// file that an export wrote.
/// </summary>
internal static class FileOrder
{
    private const string Updated = "updated_at";

    /// <param name="content">Of the file.</param>
    public static bool SaysWhen(ReadOnlyMemory<byte> content)
    {
        try
        {
            using var json = JsonDocument.Parse(content);
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty(Updated, out JsonElement value) && value.ValueKind == JsonValueKind.String;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>False also where there is no such file any more.</summary>
    public static bool IsYounger(FileOperations files, string path, DateTime storedAt) =>
        files.Stat(path) is { } stamp && DateTime.UnixEpoch.AddTicks(stamp.ModifiedNs / TimeSpan.NanosecondsPerTick) > storedAt;

    /// <summary>An exported file is as old as its version. One whose time cannot be set is taken for younger, which overwrites nothing.</summary>
    public static void SetTime(string path, DateTime storedAt)
    {
        try
        {
            File.SetLastWriteTimeUtc(path, storedAt);
        }
        catch (Exception error) when (StorageFault.IsFileError(error))
        {
            // What is there is whole.
        }
    }
}
