using ProteomicsAnnotator.App.Annotating.Viewer;
using ProteomicsAnnotator.Core.Database;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.App.Annotating;

/// <summary>
/// The outcomes of a page's latest keys, by the rising numbers that the page gave them. A key is carried out once. A key that
/// the page asks about before it has arrived is refused for good, so that the answer holds whatever the network still delivers.
/// </summary>
public sealed class PressLedger
{
    private const int Kept = 256;

    private readonly string _page = Guid.NewGuid().ToString("N");

    /// <summary>Nobody types that far ahead of a disk: more keys at a time are refused.</summary>
    private const int AtOnce = 32;

    private readonly Dictionary<int, Task<LabelOutcome>> _outcomes = [];
    private readonly Queue<int> _order = [];
    private int _forgotten;

    /// <summary>What a database knows the decision of a key by.</summary>
    public DecisionTicket TicketOf(int press) => DecisionTicket.Of(_page, press);

    /// <summary>Faults are in the outcome, in words.</summary>
    /// <param name="press">Its number.</param>
    /// <param name="decide">Carries it out.</param>
    /// <param name="stands">What it decided is there, though it failed in an unforeseen way; null: nobody can tell.</param>
    public Task<LabelOutcome> OnceAsync(int press, Func<Task<LabelOutcome>> decide, Func<bool>? stands = null)
    {
        if (_outcomes.TryGetValue(press, out Task<LabelOutcome>? known))
        {
            return known;
        }

        if (_outcomes.Values.Count(outcome => !outcome.IsCompleted) >= AtOnce)
        {
            return Task.FromResult(LabelOutcome.Refused("too many keys wait for the disk. Press it again when they are stored"));
        }

        return Keep(press, press <= _forgotten ? Late() : InWordsAsync(decide, stands));
    }

    /// <summary>Fixes the outcome, unless the key is still under way, or a disk failed behind it and nobody knows yet.</summary>
    public async Task<PressOutcome> SettleAsync(int press)
    {
        if (_outcomes.TryGetValue(press, out Task<LabelOutcome>? answered)
            && answered is { IsCompletedSuccessfully: true, Result: { IsUnknown: true } unknown }
            && unknown.Later() is { } later)
        {
            _outcomes[press] = Task.FromResult(later);
        }

        Task<LabelOutcome> outcome = _outcomes.TryGetValue(press, out Task<LabelOutcome>? known) ? known : Keep(press, Late());
        return new PressOutcome(press, outcome.IsCompleted ? await outcome : null);
    }

    private static async Task<LabelOutcome> InWordsAsync(Func<Task<LabelOutcome>> decide, Func<bool>? stands)
    {
        try
        {
            return await decide();
        }
        catch (StorageException fault)
        {
            return LabelOutcome.Refused(fault.Message);
        }
        catch (Exception fault) when (fault is not StorageException)
        {
            // It may have come after the decision was stored.
            return LabelOutcome.Unknown($"It is NOT KNOWN whether your decision is stored: {fault.Message}") with
            {
                Later = () => stands?.Invoke() == true ? new LabelOutcome(true, null) : null,
            };
        }
    }

    private static Task<LabelOutcome> Late() =>
        Task.FromResult(LabelOutcome.Refused("the connection broke before the key reached the program. Press it again"));

    private Task<LabelOutcome> Keep(int press, Task<LabelOutcome> outcome)
    {
        _outcomes[press] = outcome;
        _order.Enqueue(press);
        if (_order.Count > Kept)
        {
            int oldest = _order.Dequeue();
            _outcomes.Remove(oldest);
            _forgotten = Math.Max(_forgotten, oldest);
        }

        return outcome;
    }
}
