namespace ProteomicsAnnotator.Core.Roots;

/// <summary>How long the program waits for a disk before it continues without it. The operation itself continues.</summary>
public sealed record ShareLimits
{
    /// <summary>For the share to take a label or to say who is known there.</summary>
    public TimeSpan Answer { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>For one user's preferences, read or written.</summary>
    public TimeSpan Preferences { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>When the share is closed: for all that is waiting to be written, and again for closing the journals.</summary>
    public TimeSpan Closing { get; init; } = TimeSpan.FromSeconds(5);
}
