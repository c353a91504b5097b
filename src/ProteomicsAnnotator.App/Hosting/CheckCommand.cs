using ProteomicsAnnotator.Core.Labels;

namespace ProteomicsAnnotator.App.Hosting;

/// <summary><c>check</c>: tests the annotations root from this machine and prints a table.</summary>
public static class CheckCommand
{
    public static async Task<int> RunAsync(AnnotatorOptions options, IReadOnlyList<string> arguments)
    {
        if (arguments.Count > 0)
        {
            await Console.Error.WriteLineAsync($"check: found {arguments[0]}; expected --demo or nothing");
            return ExitCode.BadConfiguration;
        }

        IReadOnlyList<ShareCheckRow> rows = await ShareCheck.RunAsync(ShareSettings.Of(options), CancellationToken.None);
        await Console.Out.WriteLineAsync($"Annotations root: {options.AnnotationsRoot}");
        await Console.Out.WriteAsync(Format(rows));
        return rows.All(row => row.IsSafe) ? ExitCode.Ok : ExitCode.Trouble;
    }

    internal static string Format(IReadOnlyList<ShareCheckRow> rows)
    {
        int check = rows.Select(row => row.Check.Length).DefaultIfEmpty(0).Max();
        int result = rows.Select(row => row.Result.Length).DefaultIfEmpty(0).Max();
        IEnumerable<string> lines = rows.Select(row =>
            $"{(row.IsSafe ? "ok    " : "UNSAFE")}  {row.Check.PadRight(check)}  {row.Result.PadRight(result)}  {row.Detail}".TrimEnd());
        return string.Concat(lines.Select(line => line + Environment.NewLine));
    }
}
