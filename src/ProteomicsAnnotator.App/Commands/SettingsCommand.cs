using System.Globalization;
using System.Text.Json.Nodes;
using ProteomicsAnnotator.App.Exports;
using ProteomicsAnnotator.App.Settings;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Agreement.Ties;
using ProteomicsAnnotator.Core.Decisions;
using ProteomicsAnnotator.Core.Planning;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.App.Commands;

/// <summary><c>settings</c>: decides something for everybody; alone it tells what is decided.</summary>
public static class SettingsCommand
{
    public static async Task<int> RunAsync(AnnotatorOptions options, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var asked = SettingsArguments.Parse(arguments);
        if (asked.Fault is { } found)
        {
            return await RefuseAsync($"found {found}; expected {SettingsArguments.Usage}", ExitCode.BadConfiguration);
        }

        var root = new SharedRoot(ShareSettings.Of(options));
        try
        {
            PlanVersions plan = await Task.Run(new PlanDesk(root).Read, cancellationToken);
            var decisions = CampaignDecisions.Of(root);
            _ = await decisions.LookAsync();
            IReadOnlyDictionary<string, JsonNode?> set = asked.Undo is { } undone
                ? new Dictionary<string, JsonNode?>(StringComparer.Ordinal) { [undone] = (await decisions.EarlierAsync(undone) ?? throw new StorageException(options.AnnotationsRoot, CampaignDecisions.NothingDecided(undone))).Value }
                : asked.Set;
            if (set.Keys.Any(key => key is CampaignSettings.TieRuleKey or CampaignSettings.TargetVotesKey))
            {
                ReviewTable table = await ReviewReading.ReadAsync(options, root, cancellationToken);
                foreach (string effect in SettingsEffect.Of(table, set))
                {
                    await Console.Out.WriteLineAsync(effect);
                }
            }

            if (asked.DryRun)
            {
                await Console.Out.WriteLineAsync("Nothing was stored (--dry-run).");
                return ExitCode.Ok;
            }

            string by = asked.As ?? Environment.UserName;
            string? lacking = asked.Undo is { } key ? await decisions.UndoAsync(key, by)
                : asked.Set.Count > 0 ? await decisions.DecideAsync(asked.Set, by)
                : null;
            if (lacking is not null)
            {
                await Console.Error.WriteLineAsync($"settings: {lacking}");
            }

            await TellAsync(await decisions.LookAsync(), plan);
            return ExitCode.Ok;
        }
        catch (StorageException error)
        {
            return await RefuseAsync(error.InnerException is TimeoutException ? $"{error.Message}. It is not known whether it is stored." : error.Message, ExitCode.Trouble);
        }
    }

    private static async Task TellAsync(CampaignSettings settings, PlanVersions plan)
    {
        foreach (string key in CampaignSettings.Keys)
        {
            string value = settings.Decided.TryGetValue(key, out DecidedValue decided) ? Text(key, decided.Value) : "not decided";
            await Console.Out.WriteLineAsync($"{key,-14}{value}{(decided.By is { } by ? $" ({by}, {decided.At.ToLocalTime().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)})" : "")}");
        }

        if (VoteTarget.Of(plan.Current, settings) is { } target)
        {
            await Console.Out.WriteLineAsync($"Each block is to have {Counted.Of(target.Votes, "vote")}: {target.Source}.");
        }
    }

    private static string Text(string key, JsonNode? value) => value is null ? "taken back"
        : CampaignSettings.WhyNot(key, value) is not null ? "no value that this program knows"
        : key == CampaignSettings.DisplayKey ? "published"
        : value is JsonValue text && text.TryGetValue(out string? word) ? word
        : value.ToJsonString();

    private static async Task<int> RefuseAsync(string message, int code)
    {
        await Console.Error.WriteLineAsync($"settings: {message}");
        return code;
    }
}
