using System.Diagnostics;
using ProteomicsAnnotator.App.Settings;

namespace ProteomicsAnnotator.App.Processes;

/// <summary>
/// The demo that a page asks for: a second process of this program with <c>--demo</c>, so that its labels never meet those
/// of the open share. It ends with the program that started it.
/// </summary>
public sealed class DemoProgram(AnnotatorOptions options) : IDisposable
{
    private readonly Lock _gate = new();
    private Process? _process;
    private Task<Uri>? _ready;

    /// <summary>The demo's address with its token. The first start makes the data.</summary>
    /// <exception cref="IOException">The demo ended before it was ready; the message quotes it.</exception>
    /// <exception cref="InvalidOperationException">It is a server, which has no demo.</exception>
    public Task<Uri> StartAsync()
    {
        if (options.Serve is not null)
        {
            throw new InvalidOperationException("A server has no demo.");
        }

        lock (_gate)
        {
            if (_ready is null || _ready.IsFaulted || _process is not { HasExited: false })
            {
                _process?.Dispose();
                _process = Process.Start(StartInfo())!;
                _ready = ReadyAsync(_process);
            }

            return _ready;
        }
    }

    public void Dispose()
    {
        if (_process is { HasExited: false } running)
        {
            running.Kill(entireProcessTree: true);
        }

        _process?.Dispose();
    }

    private static ProcessStartInfo StartInfo()
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            start.ArgumentList.Add(Environment.GetCommandLineArgs()[0]);
        }

        start.ArgumentList.Add("--demo");
        start.ArgumentList.Add("--no-browser");
        start.Environment.Remove("ANNOTATOR_PORT");
        start.Environment.Remove("ANNOTATOR_TOKEN");
        return start;
    }

    private static async Task<Uri> ReadyAsync(Process process)
    {
        Task<string> words = process.StandardError.ReadToEndAsync();
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.Split(' ')[^1] is var last && Uri.TryCreate(last, UriKind.Absolute, out Uri? address))
            {
                return address;
            }
        }

        throw new IOException($"The demo did not start: {await words}");
    }
}
