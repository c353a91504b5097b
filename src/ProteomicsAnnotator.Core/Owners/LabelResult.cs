using ProteomicsAnnotator.Core.Journals;

namespace ProteomicsAnnotator.Core.Owners;

/// <param name="Place">Where the decision is kept.</param>
/// <param name="Reason">Why it is not on the share, in words; null when it is.</param>
public sealed record LabelResult(LabelPlace Place, string? Reason)
{
    public bool Accepted => Place is LabelPlace.Share or LabelPlace.ThisMachine;

    /// <summary>Refused for what stays until somebody changes the data root or confirms it, or an admin opens the campaign: trying again does not help.</summary>
    public bool IsLasting { get; init; }

    /// <summary>What to say when it was not accepted.</summary>
    /// <param name="decision">The decision, as in "the label of block_0001".</param>
    /// <param name="refusal">What is so when it was refused, as in "block_0001 is NOT labelled".</param>
    public string Explain(string decision, string refusal) => Place == LabelPlace.Unknown
        ? $"It is NOT KNOWN whether {decision} is stored: {Reason}. If it is, it is shown as soon as it is seen on the share."
        : $"{refusal}: {Reason}";

    /// <summary>Of <see cref="LabelPlace.Unknown"/>, what is known by now: stored, or not; null: still not known.</summary>
    public Func<bool?> IsStored { get; init; } = static () => null;

    /// <summary>What to say once <see cref="IsStored"/> says that it is not.</summary>
    public Func<string> WhyNotStored { get; init; } = static () => "the share answers again and does not have it";

    /// <summary>The decisions that are perhaps stored.</summary>
    internal IReadOnlyList<EventId> InDoubt { get; init; } = [];

    public static LabelResult OnShare { get; } = new(LabelPlace.Share, null);
}
