using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Share;

/// <summary>An admin's decision about evidence.</summary>
public static class ForgottenEvidence
{
    /// <summary>Blocking. Returns once the line is flushed to the share.</summary>
    /// <param name="root">The share.</param>
    /// <param name="before">Evidence of earlier decisions is to be forgotten; null: none any more.</param>
    /// <exception cref="StorageException">It was not written: this account may not decide it, or the share is away.</exception>
    public static EvidenceForgetting Decide(SharedRoot root, DateTimeOffset? before) => AdminJournal.Append(
        root,
        (id, clock, now) => new EvidenceForgetting(id, clock, now, before) { By = root.Settings.OsAccount },
        decision => decision.ToLine());
}
