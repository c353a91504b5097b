using System.Diagnostics.CodeAnalysis;

namespace ProteomicsAnnotator.Core.Volumes;

/// <summary>
/// One reading of a file's headers, shared by all who wait for it. It is cancelled when the last of them leaves before
/// it is done.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "A token source without timer or handle holds nothing.")]
internal sealed class HeaderLoad
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _cancellation = new();
    private readonly Task<FileHeader> _completion;
    private int _waiters;
    private bool _abandoned;

    public HeaderLoad(Func<CancellationToken, FileHeader> open)
    {
        _completion = Task.Run(() => open(_cancellation.Token));
    }

    /// <summary>False when it was given up: start another.</summary>
    public bool TryWait([NotNullWhen(true)] out Task<FileHeader>? header, CancellationToken cancellationToken)
    {
        header = null;
        lock (_gate)
        {
            if (_abandoned)
            {
                return false;
            }

            _waiters++;
        }

        header = WaitAsync(cancellationToken);
        return true;
    }

    private async Task<FileHeader> WaitAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _completion.WaitAsync(cancellationToken);
        }
        finally
        {
            Leave();
        }
    }

    private void Leave()
    {
        lock (_gate)
        {
            _waiters--;
            if (_waiters == 0 && !_completion.IsCompleted)
            {
                _abandoned = true;
                _ = _cancellation.CancelAsync();
            }
        }
    }
}

/// <summary>A file's opened headers, or why they could not be.</summary>
internal sealed record FileHeader(IVolumeReader? Reader, Exception? Fault)
{
    [MemberNotNullWhen(true, nameof(Reader))]
    public bool IsReadable => Reader is not null;
}
