using ProteomicsAnnotator.Core.Campaign;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Delivery;

/// <summary>
/// Journals on this machine whose writers have ended, and those of other machines that share this account's folder. A running
/// program of this machine sees to its own. Blocking.
/// </summary>
/// <param name="settings">Of this program.</param>
/// <param name="root">The share.</param>
/// <param name="kind"><see cref="OwnerPaths.WaitingFolder"/> or <see cref="OwnerPaths.RememberedFolder"/>.</param>
internal sealed class Leftovers(LabelShareSettings settings, SharedRoot root, Func<string, string> kind)
{
    /// <summary>After this time nobody adds to a journal any more.</summary>
    private static readonly TimeSpan Settled = TimeSpan.FromDays(7);
    private readonly LocalTrees _trees = new(settings, root);

    /// <summary>Of the root at this path, by a machine of this name.</summary>
    public IReadOnlyList<OrphanedOutbox> Here(LabelOwner owner) => [.. In(_trees.Own, owner, out _)];

    /// <summary>Those that belong to this root all the same: it was mounted elsewhere, or the machine had another name.</summary>
    /// <param name="owner">Whose.</param>
    /// <param name="rootId">Marker of the root.</param>
    /// <exception cref="StorageException">The folders cannot be listed.</exception>
    public IReadOnlyList<OrphanedOutbox> Elsewhere(LabelOwner owner, string rootId) => Elsewhere(owner, rootId, out _);

    /// <param name="owner">Whose.</param>
    /// <param name="rootId">Marker of the root.</param>
    /// <param name="isAll">False: some file cannot be read now, or its program still runs.</param>
    /// <exception cref="StorageException">The folders cannot be listed.</exception>
    public IReadOnlyList<OrphanedOutbox> Elsewhere(LabelOwner owner, string rootId, out bool isAll)
    {
        List<OrphanedOutbox> found = [];
        isAll = true;
        foreach (string tree in _trees.Others())
        {
            found.AddRange(In(tree, owner, out bool isWhole).Where(file => Belongs(file, rootId)));
            isAll &= isWhole;
        }

        return found;
    }

    /// <summary>Whose decisions lie in any folder, sorted by it.</summary>
    /// <exception cref="StorageException">They cannot be listed.</exception>
    public IReadOnlyList<LabelOwner> Owners() => [.. _trees.Others().Prepend(_trees.Own).SelectMany(OwnersIn).Distinct()];

    /// <summary>Decisions for this root in any file, those of running programs too.</summary>
    /// <param name="owner">Whose.</param>
    /// <param name="rootId">Marker of the root.</param>
    /// <exception cref="StorageException">The folders cannot be listed, or a file cannot be read.</exception>
    public IReadOnlyList<LabelEvent> AllFor(LabelOwner owner, string rootId)
    {
        List<LabelEvent> found = [];
        foreach (string tree in _trees.Others().Prepend(_trees.Own))
        {
            JournalDirectory journals = new JournalTree(settings.Files, root.Reads, kind(tree)).Of(owner);
            foreach (string name in journals.Names())
            {
                JournalContent content = root.Reads.One(journals.PathOf(name), () => journals.ReadAll(name));
                if (content.Header?.RootId == rootId || (content.Header?.RootId is null && _trees.IsOfThisPath(journals.PathOf(name))))
                {
                    found.AddRange(content.Events);
                }
            }
        }

        return found;
    }

    /// <summary>What belongs to no root that this program has at hand, in words with what to do.</summary>
    /// <param name="rootId">Marker of the root that is there.</param>
    /// <exception cref="StorageException">The folders cannot be listed.</exception>
    public IEnumerable<string> DescribeOrphans(string rootId)
    {
        foreach (string tree in _trees.Others())
        {
            foreach (LabelOwner owner in OwnersIn(tree))
            {
                OrphanedOutbox[] orphans = [.. In(tree, owner, out _).Where(file => file.Events.Count > 0 && !Belongs(file, rootId))];
                if (orphans.Length > 0)
                {
                    yield return Describe(tree, owner, orphans);
                }
            }
        }
    }

    private bool Belongs(OrphanedOutbox file, string rootId) => file.RootId == rootId || (file.RootId is null && _trees.IsOfThisPath(file.Path));

    private string Describe(string tree, LabelOwner owner, OrphanedOutbox[] orphans)
    {
        int count = orphans.Sum(file => file.Events.Count);
        string where = _trees.RootPathOf(tree) is { } path ? $"the annotations folder that was at {path}" : "another annotations folder";
        string waiting = $"{Counted.Of(count, "label")} of {owner.Name} {(count == 1 ? "waits" : "wait")}";
        return $"{waiting} on this machine for {where}. Start the program with that folder once to deliver what waits; until then it stays in {Path.GetDirectoryName(orphans[0].Path)}.";
    }

    private IEnumerable<LabelOwner> OwnersIn(string tree)
    {
        var journals = new JournalTree(settings.Files, root.Reads, kind(tree));
        return journals.UserFolders()
            .Where(name => Username.TryParse(name, out _))
            .Select(LabelOwner.OfUser)
            .Prepend(LabelOwner.OfAdmins)
            .Where(owner => journals.Of(owner).Names().Count > 0);
    }

    private List<OrphanedOutbox> In(string tree, LabelOwner owner, out bool isAll)
    {
        JournalDirectory journals = new JournalTree(settings.Files, root.Reads, kind(tree)).Of(owner);
        IReadOnlyList<string>? names = Names(journals);
        List<OrphanedOutbox> found = [.. (names ?? []).Select(name => TryRead(journals, name)).OfType<OrphanedOutbox>()];
        isAll = names is not null && found.Count == names.Count;
        return found;
    }

    private static IReadOnlyList<string>? Names(JournalDirectory journals)
    {
        try
        {
            return journals.Names();
        }
        catch (StorageException)
        {
            return null;
        }
    }

    private OrphanedOutbox? TryRead(JournalDirectory journals, string name)
    {
        try
        {
            FileStamp stamp = journals.Stat(name) ?? default;
            JournalContent content = journals.ReadAll(name);
            bool isOurs = content.Header is not { } header || IsOfThisMachine(header);
            return isOurs && content.Header is { } writer && WriterProcess.IsRunning(writer)
                ? null
                : new OrphanedOutbox(journals.PathOf(name), content.Events, content.Header?.RootId, stamp)
                {
                    IsUnderstood = content.IsUnderstood && content.Events.TrueForAll(JournalLine.CanCarryOthers),
                    IsNewer = content.NamesUnknownBlock || content.Header?.Format > JournalHeader.CurrentFormat,
                    MayGrow = !isOurs && settings.TimeProvider.GetUtcNow() - stamp.Modified < Settled,
                };
        }
        catch (Exception error) when (StorageFault.IsFileError(error))
        {
            return null;
        }
    }

    /// <summary>Programs before this one did not name their machine.</summary>
    private bool IsOfThisMachine(JournalHeader header) =>
        header.Machine is { } machine ? machine == settings.MachineId : header.Host == settings.HostName;
}
