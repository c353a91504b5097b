using System.Text.Json;
using System.Text.Unicode;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Volumes.Zarr.Metadata;

/// <summary>A metadata file of a store, as it was read.</summary>
internal sealed record MetadataFile(MetadataNode Root, FileVersion Version, string Path)
{
    private const int MaxBytes = 8 << 20;

    /// <summary>Null when there is no such file.</summary>
    /// <exception cref="ZarrException">It is no JSON object.</exception>
    /// <exception cref="StorageException">The share did not give it.</exception>
    /// <exception cref="FileChangedException">It got shorter while it was read.</exception>
    public static MetadataFile? TryRead(StoreFolder folder, string name)
    {
        using VolumeFile? file = folder.TryOpen(name);
        if (file is null)
        {
            return null;
        }

        if (file.Length > MaxBytes)
        {
            throw new ZarrException(
                folder.Root, folder.KeyOf(name), $"a file of {file.Length} bytes", $"metadata of at most {MaxBytes} bytes", ChannelFaultKind.TooLarge);
        }

        byte[] bytes = new byte[file.Length];
        for (int filled = 0; filled < bytes.Length;)
        {
            int count = file.ReadSome(bytes.AsSpan(filled), filled);
            filled += count > 0 ? count : throw new FileChangedException(file.Path);
        }

        return new MetadataFile(new MetadataNode(folder.Root, folder.KeyOf(name), "", Parse(folder, name, bytes)), file.Version, file.Path);
    }

    private static JsonElement Parse(StoreFolder folder, string name, byte[] bytes)
    {
        try
        {
            byte[] json = LaxNumbers.Quote(bytes);
            ThrowIfNoText(json);
            using JsonDocument document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? document.RootElement.Clone()
                : throw folder.Corrupt(name, $"JSON that is {document.RootElement.ValueKind}", "a JSON object");
        }
        catch (Exception e) when (JsonFile.IsDamage(e))
        {
            string found = bytes.Length == 0 ? "an empty file" : $"no JSON ({e.Message.TrimEnd('.')})";
            throw folder.Corrupt(name, found, "a JSON object", e);
        }
    }

    /// <summary>Looks at all that could be asked for: a text that is none would throw only then.</summary>
    private static void ThrowIfNoText(byte[] json)
    {
        if (!Utf8.IsValid(json))
        {
            throw new JsonException("it is not UTF-8");
        }

        var reader = new Utf8JsonReader(json);
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.ValueIsEscaped)
            {
                _ = reader.GetString();
            }
        }
    }
}
