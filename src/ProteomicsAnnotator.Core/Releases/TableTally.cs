using System.Globalization;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Releases;

/// <summary>Adds up what one table says, row by row.</summary>
internal sealed class TableTally(string name)
{
    private readonly Dictionary<string, int> _labels = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SortedDictionary<string, int>> _votes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _answers = new(StringComparer.Ordinal);
    private readonly HashSet<string> _finals = new(StringComparer.Ordinal);
    private bool _namesNobody;

    public TableCounts Counts => new(name, _labels, _finals)
    {
        Answers = _answers,
        Votes = _namesNobody
            ? null
            : _votes.ToDictionary(block => block.Key, block => string.Join(", ", block.Value.Select(vote => string.Create(CultureInfo.InvariantCulture, $"{vote.Key} {vote.Value}"))), StringComparer.Ordinal),
    };

    public TableCounts Read(CsvReader reader, Action<TableTally> addRow)
    {
        while (reader.Read())
        {
            addRow(this);
        }

        return Counts;
    }

    /// <param name="block">Of the row.</param>
    /// <param name="answer">Its final label, else its consensus; null: neither.</param>
    /// <param name="isFinal">It has a final label.</param>
    public void Add(string block, int? answer, bool isFinal)
    {
        _ = _labels.TryAdd(block, 0);
        if (answer is { } label)
        {
            _answers[block] = label;
        }

        if (isFinal)
        {
            _ = _finals.Add(block);
        }
    }

    /// <param name="block">Of the row.</param>
    /// <param name="user">Who gave it.</param>
    /// <param name="label">Null: none.</param>
    public void AddVote(string block, string user, int? label)
    {
        if (label is not { } given)
        {
            return;
        }

        _labels[block] = _labels.GetValueOrDefault(block) + 1;
        if (!_votes.TryGetValue(block, out SortedDictionary<string, int>? votes))
        {
            _votes[block] = votes = new SortedDictionary<string, int>(StringComparer.Ordinal);
        }

        votes[user] = given;
    }

    /// <summary>Of a table that does not say whose they are.</summary>
    public void AddVotes(string block, int count)
    {
        _labels[block] = _labels.GetValueOrDefault(block) + count;
        _namesNobody = true;
    }
}
