using ProteomicsAnnotator.App.Settings;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Agreement.Quality;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Campaign;
using ProteomicsAnnotator.Core.Export;
using ProteomicsAnnotator.Core.Releases;
using ProteomicsAnnotator.Core.Reporting;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Snapshots;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.App.Exports;

/// <summary>The labels of a release as they were when it was made: its blocks, its classes, its copy of the share.</summary>
/// <param name="Root">That copy.</param>
/// <param name="Table">Its labels on its blocks.</param>
/// <param name="Classes">As the program read them then.</param>
/// <param name="Source">What a report says of it.</param>
/// <param name="NotBlind">What its figures make of votes that are not blind; null: it does not say.</param>
internal sealed record ReadRelease(SharedRoot Root, ReviewTable Table, LabelClasses Classes, ReportSource Source, string? NotBlind)
{
    /// <param name="options">The settings of this run.</param>
    /// <param name="root">Where the share is.</param>
    /// <param name="name">Of the release.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="StorageException">There is no such release, it cannot be read, or it is not what it was.</exception>
    public static async Task<ReadRelease> OpenAsync(AnnotatorOptions options, SharedRoot root, string name, CancellationToken cancellationToken)
    {
        var shelf = new ReleaseShelf(root);
        string folder = shelf.PathOf(name);
        if (!Directory.Exists(folder))
        {
            throw new StorageException(shelf.Folder, $"there is no release {name}; ./launch.sh release --list names those there are");
        }

        ManifestReport check = await Task.Run(() => ReleaseCheck.Run(root, folder), cancellationToken);
        if (check.Differences.Count > 0 || check.Manifest is not { } manifest || check.ManifestSha256 is not { } hash)
        {
            throw new StorageException(folder, $"the release is not what it was when it was made, so nothing is said of it: {string.Join("; ", check.Differences)}");
        }

        var from = new SharedRoot(ShareSettings.Of(options with { AnnotationsRoot = Path.Combine(folder, ReleaseFiles.Share) }));
        ShareSnapshot share = await ShareSnapshot.ReadAsync(from, cancellationToken);
        if (share.UpdateNeeded is { } update)
        {
            throw new StorageException(folder, update);
        }

        BlockId[] blocks = [.. (await Task.Run(() => shelf.LabelsOf(folder), cancellationToken)).Blocks.Select(block => BlockOf(folder, block)).Order()];
        ReviewInput input = ReviewInput.Of(blocks, share.Votes, share.FinalLabels) with
        {
            Seconds = share.Seconds,
            Evidence = share.Evidence,
            Sample = new Lazy<CampaignSample>(() => CampaignSample.Read(from, share)),
        };
        var source = new ReportSource(ProgramVersion.Text, ExportManifest.DigestOf(blocks))
        {
            Release = new ReportedRelease(manifest.Name, manifest.By, manifest.MadeAt, manifest.ProgramVersion, hash),
            Configuration = [.. manifest.Files.Where(file => file.Path.StartsWith(ReleaseFiles.Configuration + "/", StringComparison.Ordinal)).Select(file => file with { Path = Path.GetFileName(file.Path) })],
        };
        return new ReadRelease(from, ReviewTable.Of(input), ClassesOf(folder), source, manifest.Settings.FirstOrDefault(setting => setting.Key == "not_blind").Value);
    }

    /// <summary>Tables put an apostrophe before an id that a spreadsheet would take for a formula.</summary>
    private static BlockId BlockOf(string folder, string written) =>
        BlockId.TryParse(written is ['\'', .. var behind] && WideTable.NameOf(BlockId.TryParse(behind, out BlockId inner) ? inner : default) == written ? behind : written, out BlockId block)
            ? block
            : throw new StorageException(Path.Combine(folder, ReleaseFiles.WideTable), $"it has a block {written}, which is none");

    /// <summary>Without a classes.json the program counted three classes, then as now.</summary>
    private static LabelClasses ClassesOf(string folder)
    {
        string path = Path.Combine(folder, ReleaseFiles.Configuration, "classes.json");
        if (!File.Exists(path))
        {
            return LabelClasses.Default;
        }

        List<ConfigurationFault> faults = [];
        return LabelClasses.Parse(RegularFile.ReadAll(path), path, faults) ?? throw new StorageException(path, string.Join("; ", faults));
    }
}
