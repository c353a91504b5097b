using System.Collections.Concurrent;
using ProteomicsAnnotator.App.SigningIn;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Planning;

namespace ProteomicsAnnotator.App.Annotating.SelfChecks;

/// <summary>The self-check that each annotator began last in this run of the program, and the hidden repeats of the own queue. Thread-safe.</summary>
public sealed class OpenSelfChecks(OpenRoots roots)
{
    private readonly ConcurrentDictionary<string, SelfCheck> _checks = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, PlannedRepeats> _planned = new(StringComparer.Ordinal);

    /// <summary>Null: none was begun.</summary>
    public SelfCheck? Of(string username) => _checks.GetValueOrDefault(username);

    public SelfCheck Begin(string username, IEnumerable<BlockId> blocks) => _checks[username] = new SelfCheck(blocks);

    /// <summary>Null: the annotator's queue has not been read here.</summary>
    public PlannedRepeats? PlannedOf(string username) => _planned.GetValueOrDefault(username);

    /// <summary>Takes over the repeats of a queue. Those of the same version stay, as long as the calibration round takes no other blocks out of it: pages share them.</summary>
    public void Follow(string username, PlannedBlocks queue) => _planned.AddOrUpdate(
        username,
        _ => PlannedRepeats.Of(queue),
        (_, before) => before.Version == queue.Version.Id && before.IsOf(queue) ? before : PlannedRepeats.Of(queue));

    /// <summary>The one that has this id; null: none.</summary>
    public SelfCheck? With(string username, BlockId alias) => All(username).FirstOrDefault(check => check.BlockOf(alias) is not null);

    /// <summary>The one that has this block; null: none.</summary>
    public SelfCheck? Having(string username, BlockId block) => All(username).FirstOrDefault(check => check.Has(block));

    /// <summary>A block of the annotator's self-check, or a repeat, as it is shown: without its name. Null: there is none, or its files are not known.</summary>
    public Block? Find(string username, BlockId alias) =>
        With(username, alias) is { IsStopped: false } check && check.BlockOf(alias) is { } id && roots.Configured.Catalog.Current.TryGet(id, out Block? block)
            && block is { IsRead: true, Channels.Count: > 0 }
            ? block with { Id = alias, Key = new LabelKey(null, alias), IsBlind = true }
            : null;

    private IEnumerable<SelfCheck> All(string username) => new[] { Of(username), PlannedOf(username)?.Check }.OfType<SelfCheck>();
}
