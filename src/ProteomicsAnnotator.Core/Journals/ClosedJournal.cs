namespace ProteomicsAnnotator.Core.Journals;

/// <summary>A journal of this program that is never written again, since a flush of it failed.</summary>
/// <param name="Name">Without the ending.</param>
/// <param name="Length">Bytes that had been flushed before.</param>
internal readonly record struct ClosedJournal(string Name, long Length);
