namespace ProteomicsAnnotator.Core.Roots;

/// <summary>Sentences for a person, each once, in the order they came. Thread-safe.</summary>
internal sealed class NoticeList
{
    // Guards _texts.
    private readonly Lock _gate = new();
    private readonly List<string> _texts = [];

    public IReadOnlyList<string> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _texts];
            }
        }
    }

    public void Add(string text)
    {
        lock (_gate)
        {
            if (!_texts.Contains(text, StringComparer.Ordinal))
            {
                _texts.Add(text);
            }
        }
    }
}
