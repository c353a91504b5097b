using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Playwright;

namespace ProteomicsAnnotator.Benchmarks;

/// <summary>
/// Stands in a folder of its own under a browser's name, so that the program finds and opens it as it opens any: Chromium
/// with the switches and the profile that it is given, but headless, and open to questions.
/// </summary>
internal sealed class StartWindow
{
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(60);

    private readonly int _port = FreePort();

    public StartWindow(string folder)
    {
        Folder = Directory.CreateDirectory(Path.Join(folder, "browsers")).FullName;
        string port = _port.ToString(CultureInfo.InvariantCulture);
        File.WriteAllBytes(
            Program,
            Encoding.ASCII.GetBytes($"#!/bin/sh\nunset XDG_CACHE_HOME\nexec /usr/bin/chromium \"$@\" --headless=new --use-angle=gl-egl --ignore-gpu-blocklist --disable-quic --remote-debugging-port={port}\n"));
        using Process allow = Process.Start("chmod", ["+x", Program]);
        allow.WaitForExit();
    }

    public string Folder { get; }

    private string Program => Path.Join(Folder, "google-chrome");

    /// <summary>As the program does it, but with a page of one static word: what no program can be faster than.</summary>
    public Process Open(string url, string profile) => Process.Start(new ProcessStartInfo(Program, Switches(url, profile))
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        UseShellExecute = false,
    })!;

    /// <summary>The window's page, as soon as the browser answers.</summary>
    /// <exception cref="TimeoutException">It does not.</exception>
    public async Task<IPage> PageAsync(IPlaywright playwright)
    {
        long start = Stopwatch.GetTimestamp();
        while (!await AnswersAsync())
        {
            if (Stopwatch.GetElapsedTime(start) > AnswerLimit)
            {
                throw new TimeoutException($"The browser's window did not answer within {AnswerLimit.TotalSeconds:0} s.");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20));
        }

        IBrowser browser = await playwright.Chromium.ConnectOverCDPAsync($"http://127.0.0.1:{_port.ToString(CultureInfo.InvariantCulture)}");
        IPage page = browser.Contexts[0].Pages[0];
        page.SetDefaultTimeout(120_000);
        return page;
    }

    /// <summary>Those of AppWindow.StartOf in the program, which has --no-sandbox only where it is needed.</summary>
    private static string[] Switches(string url, string profile) =>
    [
        $"--app={url}",
        $"--user-data-dir={profile}",
        "--enable-unsafe-swiftshader",
        "--no-first-run",
        "--no-default-browser-check",
        "--disable-sync",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-default-apps",
        "--disable-extensions",
        "--disable-features=Translate,MediaRouter,OptimizationHints",
        "--password-store=basic",
        "--window-size=1440,900",
        "--no-sandbox",
    ];

    private async Task<bool> AnswersAsync()
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, _port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
