using System.Diagnostics;

namespace ProteomicsAnnotator.App.Tests.SigningIn;

/// <summary>
/// A mounted file system that never answers: a FUSE connection nobody serves. Whoever looks into it waits until this is
/// disposed of. Needs Linux, root and Python; null where it cannot be.
/// </summary>
internal sealed class SilentMount : IDisposable
{
    private const string Script = """
        import ctypes, os, sys
        device = os.open("/dev/fuse", os.O_RDWR)
        libc = ctypes.CDLL(None, use_errno=True)
        options = f"fd={device},rootmode=40000,user_id=0,group_id=0".encode()
        if libc.mount(b"silent", sys.argv[1].encode(), b"fuse", 0, options) != 0:
            sys.exit(1)
        print("mounted", flush=True)
        sys.stdin.read()
        """;

    private readonly Process _server;
    private bool _isDisposed;

    private SilentMount(Process server, string path)
    {
        _server = server;
        Path = path;
    }

    public string Path { get; }

    public static SilentMount? TryCreate(string path)
    {
        if (!File.Exists("/dev/fuse"))
        {
            return null;
        }

        Process server;
        try
        {
            server = Process.Start(new ProcessStartInfo("python3", ["-c", Script, path])
            {
                UseShellExecute = false,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }

        if (server.StandardOutput.ReadLine() == "mounted")
        {
            return new SilentMount(server, path);
        }

        server.Dispose();
        return null;
    }

    /// <summary>The connection ends with its last holder; who waits gets an error.</summary>
    public void Dispose()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        _server.Kill();
        _server.WaitForExit();
        _server.Dispose();
        using var unmount = Process.Start("umount", ["-l", Path]);
        unmount.WaitForExit();
    }
}
