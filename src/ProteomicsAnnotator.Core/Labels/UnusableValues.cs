using System.Globalization;

namespace ProteomicsAnnotator.Core.Labels;

/// <summary>What a file says in the place of labels that is none: the first ones in words, the others counted.</summary>
internal sealed class UnusableValues
{
    private const int Named = 100;
    private readonly List<string> _named = [];
    private int _others;

    public static UnusableValues None { get; } = new();

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

    /// <summary>Each after the file it stands in.</summary>
    public IEnumerable<string> Of(string path) => _others == 0
        ? _named.Select(what => $"{path}: {what}.")
        : _named.Select(what => $"{path}: {what}.").Append(string.Create(CultureInfo.InvariantCulture, $"{path}: {_others} more labels are not used."));
}
