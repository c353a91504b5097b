using ProteomicsAnnotator.Core.Journals;

namespace ProteomicsAnnotator.Core.Labels;

/// <summary>
/// Where else the same owner works: programs whose journal appeared, or grew, while this one runs, until they end in
/// order or are silent for ten minutes. Only this machine's own clock is used.
/// </summary>
/// <param name="host">
/// This machine, as journals name it. Its journals found at the start belong to programs that have ended, in order or not.
/// </param>
internal sealed class ActiveSessions(TimeProvider time, string host)
{
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(10);
    private readonly Lock _gate = new();
    private readonly Dictionary<string, long> _lastSeen = new(StringComparer.Ordinal);
    private IReadOnlyList<string> _hosts = [];

    public IReadOnlyList<string> Hosts
    {
        get
        {
            lock (_gate)
            {
                return _hosts;
            }
        }
    }

    /// <summary>True when the list of hosts changed.</summary>
    /// <param name="changed">Journals that grew or appeared.</param>
    /// <param name="isLive">False for the first look: those journals may be old.</param>
    public bool Observe(IEnumerable<JournalState> changed, bool isLive)
    {
        lock (_gate)
        {
            long now = time.GetTimestamp();
            foreach (JournalState journal in changed)
            {
                bool isRecent = isLive || (JournalName.HostOf(journal.Name) != host && journal.Stamp is { } stamp && (time.GetUtcNow() - stamp.Modified).Duration() < Silence);
                if (journal.IsClosed)
                {
                    _ = _lastSeen.Remove(journal.Name);
                }
                else if (isRecent)
                {
                    _lastSeen[journal.Name] = now;
                }
            }

            foreach (string name in _lastSeen.Where(seen => time.GetElapsedTime(seen.Value, now) > Silence).Select(seen => seen.Key).ToList())
            {
                _ = _lastSeen.Remove(name);
            }

            List<string> hosts = [.. _lastSeen.Keys.Select(JournalName.HostOf).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
            bool isSame = hosts.SequenceEqual(_hosts, StringComparer.Ordinal);
            _hosts = hosts;
            return !isSame;
        }
    }
}
