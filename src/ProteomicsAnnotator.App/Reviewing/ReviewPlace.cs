using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Agreement.Certainty;

namespace ProteomicsAnnotator.App.Reviewing;

/// <summary>Where an admin is in the Review. It outlives a visit to the picture.</summary>
public sealed class ReviewPlace
{
    public ReviewPane Pane { get; private set; } = ReviewPane.Table;

    public ReviewList List { get; } = new();

    /// <summary>Of the next adjudication.</summary>
    public AdjudicationOrder Order { get; set; }

    /// <summary>What is made, verified or compared goes on while another tab is shown. Null until that tab was shown.</summary>
    public ReleaseDesk? Releases { get; set; }

    /// <summary>A consensus with at least this probability needs no person.</summary>
    public double CertainFrom { get; set; } = ConsensusCertainty.UsualThreshold;

    /// <summary>As the window's address says it: blocks that were picked one by one are not in it.</summary>
    public ReviewAddress Address => new(Pane, List.Filter with { Only = null }, List.Sort) { Order = Order, CertainFrom = CertainFrom };

    public void Show(ReviewPane pane) => Pane = pane;

    /// <summary>Shows exactly these blocks in the table.</summary>
    public void Show(ReviewFilter filter)
    {
        List.SetFilter(filter);
        Pane = ReviewPane.Table;
    }

    /// <summary>Where an address leads. Blocks that were picked one by one stay picked while the rest of the filter is the same.</summary>
    public void Go(ReviewAddress asked)
    {
        Pane = asked.Pane;
        (Order, CertainFrom) = (asked.Order, asked.CertainFrom);
        List.Restore(asked.Filter == Address.Filter ? List.Filter : asked.Filter, asked.Sort);
    }
}
