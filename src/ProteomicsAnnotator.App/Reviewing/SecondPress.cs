using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Merge;
using ProteomicsAnnotator.Core.Owners;

namespace ProteomicsAnnotator.App.Reviewing;

/// <summary>
/// Only a second press of the same key replaces another admin's final label, once the page has said whose it is.
/// </summary>
internal sealed class SecondPress(ReviewSession review, FinalLabels finals)
{
    private (BlockId Block, int? Label, LabelEntry Final)? _asked;

    /// <summary>The next press is a first one.</summary>
    public void Forget() => _asked = null;

    /// <summary>Null: decide.</summary>
    public async Task<LabelResult?> AskAsync(BlockId block, int? label, CancellationToken cancellationToken)
    {
        await review.SyncFinalsAsync(cancellationToken);
        (BlockId, int?, LabelEntry)? before = _asked;
        _asked = finals.Find(new LabelKey(null, block)) is { } final && final.By != review.Admin ? (block, label, final) : null;
        if (_asked is not { } asked || before == _asked)
        {
            _asked = null;
            return null;
        }

        await review.RebuildAsync(cancellationToken);
        string key = label is { } number ? $"{number}" : "Backspace";
        string does = label is null ? "clear it" : label == asked.Final.Label ? "make it yours" : "replace it";
        return new LabelResult(
            LabelPlace.Refused,
            $"{OthersFinal.Of(asked.Final, review.Classes, review.Now)}. Press {key} again to {does}");
    }
}
