using System.Collections.Concurrent;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Roots;

namespace ProteomicsAnnotator.Core.Share;

/// <summary>What each user of this program was shown of others' votes and of final labels. Thread-safe.</summary>
/// <param name="settings">Of this program.</param>
/// <param name="root">The share.</param>
public sealed class ShownToUsers(LabelShareSettings settings, SharedRoot root)
{
    private readonly ConcurrentDictionary<string, ShownBlocks> _users = new(StringComparer.Ordinal);

    /// <param name="username">As it is stored.</param>
    public ShownBlocks Of(string username) => _users.GetOrAdd(username, name => new ShownBlocks(settings, root, name));

    /// <summary>All that was shown so far is written, as far as it can be.</summary>
    internal Task WhenWrittenAsync() => Task.WhenAll(_users.Values.Select(shown => shown.WhenWrittenAsync()));
}
