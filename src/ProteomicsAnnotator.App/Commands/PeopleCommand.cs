using System.Globalization;
using ProteomicsAnnotator.App.Settings;
using ProteomicsAnnotator.Core.Campaign;
using ProteomicsAnnotator.Core.Decisions;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Snapshots;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.App.Commands;

/// <summary><c>people</c>: decides whose labels count, and which names are one person's; alone it tells what is decided.</summary>
public static class PeopleCommand
{
    public static async Task<int> RunAsync(AnnotatorOptions options, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var asked = PeopleArguments.Parse(arguments);
        if (asked.Fault is { } found)
        {
            return await RefuseAsync($"found {found}; expected {PeopleArguments.Usage}", ExitCode.BadConfiguration);
        }

        var root = new SharedRoot(ShareSettings.Of(options));
        try
        {
            ShareSnapshot share = await ShareSnapshot.ReadAsync(root, cancellationToken);
            if (share.UpdateNeeded is { } update)
            {
                return await RefuseAsync(update, ExitCode.Trouble);
            }

            return asked.Changes.Count == 0 ? await TellAsync(share.Votes) : await DecideAsync(root, share.Votes, asked);
        }
        catch (StorageException error)
        {
            return await RefuseAsync(error.InnerException is TimeoutException ? $"{error.Message}. It is not known whether it is stored." : error.Message, ExitCode.Trouble);
        }
    }

    private static async Task<int> DecideAsync(SharedRoot root, AllVotes votes, PeopleArguments asked)
    {
        if (votes.Unreadable is [{ } unread, ..])
        {
            return await RefuseAsync($"nothing was stored: {unread.Message}", ExitCode.Trouble);
        }

        // Each is checked as if those before it were decided.
        AllVotes then = votes;
        foreach ((string name, PersonChange change) in asked.Changes)
        {
            if (PeopleEffect.WhyNot(then, name, change) is { } reason)
            {
                return await RefuseAsync($"nothing was stored: {reason}", ExitCode.Trouble);
            }

            then = then with { People = then.People.With(name, change, asked.As ?? Environment.UserName, DateTimeOffset.UnixEpoch) };
        }

        foreach ((string name, PersonChange change) in asked.Changes)
        {
            await Console.Out.WriteLineAsync(PeopleEffect.Words(votes, name, change));
        }

        if (asked.DryRun)
        {
            await Console.Out.WriteLineAsync("Nothing was stored (--dry-run).");
            return ExitCode.Ok;
        }

        await PeopleDecisions.WriteAsync(root, asked.Changes, asked.As ?? Environment.UserName);
        return ExitCode.Ok;
    }

    private static async Task<int> TellAsync(AllVotes votes)
    {
        foreach (string name in votes.Names)
        {
            int labels = votes.GivenAs(name)?.Votes.Count ?? 0;
            await Console.Out.WriteLineAsync((votes.People.Excluded.TryGetValue(name, out ExcludedPerson excluded), votes.People.Same.TryGetValue(name, out SamePerson same)) switch
            {
                (false, true) => $"{name}: {Counted.Of(labels, "label")}, counted as {same.Person}'s (decided by {same.By} on {Day(same.At)})",
                (true, _) => $"{name}: {Counted.Of(labels, "label")}, excluded by {excluded.By} on {Day(excluded.At)}: {excluded.Reason}",
                _ when Username.TryParse(name, out _) => $"{name}: {Counted.Of(labels, "label")}",
                _ => $"{name}: {Counted.Of(labels, "label")}, counted nowhere, as this is no username; --same \"{name}\"=PERSON says whose they are",
            });
        }

        foreach (StorageException unread in votes.Unreadable)
        {
            await Console.Error.WriteLineAsync($"people: could not be read, so labels are missing: {unread.Message}");
        }

        return votes.Unreadable.Count == 0 ? ExitCode.Ok : ExitCode.Trouble;
    }

    private static string Day(DateTimeOffset at) => at.ToLocalTime().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static async Task<int> RefuseAsync(string message, int code)
    {
        await Console.Error.WriteLineAsync($"people: {message}");
        return code;
    }
}
