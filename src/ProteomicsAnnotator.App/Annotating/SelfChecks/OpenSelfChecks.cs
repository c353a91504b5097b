using System.Collections.Concurrent;
using ProteomicsAnnotator.App.SigningIn;
using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.App.Annotating.SelfChecks;

/// <summary>The self-check that each annotator began last in this run of the program. Thread-safe.</summary>
public sealed class OpenSelfChecks(OpenRoots roots)
{
    private readonly ConcurrentDictionary<string, SelfCheck> _checks = new(StringComparer.Ordinal);

    /// <summary>Null: none was begun.</summary>
    public SelfCheck? Of(string username) => _checks.GetValueOrDefault(username);

    public SelfCheck Begin(string username, IEnumerable<BlockId> blocks) => _checks[username] = new SelfCheck(blocks);

    /// <summary>A block of the annotator's self-check, as it is shown: without its name. Null: there is none, or its files are not known.</summary>
    public Block? Find(string username, BlockId alias) =>
        Of(username) is { IsStopped: false } check && check.BlockOf(alias) is { } id && roots.Configured.Catalog.Current.TryGet(id, out Block? block)
            && block is { IsRead: true, Channels.Count: > 0 }
            ? block with { Id = alias, Key = new LabelKey(null, alias), IsBlind = true }
            : null;
}
