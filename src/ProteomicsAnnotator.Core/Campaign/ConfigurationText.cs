using System.Text;
using System.Text.Json;

namespace ProteomicsAnnotator.Core.Campaign;

/// <summary>
/// What a JSON parser lets pass in a configuration file: text that is no UTF-8, one key twice in an object, and escapes
/// that are half a character. Each is a fault; half characters are replaced, so that reading continues and finds the rest.
/// </summary>
internal sealed class ConfigurationText(FaultList faults)
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly Stack<Level> _levels = new();

    /// <summary>Null, with a fault, for bytes that are no UTF-8.</summary>
    /// <exception cref="JsonException">No JSON.</exception>
    public byte[]? Check(ReadOnlySpan<byte> file, JsonCommentHandling comments)
    {
        if (WhyNotUtf8(file) is { } found)
        {
            faults.Add("(whole file)", found, "text in UTF-8");
            return null;
        }

        byte[] json = [.. file.StartsWith("\uFEFF"u8) ? file[3..] : file];
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { CommentHandling = comments, AllowTrailingCommas = true });
        while (reader.Read())
        {
            Take(ref reader, json);
        }

        return json;
    }

    private static string? WhyNotUtf8(ReadOnlySpan<byte> file)
    {
        if (file.StartsWith<byte>([0xFF, 0xFE]) || file.StartsWith<byte>([0xFE, 0xFF]))
        {
            return "text in UTF-16";
        }

        try
        {
            _ = Strict.GetCharCount(file);
            return null;
        }
        catch (DecoderFallbackException error)
        {
            int line = 1 + file[..error.Index].Count((byte)'\n');
            return $"byte 0x{file[error.Index]:X2} in line {line}, as in text saved as ANSI (Windows-1252)";
        }
    }

    private void Take(ref Utf8JsonReader reader, byte[] json)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.PropertyName:
                _levels.Peek().Name = "";
                CheckText(ref reader, json, Path());
                TakeName(ref reader);
                break;
            case JsonTokenType.StartObject or JsonTokenType.StartArray:
                Next();
                _levels.Push(new Level(reader.TokenType == JsonTokenType.StartArray, IsForeign));
                break;
            case JsonTokenType.EndObject or JsonTokenType.EndArray:
                _ = _levels.Pop();
                break;
            case JsonTokenType.String:
                Next();
                CheckText(ref reader, json, Path());
                break;
            default:
                Next();
                break;
        }
    }

    private bool IsForeign => _levels.TryPeek(out Level? level)
        && (level.IsForeign || (!level.IsArray && ConfigurationKeys.IsAnyones(level.Name)));

    private void TakeName(ref Utf8JsonReader reader)
    {
        Level level = _levels.Peek();
        level.Name = reader.GetString()!;
        level.Seen[level.Name] = level.Seen.GetValueOrDefault(level.Name) + 1;
        if (level.Seen[level.Name] == 2 && !level.IsForeign)
        {
            faults.Add(Path(), "the key twice", "each key once");
        }
    }

    private void CheckText(ref Utf8JsonReader reader, byte[] json, string where)
    {
        if (!reader.ValueIsEscaped)
        {
            return;
        }

        try
        {
            _ = reader.GetString();
        }
        catch (InvalidOperationException)
        {
            faults.Add(where, $"half a character ({Encoding.UTF8.GetString(reader.ValueSpan)})", "whole characters; an escape from \\uD800 to \\uDFFF needs its other half");
            int start = (int)reader.TokenStartIndex + 1;
            ReplaceSurrogates(json.AsSpan(start, reader.ValueSpan.Length));
        }
    }

    /// <summary>Same length: <c>\uD800</c> becomes <c>\uFFFD</c>.</summary>
    private static void ReplaceSurrogates(Span<byte> text)
    {
        for (int i = 0; i + 1 < text.Length; i += 2)
        {
            if (text[i] != '\\')
            {
                i--;
                continue;
            }

            if (text[i + 1] == 'u' && i + 5 < text.Length && (text[i + 2] | 0x20) == 'd' && (text[i + 3] | 0x20) is >= '8' and <= 'f')
            {
                "FFFD"u8.CopyTo(text[(i + 2)..]);
            }
        }
    }

    private void Next()
    {
        if (_levels.TryPeek(out Level? level) && level.IsArray)
        {
            level.Index++;
        }
    }

    /// <summary>As <c>classes[1].color</c>.</summary>
    private string Path()
    {
        var path = new StringBuilder();
        foreach (Level level in _levels.Reverse())
        {
            if (level.IsArray)
            {
                path.Append('[').Append(Math.Max(0, level.Index)).Append(']');
            }
            else if (level.Name.Length > 0)
            {
                path.Append(path.Length == 0 ? "" : ".").Append(level.Name);
            }
        }

        return path.Length == 0 ? "(whole file)" : path.ToString();
    }

    private sealed class Level(bool isArray, bool isForeign)
    {
        public bool IsArray => isArray;

        public bool IsForeign => isForeign;

        public int Index { get; set; } = -1;

        public string Name { get; set; } = "";

        public Dictionary<string, int> Seen { get; } = new(StringComparer.Ordinal);
    }
}
