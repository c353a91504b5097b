namespace ProteomicsAnnotator.Core.Snapshots;

/// <summary>One user's label of one block.</summary>
public readonly record struct Vote(int Label, DateTimeOffset At)
{
    /// <summary>
    /// Whoever gave it could see another person's vote on the block, or its final label, before: it measures no agreement, and no
    /// block is asked one vote less for it.
    /// </summary>
    public bool IsNotBlind { get; init; }
}
