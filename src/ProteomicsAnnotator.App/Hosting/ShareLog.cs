using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.App.Hosting;

/// <summary>
/// Says on standard error, and so in the message file, when the share is lost and back, and when labels that waited on this
/// machine have reached it: whoever asks later what happened on a day finds it there.
/// </summary>
internal sealed class ShareLog : IDisposable
{
    private readonly LabelShare _share;
    private readonly string _root;
    private readonly Action<string> _say;

    // Guards the two fields below, and the order of what is said.
    private readonly Lock _gate = new();
    private string? _trouble;
    private int _delivered;

    /// <param name="share">Open; what is wrong with it now is said at once.</param>
    /// <param name="root">What people know it by.</param>
    /// <param name="say">Takes a line.</param>
    public ShareLog(LabelShare share, string root, Action<string> say)
    {
        (_share, _root, _say) = (share, root, say);
        share.Changed += Look;
        Look();
    }

    public void Dispose() => _share.Changed -= Look;

    private void Look()
    {
        lock (_gate)
        {
            (string? trouble, int delivered, int waiting) = (_share.Trouble, _share.Delivered, _share.Undelivered);
            if (trouble is not null && trouble != _trouble)
            {
                _say(_share.IsDatabase
                    ? $"The {_root} is not available: {trouble.TrimEnd('.')}. Labels are refused until it is."
                    : $"The annotations folder {_root} is not available: {trouble}. Labels are kept on this machine until it is.");
            }
            else if (trouble is null && _trouble is not null)
            {
                _say($"The {(_share.IsDatabase ? "" : "annotations folder ")}{_root} is available again.");
            }

            int more = delivered - _delivered;
            if (more > 0)
            {
                _say($"{Counted.Of(more, "label")} that waited on this machine {(more == 1 ? "is" : "are")} in {_root} now{(waiting > 0 ? $"; {Counted.Of(waiting, "label", "waits", "wait")} still" : "")}.");
            }

            (_trouble, _delivered) = (trouble, delivered);
        }
    }
}
