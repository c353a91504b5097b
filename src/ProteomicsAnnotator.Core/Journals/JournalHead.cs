namespace ProteomicsAnnotator.Core.Journals;

/// <summary>How a journal begins.</summary>
/// <param name="Header">Null: the first line is none, or not whole yet.</param>
/// <param name="IsWhole">There is a whole first line.</param>
/// <param name="HasDecision">A decision follows it.</param>
/// <param name="Length">Of the file.</param>
internal readonly record struct JournalHead(JournalHeader? Header, bool IsWhole, bool HasDecision, long Length);
