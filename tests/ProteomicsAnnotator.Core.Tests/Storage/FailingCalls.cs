using System.Diagnostics;
using System.Globalization;

namespace ProteomicsAnnotator.Core.Tests.Storage;

/// <summary>
/// Lets system calls of another process fail, by strace: the kernel answers them with the error, whoever makes them. (A
/// library in LD_PRELOAD would never see a call that the runtime looks up in libc by itself.)
/// </summary>
internal sealed class FailingCalls : IAsyncDisposable
{
    private const string Strace = "/usr/bin/strace";
    private readonly Process _strace;
    private readonly string _log;

    private FailingCalls(Process strace, string log)
    {
        _strace = strace;
        _log = log;
    }

    /// <summary>Calls that were made to fail so far, one line each.</summary>
    public IReadOnlyList<string> Failed => LinesWith("(INJECTED)");

    /// <summary>Calls that were made to wait so far, one line each.</summary>
    public IReadOnlyList<string> Delayed => LinesWith("(DELAYED)");

    /// <summary>What starts a program of which calls fail from its first moment.</summary>
    public static ProcessStartInfo Wrap(ProcessStartInfo start, string log, string call, string how, params string[] paths)
    {
        SkipWhereNoneIs();
        List<string> arguments = [.. Arguments(log, call, how, paths), start.FileName, .. start.ArgumentList];
        return new ProcessStartInfo(Strace, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardInput = true };
    }

    /// <summary>What starts a program of which calls are written down, and none fails.</summary>
    public static ProcessStartInfo Record(ProcessStartInfo start, string log, string calls)
    {
        SkipWhereNoneIs();
        List<string> arguments = ["-f", "-s", "4096", "-o", log, "-e", "trace=" + calls, "-e", "signal=none", start.FileName, .. start.ArgumentList];
        return new ProcessStartInfo(Strace, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardInput = true };
    }

    /// <summary>From now until the disposal.</summary>
    /// <param name="process">A process of this test.</param>
    /// <param name="log">File for what failed.</param>
    /// <param name="call">Name of the system call.</param>
    /// <param name="how">As strace's <c>inject</c> takes it, <c>error=EIO</c>.</param>
    /// <param name="paths">Only calls on these files; none: on all.</param>
    public static async Task<FailingCalls> AttachAsync(Process process, string log, string call, string how, params string[] paths)
    {
        SkipWhereNoneIs();
        List<string> arguments = [.. Arguments(log, call, how, paths), "-p", process.Id.ToString(CultureInfo.InvariantCulture)];
        Process strace = Process.Start(new ProcessStartInfo(Strace, arguments) { UseShellExecute = false, RedirectStandardError = true })!;
        string? line = await strace.StandardError.ReadLineAsync(TestContext.Current.CancellationToken);
        Assert.True(line?.Contains("attached", StringComparison.Ordinal), $"strace could not attach: {line}");
        _ = strace.StandardError.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
        return new FailingCalls(strace, log);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_strace.HasExited)
        {
            // It lets go of the process when it is told to end.
            using Process kill = Process.Start("kill", ["-INT", _strace.Id.ToString(CultureInfo.InvariantCulture)]);
            await kill.WaitForExitAsync();
            await _strace.WaitForExitAsync();
        }

        _strace.Dispose();
    }

    private string[] LinesWith(string ending)
    {
        using var reader = new StreamReader(new FileStream(_log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return [.. reader.ReadToEnd().Split('\n').Where(line => line.EndsWith(ending, StringComparison.Ordinal))];
    }

    private static void SkipWhereNoneIs()
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Skip("strace is a program of Linux");
        }

        Assert.True(File.Exists(Strace), "strace is needed to let system calls fail: apt-get install strace");
    }

    private static IEnumerable<string> Arguments(string log, string call, string how, string[] paths) =>
        ["-f", "-o", log, .. paths.SelectMany(path => new[] { "-P", path }), "-e", "trace=" + call, "-e", $"inject={call}:{how}", "-e", "signal=none"];
}
