using ProteomicsAnnotator.App.Exports;
using ProteomicsAnnotator.App.Settings;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Agreement.Classes;
using ProteomicsAnnotator.Core.Export;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.App.Commands;

/// <summary>
/// <c>export</c>: writes the labels, each file atomically, with <c>FILE.manifest.json</c> beside the first. The history
/// goes into the JSON; beside tables it is one file of its own, <c>FILE.history.csv</c> or <c>.history.parquet</c>.
/// </summary>
public static class ExportCommand
{
    /// <summary>As long as reading everyone's labels may take: a command waits for a large campaign.</summary>
    private static readonly TimeSpan ReadLimit = TimeSpan.FromMinutes(10);

    public static async Task<int> RunAsync(
        AnnotatorOptions options, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var asked = ExportArguments.Parse(arguments);
        var targets = new ExportTargets(asked);
        if ((asked.Fault ?? targets.Clash) is { } fault)
        {
            return await RefuseAsync($"found {fault}; expected {ExportArguments.Usage}", ExitCode.BadConfiguration);
        }

        if (targets.Protected(new ProtectedFiles(options)) is { } own)
        {
            return await RefuseAsync($"found {own}; expected a file elsewhere", ExitCode.BadConfiguration);
        }

        if (targets.Blocked is [{ } blocked, ..])
        {
            return await RefuseAsync(blocked, ExitCode.Trouble);
        }

        if (!asked.Force && targets.Existing is { Count: > 0 } existing && !await MayOverwriteAsync(existing))
        {
            return ExitCode.Trouble;
        }

        try
        {
            return await WriteAsync(options, (asked, targets), cancellationToken);
        }
        catch (StorageException error)
        {
            return await RefuseAsync(error.Message, ExitCode.Trouble);
        }
    }

    private static async Task<int> RefuseAsync(string message, int code)
    {
        await Console.Error.WriteLineAsync($"export: {message}");
        return code;
    }

    private static async Task<bool> MayOverwriteAsync(IReadOnlyList<string> existing)
    {
        string files = string.Join(", ", existing);
        if (Console.IsInputRedirected || Console.IsErrorRedirected)
        {
            await Console.Error.WriteLineAsync($"export: already there: {files}; nothing was written. --force overwrites.");
            return false;
        }

        await Console.Error.WriteAsync($"Already there: {files}. Overwrite? [y/N] ");
        string answer = (await Console.In.ReadLineAsync() ?? "").Trim();
        if (answer.Equals("y", StringComparison.OrdinalIgnoreCase) || answer.Equals("yes", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        await Console.Error.WriteLineAsync("export: nothing was written.");
        return false;
    }

    private static async Task<int> WriteAsync(
        AnnotatorOptions options, (ExportArguments Asked, ExportTargets Targets) what, CancellationToken cancellationToken)
    {
        (ExportArguments asked, ExportTargets targets) = what;
        var root = new SharedRoot(ShareSettings.Of(options));
        var exclusion = Exclusion.Of(await ReviewReading.ReadAsync(options, root, cancellationToken), asked.Excluded);
        if (exclusion.Fault is { } unknown)
        {
            return await RefuseAsync($"--exclude: {unknown}", ExitCode.BadConfiguration);
        }

        if (ClassMap.Parse(asked.Map, options.Classes.Count) is not { } map)
        {
            return await RefuseAsync($"--map {asked.Map}: {ClassMap.Expected}", ExitCode.BadConfiguration);
        }

        var exporter = new Exporter(options, root, TimeProvider.System) { ReadLimit = ReadLimit };
        Export export = await exporter.BeginAsync(
            NotBlindChoice.Apply(exclusion.Table, asked.NotBlind)!.Mapped(map), withInputs: true, withHistory: asked.IncludeHistory, asked.Gold, cancellationToken);
        var writer = new ExportWriter(asked.Files.Any(file => file.Path == ExportArguments.StandardOutput));
        await writer.WriteAllAsync(what, export, cancellationToken);
        if (targets.Manifest is { } path)
        {
            var history = KeyValuePair.Create("include_history", asked.IncludeHistory ? "true" : "false");
            writer.WriteManifest(path, export.ManifestOf(writer.Outputs, history));
        }

        if (NotBlindChoice.Words(export.Table) is { } notBlind)
        {
            await Console.Error.WriteLineAsync($"export: {notBlind} (the tables have them, marked)");
        }

        foreach (string line in export.Faults)
        {
            await Console.Error.WriteLineAsync($"export: missing in the files, could not be read: {line}");
        }

        return export.Faults.Count == 0 ? ExitCode.Ok : ExitCode.Trouble;
    }
}
