using ProteomicsAnnotator.App.Exports;
using ProteomicsAnnotator.App.Settings;
using ProteomicsAnnotator.Core.Export;
using ProteomicsAnnotator.Core.Reporting;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.App.Commands.Reporting;

/// <summary><c>report</c>: a page, tables and figures for a paper, into a folder of their own.</summary>
public static class ReportCommand
{
    public static async Task<int> RunAsync(AnnotatorOptions options, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var asked = ReportArguments.Parse(arguments);
        if (asked.Fault is { } found)
        {
            return await RefuseAsync($"found {found}; expected {ReportArguments.Usage}", ExitCode.BadConfiguration);
        }

        if (new ProtectedFiles(options).FindInRoots(Path.Combine(asked.Folder, ReportFiles.Page)) is { } own)
        {
            return await RefuseAsync($"found {asked.Folder}, {own}; expected a folder elsewhere", ExitCode.BadConfiguration);
        }

        var target = new NewFolder(asked.Folder);
        try
        {
            if (target.WhyNot() is { } taken)
            {
                return await RefuseAsync($"{taken}; nothing was written", ExitCode.Trouble);
            }

            ReportRead read = await new ReportReading(options, new SharedRoot(ShareSettings.Of(options))).ReadAsync(asked.Request, cancellationToken);
            if (read.Input is not { } input)
            {
                return await RefuseAsync(read.Refusal!, ExitCode.BadConfiguration);
            }

            IReadOnlyList<ExportedFile> files = await Task.Run(() => Report.Of(input, cancellationToken), cancellationToken);
            target.WriteAll(files);
            await Console.Out.WriteLineAsync($"{Path.Combine(asked.Folder, ReportFiles.Page)}{Environment.NewLine}{Counted.Of(files.Count - 1, "file")} beside it in {ReportFiles.Tables} and {ReportFiles.Figures}");
            foreach (string fault in input.Faults)
            {
                await Console.Error.WriteLineAsync($"report: could not be read, so the report lacks it and says so: {fault}");
            }

            return input.Faults.Count == 0 ? ExitCode.Ok : ExitCode.Trouble;
        }
        catch (StorageException error)
        {
            return await RefuseAsync(error.Message, ExitCode.Trouble);
        }
    }

    private static async Task<int> RefuseAsync(string message, int code)
    {
        await Console.Error.WriteLineAsync($"report: {message}");
        return code;
    }
}
