using System.Globalization;
using ProteomicsAnnotator.Core.Decisions;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Planning;

/// <summary>How many votes each block is to have: the plan says it where there is one, else the campaign's setting.</summary>
/// <param name="Votes">1 to <see cref="CampaignSettings.MostVotes"/>.</param>
/// <param name="Plan">Version of the plan that says it; null: the setting does.</param>
/// <param name="Setting">What the setting says; null: nothing.</param>
public sealed record VoteTarget(int Votes, int? Plan, int? Setting)
{
    /// <summary>Who says so, and whether the setting says something else.</summary>
    public string Source => Plan is { } version
        ? string.Create(CultureInfo.InvariantCulture, $"version {version} of the plan")
            + (Setting is { } other && other != Votes ? $"; the setting of {Counted.Of(other, "vote")} does not count while there is a plan" : "")
        : "the campaign's setting";

    /// <param name="plan">The version that counts; null: there is no plan.</param>
    /// <param name="settings">What is decided.</param>
    /// <returns>Null: nothing is said.</returns>
    public static VoteTarget? Of(PlanVersion? plan, CampaignSettings settings) =>
        plan is not null ? new VoteTarget(plan.Votes, plan.Version, settings.TargetVotes)
        : settings.TargetVotes is { } votes ? new VoteTarget(votes, null, votes)
        : null;
}
