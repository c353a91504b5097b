using ProteomicsAnnotator.Core.Agreement;

namespace ProteomicsAnnotator.Core.Export;

/// <summary>What figures make of votes that are not blind, as people write it. The votes stand in every table either way.</summary>
public static class NotBlindChoice
{
    public const string Keep = "keep";
    public const string LeaveOut = "leave-out";
    public const string Expected = Keep + " or " + LeaveOut;

    public static string Of(ReviewTable table) => table.Input.KeepsNotBlind ? Keep : LeaveOut;

    /// <summary>Null: it is none of the two.</summary>
    /// <param name="table">Everyone's labels.</param>
    /// <param name="choice">As it was written; null: nothing was said.</param>
    public static ReviewTable? Apply(ReviewTable table, string? choice) => choice switch
    {
        Keep => table.KeepingNotBlind(),
        null or LeaveOut => table,
        _ => null,
    };

    /// <summary>How many votes are left out or kept, in words; null: every vote is blind.</summary>
    public static string? Words(ReviewTable table) => table.NotBlindVotes is > 0 and var votes
        ? $"{Storage.Counted.Of(votes, "vote", "is", "are")} not blind{(table.Input.KeepsNotBlind ? ", and counted" : ": left out of agreement, error rates and likely labels")}"
        : null;
}
