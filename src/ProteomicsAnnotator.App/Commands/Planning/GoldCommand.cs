using ProteomicsAnnotator.App.Exports;
using ProteomicsAnnotator.App.Settings;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Campaign;
using ProteomicsAnnotator.Core.Decisions;
using ProteomicsAnnotator.Core.Planning;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Snapshots;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.App.Commands.Planning;

/// <summary><c>gold</c>: sets and withdraws known answers; alone it tells how well people give them.</summary>
public static class GoldCommand
{
    private const int MostNamed = 10;

    public static async Task<int> RunAsync(AnnotatorOptions options, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var asked = GoldArguments.Parse(arguments, options.Classes);
        if (asked.Fault is { } found)
        {
            return await RefuseAsync($"found {found}; expected {GoldArguments.Usage}", ExitCode.BadConfiguration);
        }

        var root = new SharedRoot(ShareSettings.Of(options));
        string by = asked.As ?? Environment.UserName;
        try
        {
            var answers = new Dictionary<BlockId, int?>(asked.Answers);
            foreach (string file in asked.Files)
            {
                IReadOnlyDictionary<BlockId, int?> table = GoldArguments.ReadTable(await AnswerTable.LinesAsync(file, cancellationToken), options.Classes, out string? fault);
                if (fault is not null)
                {
                    return await RefuseAsync($"{file}, {fault}. Nothing was stored.", ExitCode.Trouble);
                }

                foreach ((BlockId block, int? label) in table)
                {
                    answers[block] = label;
                }
            }

            if (asked.Confirms && !asked.DryRun)
            {
                await Task.Run(() => AdminAccess.Confirm(root, by), cancellationToken);
                await Console.Out.WriteLineAsync($"{by} says that annotators cannot read {Path.Combine(options.AnnotationsRoot, "admin")}.");
            }

            BlockId[] named = [.. answers.Where(answer => answer.Value is not null).Select(answer => answer.Key)];
            if (named.Length > 0 && await AnswerTable.WhyUnknownAsync(options, named, cancellationToken) is { } unknown)
            {
                return await RefuseAsync($"nothing was stored: {unknown}", ExitCode.Trouble);
            }

            return asked.Undo ? await UndoAsync(root, by, asked.DryRun, cancellationToken)
                : answers.Count > 0 ? await StoreAsync(root, (answers, by), asked.DryRun, cancellationToken)
                : asked.Confirms ? ExitCode.Ok
                : await TellAsync((options, root), cancellationToken);
        }
        catch (StorageException error)
        {
            return await RefuseAsync(error.Message, ExitCode.Trouble);
        }
    }

    private static async Task<int> UndoAsync(SharedRoot root, string by, bool dryRun, CancellationToken cancellationToken)
    {
        if (await Task.Run(new GoldAnswers(root).ReadLast, cancellationToken) is not { } last)
        {
            return await RefuseAsync(LastAnswers.None, ExitCode.Trouble);
        }

        await Console.Out.WriteLineAsync(last.Words);
        return await StoreAsync(root, (last.Before, by), dryRun, cancellationToken);
    }

    private static async Task<int> StoreAsync(SharedRoot root, (IReadOnlyDictionary<BlockId, int?> Answers, string By) step, bool dryRun, CancellationToken cancellationToken)
    {
        var gold = new GoldAnswers(root);
        if (await Task.Run(() => AdminAccess.WhyNotDecide(root, gold, step.Answers), cancellationToken) is { } reason)
        {
            return await RefuseAsync($"nothing was stored: {reason}", ExitCode.Trouble);
        }

        ShareSnapshot share = await ShareSnapshot.ReadAsync(root, cancellationToken);
        GoldEffect effect = await Task.Run(() => gold.EffectOf(step.Answers), cancellationToken);
        await Console.Out.WriteLineAsync(effect.Words(share.Votes.Blind));
        await TellUnreadAsync(share);
        if (dryRun)
        {
            await Console.Out.WriteLineAsync("Nothing was stored (--dry-run).");
            return ExitCode.Ok;
        }

        await Task.Run(() => gold.Set(step.Answers, step.By), CancellationToken.None);
        return ExitCode.Ok;
    }

    /// <summary>Those of the data root: labels of points that stand elsewhere now count nowhere.</summary>
    private static async Task<IReadOnlyList<Block>> BlocksAsync(AnnotatorOptions options, CancellationToken cancellationToken)
    {
        using BlockCatalog catalog = DataRoots.CatalogOf(options);
        await catalog.ScanAsync(cancellationToken);
        return catalog.Current.Blocks;
    }

    private static async Task<int> TellAsync((AnnotatorOptions Options, SharedRoot Root) of, CancellationToken cancellationToken)
    {
        (SharedRoot root, LabelClasses classes) = (of.Root, of.Options.Classes);
        ShareSnapshot share = await ShareSnapshot.ReadAsync(root, cancellationToken);
        IReadOnlyDictionary<BlockId, GoldAnswer> answers = await Task.Run(new GoldAnswers(root).Read, cancellationToken);
        var figures = GoldFigures.Of(answers.ToDictionary(answer => answer.Key, answer => answer.Value.Label), ReviewReading.InputOf(root, await BlocksAsync(of.Options, cancellationToken), share).BlindVotes);
        BlockId[] waiting = [.. (await Task.Run(new GoldAnswers(root).ReadGiven, cancellationToken)).Keys.Where(block => !answers.ContainsKey(block)).Order()];
        await Console.Out.WriteLineAsync(Counted.Of(answers.Count, "known answer"));
        if (waiting.Length > 0)
        {
            await Console.Out.WriteLineAsync($"  {Counted.Of(waiting.Length, "further answer", "waits", "wait")} for a second admin to give the same answer: {string.Join(", ", waiting.Take(MostNamed))}{(waiting.Length > MostNamed ? $" and {waiting.Length - MostNamed} more" : "")}");
        }

        foreach (PersonGold person in figures.People)
        {
            string byClass = string.Join(", ", person.Classes.Select(one => $"{classes.NameOf(one.Label)} {one.Accuracy.Right} of {one.Accuracy.Answered}"));
            await Console.Out.WriteLineAsync($"  {person.Username}: {AccuracyText.Of(person.Accuracy)}{(byClass.Length > 0 ? $"; {byClass}" : "")}");
        }

        foreach (DoubtfulGold doubt in figures.Doubtful)
        {
            await Console.Out.WriteLineAsync($"  doubtful: {doubt.Block} is known as {classes.NameOf(doubt.Known)}, {Counted.Of(doubt.GoodVotes, "good annotator")} say {classes.NameOf(doubt.Instead)} ({string.Join(", ", doubt.Votes.Select(vote => $"{vote.Key} {vote.Value}"))})");
        }

        await TellUnreadAsync(share);
        return share.Votes.Unreadable.Count == 0 ? ExitCode.Ok : ExitCode.Trouble;
    }

    private static async Task TellUnreadAsync(ShareSnapshot share)
    {
        foreach (StorageException unread in share.Votes.Unreadable)
        {
            await Console.Error.WriteLineAsync($"gold: could not be read, so labels are missing: {unread.Message}");
        }
    }

    private static async Task<int> RefuseAsync(string message, int code)
    {
        await Console.Error.WriteLineAsync($"gold: {message}");
        return code;
    }
}
