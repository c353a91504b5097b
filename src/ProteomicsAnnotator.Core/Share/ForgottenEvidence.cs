using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Snapshots;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Share;

/// <summary>Writes an admin's decision about evidence into a journal of its own; for a program that has nothing open on the share.</summary>
public static class ForgottenEvidence
{
    /// <summary>Blocking. Returns once the line is flushed to the share.</summary>
    /// <param name="root">The share.</param>
    /// <param name="before">Evidence of earlier decisions is to be forgotten; null: none any more.</param>
    /// <exception cref="StorageException">It was not written: this account may not decide it, or the share is away.</exception>
    public static EvidenceForgetting Decide(SharedRoot root, DateTimeOffset? before)
    {
        LabelShareSettings settings = root.Settings;
        root.Verify();
        (_, long highest) = ShareEvidence.ReadForgetting(root);
        DateTimeOffset now = LabelTime.Truncate(settings.TimeProvider.GetUtcNow());
        string name = JournalName.Create(now, settings.HostName);
        var decision = new EvidenceForgetting(new EventId(name, 1), JournalBounds.ClockAfter(highest), now, before) { By = settings.OsAccount };
        string folder = LabelOwner.OfAdmins.JournalPath(root);
        settings.Files.CreateFolder(folder);
        using var journal = new JournalWriter(settings.Files, root.JournalsOf(LabelOwner.OfAdmins).PathOf(name), Header, root.Verify);
        byte[] end = System.Text.Encoding.UTF8.GetBytes($"{{\"closed\":\"{LabelTime.Format(now)}\"}}\n");
        _ = journal.Append([.. decision.ToLine(), .. end]);
        return decision;

        byte[] Header() => new JournalHeader
        {
            Program = settings.ProgramVersion,
            Host = settings.HostName,
            Account = settings.OsAccount,
            DataRoot = settings.DataRoot,
            Classes = settings.Classes.Names,
        }.ToLine();
    }
}
