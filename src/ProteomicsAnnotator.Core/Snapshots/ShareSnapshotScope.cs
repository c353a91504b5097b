namespace ProteomicsAnnotator.Core.Snapshots;

/// <summary>How far a <see cref="ShareSnapshot"/> goes.</summary>
internal sealed record ShareSnapshotScope
{
    /// <summary>After it no further file is begun, and those are named; null: as long as it takes.</summary>
    public TimeSpan? Limit { get; init; }

    /// <summary>A damaged file of final labels is named, and the journals are used.</summary>
    public bool UsesDamagedFinals { get; init; }
}
