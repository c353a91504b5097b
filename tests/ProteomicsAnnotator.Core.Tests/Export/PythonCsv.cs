using System.Diagnostics;
using System.Text.Json.Nodes;

namespace ProteomicsAnnotator.Core.Tests.Export;

/// <summary>Reads CSV as Python's csv module does: another program's word for what the bytes say.</summary>
internal static class PythonCsv
{
    private const string Script =
        "import csv, io, json, sys; json.dump(list(csv.reader(io.TextIOWrapper(sys.stdin.buffer, encoding='utf-8', newline=''), strict=True)), sys.stdout)";

    public static IReadOnlyList<IReadOnlyList<string>> Read(ReadOnlyMemory<byte> csv)
    {
        using Process python = Process.Start(new ProcessStartInfo("python3", ["-c", Script])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;
        python.StandardInput.BaseStream.Write(csv.Span);
        python.StandardInput.Close();
        // It answers only when it has read all.
        string json = python.StandardOutput.ReadToEnd();
        python.WaitForExit();
        Assert.Equal(0, python.ExitCode);
        return [.. JsonNode.Parse(json)!.AsArray().Select(row => (IReadOnlyList<string>)[.. row!.AsArray().Select(cell => cell!.GetValue<string>())])];
    }
}
