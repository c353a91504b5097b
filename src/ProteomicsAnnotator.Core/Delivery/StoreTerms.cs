using ProteomicsAnnotator.Core.Database;
using ProteomicsAnnotator.Core.Journals;

namespace ProteomicsAnnotator.Core.Delivery;

/// <summary>What a database is told beside a step's decisions; a folder has no use for it.</summary>
/// <param name="Ticket">What it knows them by; null: their own ids.</param>
/// <param name="Left">For all of it.</param>
internal sealed record StoreTerms(DecisionTicket? Ticket, TimeSpan Left)
{
    /// <summary>Of the step, what is so already; none without a ticket.</summary>
    public IReadOnlyList<LabelEvent> Idle { get; init; } = [];

    /// <summary>Only what is stored under the ticket counts, and why, in words; null: new decisions do too.</summary>
    public string? WhyNot { get; init; }
}
