using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Labels;

/// <summary>
/// Decisions a program knows that no journal of the share holds any more: someone put an older copy of the folder in its
/// place. Every journal is read anew, so that this is asked only after a loss was noticed. Blocking.
/// </summary>
internal static class LostDecisions
{
    /// <summary>A journal that cannot be read counts as one that holds what it held: its decisions are not lost.</summary>
    /// <param name="files">Gives the bytes.</param>
    /// <param name="folder">The owner's journals.</param>
    /// <param name="known">Decisions that were acknowledged before.</param>
    /// <exception cref="IOException">The folder could not be listed.</exception>
    public static List<LabelEvent> Find(FileOperations files, string folder, IEnumerable<LabelEvent> known)
    {
        HashSet<EventId> held = [];
        HashSet<string> unreadable = new(StringComparer.Ordinal);
        foreach (string name in List(files, folder))
        {
            try
            {
                byte[] bytes = files.ReadAll(Path.Combine(folder, name + JournalName.Ending));
                held.UnionWith(JournalContent.Parse(bytes, name, startsWithHeader: true).Events.Select(item => item.Id));
            }
            catch (Exception error) when (StorageFault.IsFileError(error))
            {
                _ = unreadable.Add(name);
            }
        }

        return [.. known.Where(item => !held.Contains(item.Id) && !unreadable.Contains(item.Id.Source))];
    }

    private static IEnumerable<string> List(FileOperations files, string folder)
    {
        try
        {
            return files.ListFiles(folder)
                .Where(name => name.EndsWith(JournalName.Ending, StringComparison.Ordinal) && name[0] != '.')
                .Select(name => name[..^JournalName.Ending.Length]);
        }
        catch (Exception error) when (StorageFault.IsMissing(error))
        {
            return [];
        }
    }
}
