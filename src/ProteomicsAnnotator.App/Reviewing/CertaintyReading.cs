using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Agreement.Certainty;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Planning;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.App.Reviewing;

/// <summary>Computes how certain the consensus of each block is, once for a table and what is known. Thread-safe.</summary>
/// <param name="gold">Known answers.</param>
public sealed class CertaintyReading(GoldAnswers gold)
{
    private readonly Lock _gate = new();
    private (ReviewTable Table, IReadOnlyDictionary<BlockId, int> Known, Task<ConsensusCertainty> Found)? _newest;

    /// <summary>Why known answers have no part in it, in words; null: they have.</summary>
    public string? Fault { get; private set; }

    public async Task<ConsensusCertainty> OfAsync(ReviewTable table)
    {
        (Dictionary<BlockId, int> known, string? fault) = await Task.Run(Known);
        Task<ConsensusCertainty> found;
        lock (_gate)
        {
            Fault = fault;
            if (_newest is not { } newest || !ReferenceEquals(newest.Table, table) || newest.Found.IsFaulted || !IsSame(newest.Known, known))
            {
                _newest = (table, known, Task.Run(() => ConsensusCertainty.Of(table, known)));
            }

            found = _newest.Value.Found;
        }

        return await found;
    }

    private static bool IsSame(IReadOnlyDictionary<BlockId, int> one, Dictionary<BlockId, int> other) =>
        one.Count == other.Count && one.All(answer => other.TryGetValue(answer.Key, out int label) && label == answer.Value);

    private (Dictionary<BlockId, int> Known, string? Fault) Known()
    {
        try
        {
            return (gold.Read().ToDictionary(answer => answer.Key, answer => answer.Value.Label), null);
        }
        catch (StorageException fault)
        {
            return ([], $"Computed without known answers, as these could not be read: {fault.Message}");
        }
    }
}
