using System.Text.Json;
using System.Text.Json.Nodes;

namespace ProteomicsAnnotator.Core.Export;

/// <summary>Files as manifests list them.</summary>
internal static class FileDigestJson
{
    public static void Write(Utf8JsonWriter writer, FileDigest file)
    {
        writer.WriteStartObject();
        writer.WriteString("path", file.Path);
        writer.WriteNumber("bytes", file.Bytes);
        writer.WriteString("sha256", file.Sha256);
        if (file.Count is { } count)
        {
            writer.WriteNumber("count", count);
        }

        writer.WriteEndObject();
    }

    public static void WriteAll(Utf8JsonWriter writer, string name, IReadOnlyList<FileDigest> files)
    {
        writer.WriteStartArray(name);
        foreach (FileDigest file in files)
        {
            Write(writer, file);
        }

        writer.WriteEndArray();
    }

    /// <summary>Members that it does not know are passed over.</summary>
    /// <exception cref="Exception">A member is missing or of another kind: <see cref="Storage.JsonFile.IsDamage"/>.</exception>
    public static FileDigest Read(JsonNode? file) => file is JsonObject
        ? new FileDigest(file["path"]!.GetValue<string>(), file["bytes"]!.GetValue<long>(), file["sha256"]!.GetValue<string>()) { Count = file["count"]?.GetValue<int>() }
        : throw new JsonException("not a file's digest");
}
