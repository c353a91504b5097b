using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Roots;

namespace ProteomicsAnnotator.Core.Delivery;

/// <summary>The journals that this program writes for one owner: on the share, and on this machine.</summary>
internal sealed class OwnerJournals : IDisposable
{
    private readonly LabelShareSettings _settings;
    private readonly SharedRoot _root;

    public OwnerJournals(LabelShareSettings settings, LabelOwner owner, SharedRoot root)
    {
        _settings = settings;
        _root = root;
        Name = NewName();
        Share = new JournalSet(format => new JournalSeries(
            settings.Files, owner.JournalPath(root), format == JournalFormat.Numbers ? Name : NewName(), NewName, () => Header(format).ToLine(), root.Verify, root.Flushes));
        string tree = new LocalTrees(settings, root).Own;
        Waiting = LocalIn(JournalTree.PathOf(OwnerPaths.WaitingFolder(tree), owner));
        Remembered = new RememberedDecisions(
            LocalIn(JournalTree.PathOf(OwnerPaths.RememberedFolder(tree), owner)), Lines, () => root.State.RootId, settings.TimeProvider);
    }

    /// <summary>Of the first one on the share, and the source of the ids of this program's decisions, whichever file they go to.</summary>
    public string Name { get; }

    public EventLines Lines { get; } = new();

    public JournalSet Share { get; }

    /// <summary>On this machine: what has not reached the share.</summary>
    public LocalJournals Waiting { get; }

    /// <summary>On this machine: what has.</summary>
    public RememberedDecisions Remembered { get; }

    /// <summary>First line of a journal of this program, with its LF.</summary>
    public byte[] HeaderLine(int format) => Header(format).ToLine();

    public void Dispose()
    {
        Remembered.Dispose();
        Waiting.Dispose();
        Share.Dispose();
    }

    private LocalJournals LocalIn(string folder) =>
        new(_settings, folder, Name, NewName, format => WriterProcess.Stamp(Header(format), _settings.MachineId, _root.State.RootId).ToLine());

    private string NewName() => JournalName.Create(_settings.TimeProvider.GetUtcNow(), _settings.HostName);

    private JournalHeader Header(int format) => new()
    {
        Format = format,
        Program = _settings.ProgramVersion,
        Host = _settings.HostName,
        Account = _settings.OsAccount,
        DataRoot = _settings.DataRoot,
        Classes = _settings.Classes.Names,
    };
}
