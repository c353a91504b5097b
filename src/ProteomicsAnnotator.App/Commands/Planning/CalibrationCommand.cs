using System.Globalization;
using ProteomicsAnnotator.App.Settings;
using ProteomicsAnnotator.Core.Agreement.CalibrationRounds;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Decisions;
using ProteomicsAnnotator.Core.Planning;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Snapshots;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.App.Commands.Planning;

/// <summary><c>calibration</c>: chooses the blocks of the calibration round; alone it tells how people did in it.</summary>
public static class CalibrationCommand
{
    public static async Task<int> RunAsync(AnnotatorOptions options, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var asked = CalibrationArguments.Parse(arguments, options.Classes);
        if (asked.Fault is { } found)
        {
            return await RefuseAsync($"found {found}; expected {CalibrationArguments.Usage}", ExitCode.BadConfiguration);
        }

        var root = new SharedRoot(ShareSettings.Of(options));
        try
        {
            var answers = new Dictionary<BlockId, CalibrationChange?>(asked.Answers);
            foreach (string file in asked.Files)
            {
                IReadOnlyDictionary<BlockId, CalibrationChange?> table = CalibrationArguments.ReadTable(await AnswerTable.LinesAsync(file, cancellationToken), options.Classes, out string? fault);
                if (fault is not null)
                {
                    return await RefuseAsync($"{file}, {fault}. Nothing was stored.", ExitCode.Trouble);
                }

                foreach ((BlockId block, CalibrationChange? answer) in table)
                {
                    answers[block] = answer;
                }
            }

            ShareSnapshot share = await ShareSnapshot.ReadAsync(root, cancellationToken);
            return share.UpdateNeeded is { } update ? await RefuseAsync(update, ExitCode.Trouble)
                : asked.Undo ? await UndoAsync((options, root), share, asked, cancellationToken)
                : answers.Count > 0 ? await StoreAsync((options, root), share, (answers, asked.As ?? Environment.UserName, asked.DryRun), cancellationToken)
                : await TellAsync(options, root, share);
        }
        catch (StorageException error)
        {
            return await RefuseAsync(error.InnerException is TimeoutException ? $"{error.Message}. It is not known whether it is stored." : error.Message, ExitCode.Trouble);
        }
    }

    private static async Task<int> UndoAsync((AnnotatorOptions Options, SharedRoot Root) of, ShareSnapshot share, CalibrationArguments asked, CancellationToken cancellationToken)
    {
        if (await Task.Run(() => CalibrationRound.ReadLast(of.Root), cancellationToken) is not { } last)
        {
            return await RefuseAsync(LastAnswers.None, ExitCode.Trouble);
        }

        await Console.Out.WriteLineAsync(last.Words);
        return await StoreAsync(of, share, (new(last.Before), asked.As ?? Environment.UserName, asked.DryRun), cancellationToken);
    }

    private static async Task<int> StoreAsync(
        (AnnotatorOptions Options, SharedRoot Root) of, ShareSnapshot share, (Dictionary<BlockId, CalibrationChange?> Answers, string By, bool DryRun) step, CancellationToken cancellationToken)
    {
        BlockId[] chosen = [.. step.Answers.Where(answer => answer.Value is not null).Select(answer => answer.Key).Order()];
        if (await WhyNotAsync(of.Options, of.Root, chosen, cancellationToken) is { } reason)
        {
            return await RefuseAsync($"nothing was stored: {reason}", ExitCode.Trouble);
        }

        await Console.Out.WriteLineAsync(CalibrationEffect.Words(share.Votes, step.Answers));
        if (step.DryRun)
        {
            await Console.Out.WriteLineAsync("Nothing was stored (--dry-run).");
            return ExitCode.Ok;
        }

        await CalibrationRound.WriteAsync(of.Root, step.Answers, step.By);
        return ExitCode.Ok;
    }

    /// <summary>A block that is not there would keep the round of everybody from being done.</summary>
    private static async Task<string?> WhyNotAsync(AnnotatorOptions options, SharedRoot root, BlockId[] chosen, CancellationToken cancellationToken)
    {
        if (chosen.Length == 0)
        {
            return null;
        }

        return await AnswerTable.WhyUnknownAsync(options, chosen, cancellationToken)
            ?? await Task.Run(() => new GoldAnswers(root).WhyNot(chosen, areForCalibration: true), cancellationToken);
    }

    /// <summary>Where blocks stand now: answers of another place count nowhere.</summary>
    private static async Task<Func<BlockId, BlockPoint?>> PointsAsync(AnnotatorOptions options)
    {
        using BlockCatalog catalog = DataRoots.CatalogOf(options);
        await catalog.ScanAsync();
        var points = catalog.Current.Blocks.Where(block => block.Point is not null).ToDictionary(block => block.Id, block => block.Point);
        return points.GetValueOrDefault;
    }

    private static async Task<int> TellAsync(AnnotatorOptions options, SharedRoot root, ShareSnapshot share)
    {
        CalibrationRound round = share.Votes.Calibration;
        await Console.Out.WriteLineAsync(round.Blocks.Count == 0 ? "There is no calibration round: --set BLOCK=CLASS or --import FILE begins one." : $"Calibration: {Counted.Of(round.Blocks.Count, "block")}");
        foreach (BlockId block in round.Blocks)
        {
            CalibrationAnswer answer = round.Answers[block];
            await Console.Out.WriteLineAsync($"  {block}: {answer.Label} – {options.Classes.NameOf(answer.Label)}, set by {answer.By}{(answer.Why is { } why ? $": {why}" : "")}");
        }

        if (round.Blocks.Count > 0)
        {
            PlanVersions versions = await Task.Run(new PlanDesk(root).Read);
            foreach (PersonCalibration person in CalibrationFigures.Of(round, share.ReadFirstAnswers(await PointsAsync(options)), versions.Current?.Queues.Keys ?? []).People)
            {
                await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"  {person.Username}: {person.Accuracy.Answered} of {round.Blocks.Count} done, {AccuracyText.Of(person.Accuracy)}{(person.NotBlind == 0 ? "" : $", {person.NotBlind} of them not blind")}"));
            }
        }

        foreach (StorageException unread in share.Votes.Unreadable)
        {
            await Console.Error.WriteLineAsync($"calibration: could not be read, so labels are missing: {unread.Message}");
        }

        return share.Votes.Unreadable.Count == 0 ? ExitCode.Ok : ExitCode.Trouble;
    }

    private static async Task<int> RefuseAsync(string message, int code)
    {
        await Console.Error.WriteLineAsync($"calibration: {message}");
        return code;
    }
}
