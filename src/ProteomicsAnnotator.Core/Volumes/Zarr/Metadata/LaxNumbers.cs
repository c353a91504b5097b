namespace ProteomicsAnnotator.Core.Volumes.Zarr.Metadata;

/// <summary>Python writes NaN, Infinity and -Infinity into JSON, which knows none of them: here they become texts.</summary>
internal static class LaxNumbers
{
    /// <summary>The same bytes where there is nothing to do; texts stay as they are.</summary>
    public static byte[] Quote(byte[] json)
    {
        MemoryStream? changed = null;
        int copied = json.AsSpan().StartsWith("\uFEFF"u8) ? 3 : 0;
        int at = copied;
        while (at < json.Length)
        {
            if (json[at] == '"')
            {
                at = EndOfText(json, at);
                continue;
            }

            int length = LengthOfWord(json.AsSpan(at));
            if (length == 0)
            {
                at++;
                continue;
            }

            changed ??= new MemoryStream(json.Length + 64);
            changed.Write(json.AsSpan(copied, at - copied));
            changed.WriteByte((byte)'"');
            changed.Write(json.AsSpan(at, length));
            changed.WriteByte((byte)'"');
            at += length;
            copied = at;
        }

        if (changed is null)
        {
            return copied == 0 ? json : json[copied..];
        }

        changed.Write(json.AsSpan(copied));
        return changed.ToArray();
    }

    private static int LengthOfWord(ReadOnlySpan<byte> json) =>
        json.StartsWith("NaN"u8) ? 3
        : json.StartsWith("Infinity"u8) ? 8
        : json.StartsWith("-Infinity"u8) ? 9
        : 0;

    private static int EndOfText(byte[] json, int at)
    {
        for (at++; at < json.Length && json[at] != '"'; at++)
        {
            if (json[at] == '\\')
            {
                at++;
            }
        }

        return at + 1;
    }
}
