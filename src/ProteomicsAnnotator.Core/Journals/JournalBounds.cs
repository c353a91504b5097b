namespace ProteomicsAnnotator.Core.Journals;

/// <summary>
/// Bounds of the numbers and lines of a journal (docs/storage-format.md, "Bounds"). A reader refuses what is beyond them,
/// in words, and a writer stays within them, so that one bad line never makes later decisions worthless.
/// </summary>
internal static class JournalBounds
{
    /// <summary>Here the clock stops, and the time decides.</summary>
    public const long MaxClock = 1L << 48;

    public const long MaxSeq = 1L << 48;

    /// <summary>With its LF.</summary>
    public const int MaxLineBytes = 64 * 1024;

    public static long ClockAfter(long highest) => highest < MaxClock ? highest + 1 : MaxClock;
}
