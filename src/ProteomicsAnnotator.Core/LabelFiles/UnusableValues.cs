using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.LabelFiles;

/// <summary>What a file has in the place of labels: the first few in words, the others counted.</summary>
internal sealed class UnusableValues
{
    private const int Named = 100;
    private readonly List<string> _named = [];
    private int _others;

    public void Add(string what)
    {
        if (_named.Count < Named)
        {
            _named.Add(what);
        }
        else
        {
            _others++;
        }
    }

    /// <param name="name">Of an entry with a label.</param>
    public void AddName(string name) => Add($"\"{name}\" is no block, so its label is not used");

    /// <summary>Each after the file it stands in; how many more there are at the end.</summary>
    public IEnumerable<string> Of(string path, int most = Named)
    {
        int others = _others + Math.Max(0, _named.Count - most);
        IEnumerable<string> named = _named.Take(most).Select(what => $"{path}: {what}.");
        return others == 0 ? named : named.Append($"{path}: {Counted.Of(others, "more label", "is", "are")} not used.");
    }
}
