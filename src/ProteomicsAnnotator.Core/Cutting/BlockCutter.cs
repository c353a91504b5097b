using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Storage;
using ProteomicsAnnotator.Core.Volumes;
using ProteomicsAnnotator.Core.Volumes.Tiff;

namespace ProteomicsAnnotator.Core.Cutting;

/// <summary>Cuts the box around each point into a folder of TIFF files, as the program shows its voxels. One that cannot be read is named, and the others are cut.</summary>
public static class BlockCutter
{
    /// <param name="plan">What is cut.</param>
    /// <param name="folder">Of this plan.</param>
    /// <param name="volumes">Where voxels are read.</param>
    /// <param name="progress">Share done, from 0 to 1.</param>
    /// <param name="cancellationToken">Ends it between two blocks; another run goes on there.</param>
    /// <returns>A row for each point, and how many blocks were there before.</returns>
    /// <exception cref="StorageException">The folder cannot be written.</exception>
    public static async Task<(IReadOnlyList<CutRow> Rows, int Before)> CutAsync(CutPlan plan, CutFolder folder, VolumeCache volumes, IProgress<double> progress, CancellationToken cancellationToken)
    {
        var rows = new List<(Block Block, CutRow Row)>(plan.Blocks.Count);
        int before = 0;
        foreach ((int place, Block block) in plan.Blocks.Index())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (folder.DoneOf(block.Id) is { } done && done.Source == SourceOf(block.Channels.Select(channel => ChannelVersion.Of(channel, block.Point))))
            {
                before++;
                rows.Add((block, done));
            }
            else
            {
                rows.Add((block, await CutAsync(block, CutPlan.TargetOf(place), (folder, volumes), cancellationToken).ConfigureAwait(false)));
            }

            progress.Report((place + 1.0) / plan.Blocks.Count);
        }

        folder.End(rows);
        return ([.. rows.Select(item => item.Row)], before);
    }

    private static async Task<CutRow> CutAsync(Block block, BlockId target, (CutFolder Folder, VolumeCache Volumes) with, CancellationToken cancellationToken)
    {
        var row = new CutRow(block.Id, target);
        List<FileVersion?> versions = [];
        IReadOnlyList<string> names = CutPlan.FileNamesOf(block);
        using CutDraft draft = with.Folder.Draft(target);
        foreach ((int index, ChannelFile channel) in block.Channels.Index())
        {
            (VolumeLease? lease, string? problem) = await ReadAsync(with.Volumes, block, index, cancellationToken).ConfigureAwait(false);
            using (lease)
            {
                if ((problem ?? TiffStack.WhyNot(lease!.Volume.Shape)) is { } why)
                {
                    with.Folder.Remove(block.Id, target);
                    return new CutRow(block.Id, Target: null) { Problem = $"channel {channel.Name}: {why}" };
                }

                draft.Add(names[index], lease!.Volume);
                versions.Add(lease.Version);
                row = lease.Volume.Coverage is { } coverage
                    ? row with { Outside = lease.Volume.Shape.Voxels - coverage.Inside.Voxels, Missing = Math.Max(row.Missing, coverage.MissingShare) }
                    : row;
            }
        }

        row = row with { Source = SourceOf(versions) };
        draft.Publish();
        with.Folder.Add(row);
        return row;
    }

    private static async Task<(VolumeLease? Lease, string? Problem)> ReadAsync(VolumeCache volumes, Block block, int channel, CancellationToken cancellationToken)
    {
        try
        {
            VolumeLease? lease = await volumes.GetAsync(block, channel, cancellationToken).ConfigureAwait(false);
            return (lease, lease is null ? "it is gone" : null);
        }
        catch (Exception error) when (error is VolumeException or StorageException || StorageFault.IsFileError(error))
        {
            return (null, error.Message);
        }
    }

    private static string SourceOf(IEnumerable<FileVersion?> versions) => string.Join(' ', versions.Select(version => version?.ToString() ?? "?"));
}
