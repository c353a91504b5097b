namespace ProteomicsAnnotator.Core.Volumes.Tiff.Descriptions;

/// <summary>
/// Looks over the tags of an XML text before a parser does: .NET's takes time of the square of a tag's attributes. One
/// pass; what is no sound XML is left to the parser, which stops where it stops being so.
/// </summary>
internal static class XmlTags
{
    /// <summary>The largest number of attributes that one tag has, counted no further than a limit.</summary>
    public static int MostAttributes(ReadOnlySpan<char> text, int limit)
    {
        int most = 0;
        while (most <= limit && text.IndexOf('<') is >= 0 and int tag)
        {
            text = text[tag..];
            string? end = text switch
            {
                ['<', '!', '-', '-', ..] => "-->",
                ['<', '!', '[', 'C', 'D', 'A', 'T', 'A', '[', ..] => "]]>",
                ['<', '?', ..] => "?>",
                _ => null,
            };
            if (end is null)
            {
                most = Math.Max(most, AttributesOfTag(ref text, limit));
                continue;
            }

            int at = text.IndexOf(end, StringComparison.Ordinal);
            text = at < 0 ? default : text[(at + end.Length)..];
        }

        return most;
    }

    /// <summary>Leaves the text behind the tag.</summary>
    private static int AttributesOfTag(ref ReadOnlySpan<char> text, int limit)
    {
        int attributes = 0;
        while (attributes <= limit && text.IndexOfAny('"', '\'', '>') is >= 0 and int at)
        {
            char found = text[at];
            text = text[(at + 1)..];
            if (found == '>')
            {
                return attributes;
            }

            attributes++;
            int close = text.IndexOf(found);
            text = close < 0 ? default : text[(close + 1)..];
        }

        text = attributes > limit ? text : default;
        return attributes;
    }
}
