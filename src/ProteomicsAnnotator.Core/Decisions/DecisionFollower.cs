using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Decisions;

/// <summary>What is decided in a folder, as a running program that computes figures follows it. Blocking; calls are made one after another.</summary>
/// <param name="files">Where it is decided.</param>
/// <param name="of">What the decisions say.</param>
/// <param name="none">As long as nothing could be read.</param>
internal sealed class DecisionFollower<T>(DecisionFiles files, Func<DecisionState, T> of, T none)
{
    private (int Count, string? Last) _steps;

    /// <summary>As of the last look that could read it.</summary>
    public T Current { get; private set; } = none;

    /// <summary>Why it is not known what counts now; null: it is known.</summary>
    public StorageException? Fault { get; private set; }

    /// <returns>True when something is decided otherwise than before, or can be read again, or no longer.</returns>
    public bool Look()
    {
        ((int, string?) steps, string? fault) = (_steps, Fault?.Message);
        try
        {
            DecisionState state = files.ReadAll();
            if (state.Version != _steps)
            {
                (Current, _steps) = (of(state), state.Version);
            }

            Fault = null;
        }
        catch (StorageException error)
        {
            Fault = error;
        }

        return steps != _steps || fault != Fault?.Message;
    }
}
