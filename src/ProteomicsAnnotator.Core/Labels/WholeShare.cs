using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Labels;

/// <summary>
/// Everything the share says: each owner's file merged with all of the owner's journals, as a program of that owner would
/// at its start, also a decision made a moment ago. For statistics and exports, which are asked for rarely and must lack
/// nothing. It reads only: no marker, no journal, no file is made.
/// </summary>
/// <param name="Votes">Users with a file, or with a decision in a journal.</param>
/// <param name="UpdateNeeded">A journal of a newer format, named, in words: nothing may be exported. Null: none.</param>
public sealed record WholeShare(AllVotes Votes, string? UpdateNeeded)
{
    private const int AtOnce = 4;
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ReadLimit = TimeSpan.FromMinutes(10);

    /// <summary>Final labels; empty where nobody asked for them.</summary>
    public LabelSnapshot FinalLabels { get; private init; } = LabelSnapshot.Empty;

    /// <summary>With final labels; for a program that has nothing open on the share.</summary>
    /// <exception cref="StorageException">The share is not there, does not answer, or final labels cannot be read.</exception>
    public static async Task<WholeShare> ReadAsync(LabelShareSettings settings, CancellationToken cancellationToken)
    {
        var root = new SharedRoot(settings);
        await WithinAsync(
            settings,
            AnswerLimit,
            () =>
            {
                root.VerifyReadOnly();
                return true;
            },
            cancellationToken);
        return await ReadAsync(settings, root, cancellationToken, LabelLogSettings.OfAdmins);
    }

    /// <param name="settings">Of the share.</param>
    /// <param name="root">Verified.</param>
    /// <param name="cancellationToken">Ends the waiting and, between two users, the reading.</param>
    /// <param name="finals">Owner of the final labels; null: they are not asked for.</param>
    internal static Task<WholeShare> ReadAsync(
        LabelShareSettings settings, SharedRoot root, CancellationToken cancellationToken, LabelLogSettings? finals = null) =>
        WithinAsync(settings, ReadLimit, () => Read(settings, root, finals, cancellationToken), cancellationToken);

    private static async Task<T> WithinAsync<T>(
        LabelShareSettings settings, TimeSpan limit, Func<T> read, CancellationToken cancellationToken)
    {
        try
        {
            return await Task.Run(read, cancellationToken).WaitAsync(limit, settings.TimeProvider, cancellationToken);
        }
        catch (TimeoutException error)
        {
            throw new StorageException(settings.AnnotationsRoot, "the share does not answer", error);
        }
        catch (Exception error) when (StorageFault.IsFileError(error))
        {
            throw StorageException.From(settings.AnnotationsRoot, error);
        }
    }

    private static WholeShare Read(
        LabelShareSettings settings, SharedRoot root, LabelLogSettings? finals, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> users = Users(settings.Files, root);
        var read = new WholeOwner[users.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
        Parallel.For(0, users.Count, options, i => read[i] = WholeOwner.Read(settings, root, LabelLogSettings.OfUser(users[i])));
        WholeOwner? admins = finals is null ? null : WholeOwner.Read(settings, root, finals);
        if (admins?.Problem is { } problem)
        {
            throw problem;
        }

        var votes = new AllVotes(
            [.. read.Where(user => user.IsKnown).Select(user => new UserVotes(user.Owner.Name, user.Votes))],
            [.. read.Select(user => user.Problem).OfType<StorageException>()],
            [.. read.SelectMany(user => user.Notices.Select(notice => $"{user.Owner.Name}: {notice}"))]);
        string? newer = read.Append(admins).Select(owner => owner?.Newer).FirstOrDefault(text => text is not null);
        return new WholeShare(votes, newer) { FinalLabels = admins?.Labels ?? LabelSnapshot.Empty };
    }

    private static IReadOnlyList<string> Users(FileOperations files, SharedRoot root)
    {
        IEnumerable<string> withFile = List(files.ListFiles, root.PathOf("users"))
            .Where(VoteReader.IsUserFile)
            .Select(name => Path.GetFileNameWithoutExtension(name));
        return [.. withFile.Union(List(files.ListFolders, root.PathOf("history", "users")), StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    private static IReadOnlyList<string> List(Func<string, IReadOnlyList<string>> list, string folder)
    {
        try
        {
            return list(folder);
        }
        catch (Exception error) when (StorageFault.IsMissing(error))
        {
            return [];
        }
        catch (Exception error) when (StorageFault.IsFileError(error))
        {
            throw StorageException.From(folder, error);
        }
    }
}
