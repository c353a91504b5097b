using System.Globalization;
using ProteomicsAnnotator.App.Sessions.Viewer;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.App.Sessions;

/// <content>What the overlay of the viewer says to an admin.</content>
public sealed partial class ReviewSession
{
    /// <summary>Null for a block that is not in the table or that nobody labelled.</summary>
    public ReviewLine? LineOf(BlockId block)
    {
        if (Table.Find(block) is not { Consensus.Label: { } label } row)
        {
            return null;
        }

        Consensus consensus = row.Consensus;
        string name = Classes.Find(label)?.Name ?? "no such class";
        string verdict = consensus switch
        {
            { VoteCount: 1 } => "one vote",
            { HasDisagreement: false } => $"all {consensus.VoteCount} agree",
            { IsTie: true } => "disagree, tie",
            _ => $"disagree, {consensus.Support} of {consensus.VoteCount}",
        };
        string final = row.FinalLabel is { } settled ? $" · final {settled.Label}{(row.HasNewVotes ? ", new votes" : "")}" : "";
        return new ReviewLine(
            consensus.HasDisagreement,
            string.Create(CultureInfo.InvariantCulture, $"Consensus {label} – {name} · {verdict}{final}"));
    }
}
