using System.Globalization;
using ProteomicsAnnotator.App.Settings;
using ProteomicsAnnotator.Core.Decisions;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Snapshots;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.App.Commands;

/// <summary>
/// <c>evidence</c>: tells whether evidence is recorded and how much there is; with <c>--forget</c> decides what of it is shown and
/// exported no more.
/// </summary>
public static class EvidenceCommand
{
    public static async Task<int> RunAsync(AnnotatorOptions options, IReadOnlyList<string> arguments, TimeProvider time, CancellationToken cancellationToken)
    {
        var asked = EvidenceArguments.Parse(arguments, time.GetUtcNow());
        if (asked.Fault is { } found)
        {
            await Console.Error.WriteLineAsync($"evidence: found {found}; expected {EvidenceArguments.Usage}");
            return ExitCode.BadConfiguration;
        }

        var root = new SharedRoot(ShareSettings.Of(options));
        try
        {
            ShareSnapshot share = await ShareSnapshot.ReadAsync(root, cancellationToken);
            ShareEvidence evidence = share.Evidence;
            await Console.Out.WriteLineAsync($"Recorded now  {await RecordedAsync(options, root)}");
            await Console.Out.WriteLineAsync($"Decisions     {Describe(evidence.Times)}");
            await Console.Out.WriteLineAsync($"Forgotten     {Forgotten(evidence)}");
            foreach (StorageException unread in share.Votes.Unreadable)
            {
                await Console.Error.WriteLineAsync($"evidence: could not be read, so decisions are missing: {unread.Message}");
            }

            if (evidence.Fault is { } fault)
            {
                await Console.Error.WriteLineAsync($"evidence: {fault}");
                return ExitCode.Trouble;
            }

            if (asked.Forgets)
            {
                await ForgetAsync(root, asked, evidence);
            }

            return share.Votes.Unreadable.Count == 0 ? ExitCode.Ok : ExitCode.Trouble;
        }
        catch (StorageException fault)
        {
            await Console.Error.WriteLineAsync($"evidence: {fault.Message}");
            return ExitCode.Trouble;
        }
    }

    private static async Task ForgetAsync(SharedRoot root, EvidenceArguments asked, ShareEvidence evidence)
    {
        int affected = CountBefore(evidence, asked.Before);
        string what = asked.Before is { } before
            ? $"evidence of {Counted.Of(affected, "decision")} before {LabelTime.FormatMinute(before)} is shown and exported no more"
            : "no evidence is left out any more";
        if (asked.DryRun)
        {
            await Console.Out.WriteLineAsync($"With this decision {what}. Nothing was decided (--dry-run).");
            return;
        }

        EvidenceForgetting decision = await Task.Run(() => ForgottenEvidence.Decide(root, asked.Before));
        await Console.Out.WriteLineAsync($"Decided ({decision.Id}): {what}. The journals keep what they have; a later decision takes this one back.");
    }

    private static async Task<string> RecordedAsync(AnnotatorOptions options, SharedRoot root)
    {
        CampaignSettings settings = await Task.Run(() => CampaignSettings.Read(root));
        return (settings.WhyNoEvidence(options.Classes) ?? await LabelShare.WhyNoEvidenceAsync(root, username: null)) is { } reason ? $"no: {reason}" : "yes";
    }

    private static string Describe(IReadOnlyList<DateTimeOffset> times) => times.Count == 0
        ? "none with evidence"
        : $"{times.Count.ToString("N0", CultureInfo.InvariantCulture)} with evidence, from {LabelTime.FormatMinute(times[0])} to {LabelTime.FormatMinute(times[^1])}";

    private static string Forgotten(ShareEvidence evidence) => evidence.Forgetting is { Before: { } before } forgetting
        ? $"{Counted.Of(CountBefore(evidence, before), "decision")} before {LabelTime.FormatMinute(before)}, decided {LabelTime.FormatMinute(forgetting.At)} by the account {forgetting.By}"
        : "nothing";

    private static int CountBefore(ShareEvidence evidence, DateTimeOffset? before) => evidence.Times.Count(at => at < before);
}
