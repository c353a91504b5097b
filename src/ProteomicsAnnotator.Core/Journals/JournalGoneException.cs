namespace ProteomicsAnnotator.Core.Journals;

/// <summary>The journal was deleted, moved away or replaced while it was open.</summary>
internal sealed class JournalGoneException(string path)
    : IOException($"{path} was deleted, moved or replaced by someone while labels were written to it");
