using ProteomicsAnnotator.Core.Share;

namespace ProteomicsAnnotator.App.Hosting;

/// <summary>The share is opened while the server is put together; nothing asks for it before both are ready.</summary>
public sealed class LabelShareHolder
{
    private LabelShare? _share;

    public LabelShare Share
    {
        get => _share ?? throw new InvalidOperationException("The share is not open yet.");
        set => _share = value;
    }
}
