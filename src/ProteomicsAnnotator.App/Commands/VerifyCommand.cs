using ProteomicsAnnotator.App.Exports;
using ProteomicsAnnotator.App.Settings;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Releases;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.App.Commands;

/// <summary><c>verify</c>: whether a release or a backup is what it was; of a release also what has become of the labels since.</summary>
public static class VerifyCommand
{
    public const string Usage = "the name of a release, the folder of one, or the file of a backup; and --demo if wanted";

    public static async Task<int> RunAsync(AnnotatorOptions options, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        if (arguments is not [{ Length: > 0 } what] || what[0] == '-')
        {
            await Console.Error.WriteLineAsync($"verify: found {(arguments.Count == 0 ? "nothing" : string.Join(' ', arguments))}; expected {Usage}");
            return ExitCode.BadConfiguration;
        }

        var root = new SharedRoot(ShareSettings.Of(options));
        string release = ReleaseName.IsValid(what) ? new ReleaseShelf(root).PathOf(what) : what;
        string? folder = new[] { release, Path.GetFullPath(what) }.FirstOrDefault(Directory.Exists);
        if (folder is null && !File.Exists(what))
        {
            await Console.Error.WriteLineAsync($"verify: {what} is no release ({new ReleaseShelf(root).Folder} has none of that name), no folder and no file");
            return ExitCode.Trouble;
        }

        ManifestReport report = await Task.Run(() => folder is null ? Backup.Check(Path.GetFullPath(what)) : ReleaseCheck.Run(root, folder), cancellationToken);
        foreach (string difference in report.Differences)
        {
            await Console.Out.WriteLineAsync(difference);
        }

        if (report.Manifest is { } manifest)
        {
            string verdict = report.Differences.Count == 0 ? "is as it was made" : $"differs from what was made in {Counted.Of(report.Differences.Count, "place")}";
            await Console.Out.WriteLineAsync($"{what} {verdict}: {Counted.Of(manifest.Files.Count, "file")}, {LabelTime.FormatMinute(manifest.MadeAt)}, by {manifest.By}. SHA-256 of its manifest: {report.ManifestSha256}");
        }

        if (folder is not null && report.Manifest is not null)
        {
            await TellOfLaterLabelsAsync(options, root, folder, cancellationToken);
        }

        return report.Differences.Count == 0 ? ExitCode.Ok : ExitCode.Trouble;
    }

    /// <summary>No fault of the release: people work on.</summary>
    private static async Task TellOfLaterLabelsAsync(AnnotatorOptions options, SharedRoot root, string folder, CancellationToken cancellationToken)
    {
        try
        {
            ReleaseDifference difference = await new ReleaseMaking(options, root, TimeProvider.System)
                .DifferenceSinceAsync(folder, ReviewReading.ScanAsync(options, cancellationToken), cancellationToken);
            await Console.Out.WriteLineAsync($"On the share since: {difference.Summary}");
            await ReleaseCommand.PrintAsync(difference);
        }
        catch (StorageException error)
        {
            await Console.Error.WriteLineAsync($"verify: what has changed on the share since is not known: {error.Message}");
        }
    }
}
