using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Releases;

namespace ProteomicsAnnotator.App.Exports;

/// <summary>What became of a release that was asked for.</summary>
/// <param name="Counts">Of what was read; null: nothing was.</param>
/// <param name="Refusal">Why there is none; null: it was made, or could be.</param>
public sealed record ReleaseResult(ReleaseCounts? Counts, ReleaseRefusal? Refusal)
{
    /// <summary>Lines of journals that are no decisions, in words; they keep nothing from being made.</summary>
    public IReadOnlyList<string> Notices { get; init; } = [];

    /// <summary>Null when none was made.</summary>
    public FileManifest? Manifest { get; init; }

    /// <summary>Of the admins' journals, with the manifest's hash; null when none was made.</summary>
    public ReleaseDecision? Decision { get; init; }
}

/// <param name="Reason">Of what kind.</param>
/// <param name="Words">One or several sentences.</param>
public sealed record ReleaseRefusal(ReleaseRefusalReason Reason, IReadOnlyList<string> Words);

public enum ReleaseRefusalReason
{
    /// <summary>No release may be called so.</summary>
    BadName,

    /// <summary>One is, or was.</summary>
    NameUsed,

    /// <summary>Something could not be read, or tables differ.</summary>
    NotSound,
}
