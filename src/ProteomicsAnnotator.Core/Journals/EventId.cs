using System.Globalization;

namespace ProteomicsAnnotator.Core.Journals;

/// <summary>
/// Names one decision for ever, fixed before its first write: <c>{journal}:{seq}</c>, or <c>import-{hash}</c> (seq 0)
/// for an entry taken over from another program. Delivering an event twice is therefore harmless.
/// Ordered by source (ordinal), then by number.
/// </summary>
public readonly record struct EventId(string Source, long Seq) : IComparable<EventId>
{
    private const string ImportPrefix = "import-";

    public bool IsImport => Seq == 0;

    public static EventId Import(string hash) => new(ImportPrefix + hash, 0);

    public static EventId? TryParse(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        int colon = text.LastIndexOf(':');
        if (colon < 0)
        {
            return text.StartsWith(ImportPrefix, StringComparison.Ordinal) ? new EventId(text, 0) : null;
        }

        return long.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out long seq)
            && seq > 0 && colon > 0
            ? new EventId(text[..colon], seq)
            : null;
    }

    public int CompareTo(EventId other)
    {
        int bySource = string.CompareOrdinal(Source, other.Source);
        return bySource != 0 ? bySource : Seq.CompareTo(other.Seq);
    }

    public override string ToString() =>
        IsImport ? Source : string.Create(CultureInfo.InvariantCulture, $"{Source}:{Seq}");
}
