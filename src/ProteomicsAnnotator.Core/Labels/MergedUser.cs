using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Labels;

/// <summary>One user's labels of the configured data root: all decisions of the journals and the file's foreign entries.</summary>
internal sealed class MergedUser(FileOperations files, string journals)
{
    private readonly JournalFolder _journals = new(files, journals);
    private readonly LabelMerge _merge = new();
    private LabelSnapshot? _from;
    private IReadOnlyDictionary<BlockId, Vote>? _file;
    private IReadOnlyDictionary<BlockId, Vote> _votes = new Dictionary<BlockId, Vote>();

    /// <summary>Reads what is new in the journals; true when a label differs now. Blocking.</summary>
    /// <exception cref="StorageException">The folder could not be listed.</exception>
    public bool Refresh() => _merge.AddRange(_journals.ReadNew().Events);

    /// <summary>
    /// An entry of the file that is in no journal was written by another program after what the journals say of its
    /// block, as it will count once a program of this user takes it over.
    /// </summary>
    /// <param name="file">Read before the last <see cref="Refresh"/>, or newer; null: no file.</param>
    public IReadOnlyDictionary<BlockId, Vote> Votes(IReadOnlyDictionary<BlockId, Vote>? file)
    {
        LabelSnapshot labels = _merge.Snapshot;
        if (ReferenceEquals(labels, _from) && ReferenceEquals(file, _file))
        {
            return _votes;
        }

        var votes = new Dictionary<BlockId, Vote>(labels.Count);
        foreach ((LabelKey key, LabelEntry entry) in labels.Labels)
        {
            if (key.Root is null)
            {
                votes[key.Block] = new Vote(entry.Label, entry.AnnotatedAt);
            }
        }

        foreach ((BlockId block, Vote vote) in file ?? new Dictionary<BlockId, Vote>())
        {
            if (!_merge.HasDecision(new LabelKey(null, block), vote.Label, vote.At))
            {
                votes[block] = vote;
            }
        }

        (_from, _file, _votes) = (labels, file, votes);
        return votes;
    }
}
