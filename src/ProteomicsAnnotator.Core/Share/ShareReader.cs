using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.LabelFiles;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Snapshots;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Share;

/// <summary>Reads everyone's labels for a program that has the share open. A long reading delays no label.</summary>
internal sealed class ShareReader(LabelShareSettings settings, SharedRoot root, OpenStores stores)
{
    private const int HeadersPerPoll = 200;
    private const int RetriesPerPoll = 5;
    private const string VotesLane = "votes";
    private static readonly TimeSpan ReadLimit = TimeSpan.FromSeconds(30);
    private static readonly ReadingLimits ReviewLimits = new() { Files = TimeSpan.FromSeconds(5) };
    private static readonly TimeSpan ListingLimit = TimeSpan.FromSeconds(4);

    private readonly VoteReader _votes = new(settings, root, VoteReader.UsualLag);
    private readonly FormatGuard _newer = new(settings, root);
    private readonly CorruptFileQuarantine _damageOfFinals = new(settings.TimeProvider);
    private readonly FifoAsyncLock _reading = new();
    private volatile bool _isFollowed;

    /// <summary>A journal of a newer format, of whichever owner, in words; null: none was seen.</summary>
    public string? Newer => stores.Newer ?? _newer.Found;

    /// <summary>Why it is not known whether there are any, in words; null: it is.</summary>
    public string? NewerProblem => _newer.Problem;

    /// <summary>As of <see cref="LabelShare.ReadAllUsersAsync"/>.</summary>
    public async Task<AllVotes> ReadAllUsersAsync(CancellationToken cancellationToken)
    {
        using IDisposable turn = await _reading.TakeAsync(cancellationToken);
        try
        {
            _isFollowed = true;
            return await root.RunAsync(_votes.ReadAll, ReadLimit, VotesLane);
        }
        catch (StorageException error)
        {
            return new AllVotes([], [error], []);
        }
    }

    /// <summary>As of <see cref="LabelShare.ReadWholeAsync"/>.</summary>
    public async Task<ShareSnapshot> ReadWholeAsync(CancellationToken cancellationToken)
    {
        await Task.Run(root.VerifyReadOnly, cancellationToken).WaitAsync(cancellationToken);
        var scope = new ShareSnapshotScope { Limits = ReviewLimits };
        try
        {
            return await ShareSnapshot.ReadAsync(root, scope, cancellationToken);
        }
        catch (StorageException error) when (ShareSnapshot.IsDamageOfFinals(error))
        {
            // The follower of the final labels sets the file aside once the damage has lasted.
            _ = stores.OpenAsync(LabelOwner.OfAdmins);
            FileStamp? stamp = await Task.Run(() => ShareSnapshot.StampOfFinals(root), cancellationToken);
            if (!_damageOfFinals.IsLasting(stamp))
            {
                throw;
            }

            return await ShareSnapshot.ReadAsync(root, scope with { UsesDamagedFinals = true }, cancellationToken);
        }
    }

    /// <summary>As of <see cref="LabelShare.LookForNewerAsync"/>.</summary>
    public async Task<string?> LookForNewerAsync(CancellationToken cancellationToken)
    {
        const string Lane = "newer journals";
        string[] unread = await root.RunAsync(() => _newer.Unread().Concat(_newer.Failed).ToArray(), ReadLimit, Lane).WaitAsync(cancellationToken);
        foreach (string[] some in unread.Chunk(HeadersPerPoll))
        {
            _ = await root.RunAsync(
                () =>
                {
                    _newer.Read(some);
                    return true;
                },
                ReadLimit,
                Lane).WaitAsync(cancellationToken);
        }

        return Newer ?? NewerProblem;
    }

    /// <summary>True when there is something new to read or to say.</summary>
    public async Task<bool> HasChangedAsync()
    {
        if (!_isFollowed)
        {
            return false;
        }

        using IDisposable turn = await _reading.TakeAsync(CancellationToken.None);
        try
        {
            return await root.RunAsync(() => FindsNewer() | _votes.HasChanged(), ReadLimit, VotesLane);
        }
        catch (StorageException)
        {
            return false;
        }
    }

    /// <summary>True when there is something new to say of journals of a newer format.</summary>
    private bool FindsNewer()
    {
        (string? found, string? problem) = (_newer.Found, _newer.Problem);
        _newer.Read(_newer.Failed.Take(RetriesPerPoll));
        long deadline = BoundedReads.DeadlineOf(settings.TimeProvider, ListingLimit);
        _newer.Read(_newer.Unread(deadline).Take(HeadersPerPoll));
        return found != _newer.Found || problem != _newer.Problem;
    }
}
