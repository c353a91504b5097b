using System.Text.Json.Nodes;
using ProteomicsAnnotator.App.Exports;
using ProteomicsAnnotator.App.Settings;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Agreement.Classes;
using ProteomicsAnnotator.Core.Decisions;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.App.Commands;

/// <summary><c>classes</c>: renames or splits a class while people label; alone it tells what waits for an answer.</summary>
public static class ClassesCommand
{
    public static async Task<int> RunAsync(AnnotatorOptions options, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var asked = ClassesArguments.Parse(arguments);
        if (asked.Fault is { } found)
        {
            return await RefuseAsync($"found {found}; expected {ClassesArguments.Usage}", ExitCode.BadConfiguration);
        }

        var root = new SharedRoot(ShareSettings.Of(options));
        try
        {
            ReviewTable table = await ReviewReading.ReadAsync(options, root, cancellationToken);
            if (ReviewReading.FaultsOf(table) is [{ } unread, ..])
            {
                await Console.Error.WriteLineAsync($"classes: could not be read, so labels are missing: {unread}");
            }

            return asked.From is not { } from ? await TellAsync(table)
                : asked.To.Count == 0 ? await UndoAsync(root, table, asked, from)
                : await ChangeAsync((options, root), table, asked, from);
        }
        catch (StorageException error)
        {
            return await RefuseAsync(error.InnerException is TimeoutException ? $"{error.Message}. It is not known whether it is stored." : error.Message, ExitCode.Trouble);
        }
    }

    private static async Task<int> ChangeAsync((AnnotatorOptions Options, SharedRoot Root) at, ReviewTable table, ClassesArguments asked, string from)
    {
        IReadOnlyList<string> used = await Task.Run(() => LabelShare.LastClassNames(at.Root));
        if (ClassChangeProposal.Of(from, asked.To, at.Options.Classes, used, out string? fault) is not { } proposal)
        {
            return await RefuseAsync($"nothing was stored: {fault}", ExitCode.Trouble);
        }

        await Console.Out.WriteLineAsync(proposal.Effect(table));
        if (proposal.InClassesJson(at.Options.Classes) is { } words)
        {
            await Console.Out.WriteLineAsync(words);
        }

        return await StoreAsync(at.Root, asked, proposal.Key, proposal.Value);
    }

    private static async Task<int> UndoAsync(SharedRoot root, ReviewTable table, ClassesArguments asked, string from)
    {
        ClassChange[] changes = [.. table.Input.Campaign.ClassChanges.All.Where(change => change.From == from)];
        if (changes is not [{ } change])
        {
            return await RefuseAsync($"nothing was stored: no class was called \"{from}\" before a change", ExitCode.Trouble);
        }

        await Console.Out.WriteLineAsync($"{change.Words} is taken back; {ClassChangeProposal.Waiting(table, change)}, and none of these waits any more.");
        return await StoreAsync(root, asked, ClassChanges.KeyOf(change.Number, change.From), null);
    }

    private static async Task<int> StoreAsync(SharedRoot root, ClassesArguments asked, string key, JsonNode? value)
    {
        if (asked.DryRun)
        {
            await Console.Out.WriteLineAsync("Nothing was stored (--dry-run).");
            return ExitCode.Ok;
        }

        _ = await CampaignDecisions.Of(root).DecideAsync(new Dictionary<string, JsonNode?>(StringComparer.Ordinal) { [key] = value }, asked.As ?? Environment.UserName);
        return ExitCode.Ok;
    }

    private static async Task<int> TellAsync(ReviewTable table)
    {
        ClassChanges changes = table.Input.Campaign.ClassChanges;
        if (changes.IsNone)
        {
            await Console.Out.WriteLineAsync("No class was renamed or split.");
        }

        foreach (ClassChange change in changes.All)
        {
            await Console.Out.WriteLineAsync($"{change.Number} {change.Words}, by {change.By}: {ClassChangeProposal.Waiting(table, change)}");
        }

        return ExitCode.Ok;
    }

    private static async Task<int> RefuseAsync(string message, int code)
    {
        await Console.Error.WriteLineAsync($"classes: {message}");
        return code;
    }
}
