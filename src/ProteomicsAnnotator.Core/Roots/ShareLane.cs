using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Roots;

/// <summary>
/// Operations of one owner on the share. One that hangs stops only those of the same owner, unless the whole share does
/// not answer: then it is known to be away for everyone.
/// </summary>
internal sealed class ShareLane(SharedRoot root, string name)
{
    /// <summary>An operation of this owner, or of the share itself, has not come back within its limit.</summary>
    public bool IsHanging => root.IsHangingIn(name);

    /// <summary>Why nothing can be written to the share now, as of the last look, in words; null: it can.</summary>
    public string? Trouble => IsHanging ? StorageFault.ShareDoesNotAnswer : root.Trouble;

    /// <summary>As of <see cref="SharedRoot.RunAsync"/>.</summary>
    /// <exception cref="StorageException">It failed, did not come back in time, or an earlier one still hangs.</exception>
    public Task<T> RunAsync<T>(Func<T> operation, TimeSpan limit) => root.RunAsync(operation, limit, name);
}
