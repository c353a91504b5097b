using ProteomicsAnnotator.Core.Share;

namespace ProteomicsAnnotator.App.Hosting;

/// <summary>Holds the share, which opens while the server is built; nothing needs it before both are ready.</summary>
public sealed class LabelShareHolder
{
    private LabelShare? _share;

    public LabelShare Share
    {
        get => _share ?? throw new InvalidOperationException("The share is not open yet.");
        set => _share = value;
    }
}
