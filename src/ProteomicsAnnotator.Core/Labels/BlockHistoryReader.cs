using System.Text;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Labels;

/// <summary>
/// What the journals of all owners say about one block. A line is parsed only when it contains the block's folder name,
/// which is ASCII and never escaped. Blocking; ends between two files when told to.
/// </summary>
internal sealed class BlockHistoryReader(FileOperations files, SharedRoot root, LabelKey key)
{
    private readonly byte[] _name = Encoding.ASCII.GetBytes(key.Block.Name);
    private readonly List<HistoryEntry> _entries = [];
    private readonly List<string> _faults = [];

    /// <param name="isInMemory">Owners to leave out: their decisions are known without reading.</param>
    /// <param name="cancellationToken">Ends the reading; what was read until then is the answer.</param>
    public BlockHistory Read(Func<LabelLogSettings, bool> isInMemory, CancellationToken cancellationToken)
    {
        IEnumerable<LabelLogSettings> owners =
            Names(files.ListFolders, root.PathOf("history", "users")).Select(LabelLogSettings.OfUser).Append(LabelLogSettings.OfAdmins);
        foreach (LabelLogSettings owner in owners.Where(owner => !isInMemory(owner)))
        {
            if (!TryReadOwner(owner, cancellationToken))
            {
                _faults.Add($"The share is slow: {owner.Name} and those after it were not read.");
                break;
            }
        }

        return new BlockHistory(_entries, _faults);
    }

    private bool TryReadOwner(LabelLogSettings owner, CancellationToken cancellationToken)
    {
        var seen = new HashSet<EventId>();
        string folder = owner.JournalPath(root);
        foreach (string name in Names(files.ListFiles, folder).Where(name => name.EndsWith(JournalName.Ending, StringComparison.Ordinal)))
        {
            if (cancellationToken.IsCancellationRequested)
            {
                return false;
            }

            string path = Path.Combine(folder, name);
            try
            {
                Take(files.ReadAll(path), name[..^JournalName.Ending.Length], item =>
                {
                    if (seen.Add(item.Id))
                    {
                        _entries.Add(HistoryEntry.Of(item, owner));
                    }
                });
            }
            catch (Exception error) when (StorageFault.IsFileError(error))
            {
                _faults.Add(StorageException.From(path, error).Message);
            }
        }

        return true;
    }

    private void Take(ReadOnlyMemory<byte> text, string journal, Action<LabelEvent> add)
    {
        while (text.Span.IndexOf(_name) is >= 0 and int at)
        {
            int start = text.Span[..at].LastIndexOf((byte)'\n') + 1;
            int length = text.Span[at..].IndexOf((byte)'\n');
            if (length < 0)
            {
                return;
            }

            if (JournalLine.TryParse(text[start..(at + length)], journal) is { } item && item.Key == key)
            {
                add(item);
            }

            text = text[(at + length + 1)..];
        }
    }

    /// <summary>Sorted; a missing folder is an empty one.</summary>
    private IReadOnlyList<string> Names(Func<string, IReadOnlyList<string>> list, string folder)
    {
        try
        {
            return [.. list(folder).Order(StringComparer.Ordinal)];
        }
        catch (Exception error) when (StorageFault.IsMissing(error))
        {
            return [];
        }
        catch (Exception error) when (StorageFault.IsFileError(error))
        {
            _faults.Add(StorageException.From(folder, error).Message);
            return [];
        }
    }
}
