using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Snapshots;

/// <summary>What the admins' journals say beside final labels.</summary>
/// <param name="Forgetting">The decision to forget evidence that counts; null: there is none.</param>
/// <param name="Releases">All there are, in no order.</param>
/// <param name="HighestClock">Of all their decisions, final labels too.</param>
internal sealed record AdminDecisions(EvidenceForgetting? Forgetting, IReadOnlyList<ReleaseDecision> Releases, long HighestClock)
{
    /// <summary>Blocking, each file within its limit.</summary>
    /// <exception cref="StorageException">The admins' journals cannot be read.</exception>
    public static AdminDecisions Read(SharedRoot root)
    {
        JournalDirectory journals = root.JournalsOf(LabelOwner.OfAdmins);
        List<JournalContent> contents = [];
        foreach (BoundedRead<JournalContent> read in journals.Each(journals.Names(), journals.ReadAll))
        {
            contents.Add(read.Value ?? throw read.Error!);
        }

        EvidenceForgetting[] forgettings = [.. contents.SelectMany(content => content.Forgettings)];
        ReleaseDecision[] releases = [.. contents.SelectMany(content => content.Releases)];
        IEnumerable<long> clocks =
        [
            .. contents.SelectMany(content => content.Events).Select(item => item.Clock),
            .. forgettings.Select(item => item.Clock),
            .. releases.Select(item => item.Clock),
        ];
        return new AdminDecisions(EvidenceForgetting.Latest(forgettings), releases, clocks.DefaultIfEmpty(0).Max());
    }
}
