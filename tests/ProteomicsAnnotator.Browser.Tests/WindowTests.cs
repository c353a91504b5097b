using System.Diagnostics;
using System.Globalization;
using Microsoft.Playwright;

namespace ProteomicsAnnotator.Browser.Tests;

/// <summary>The window as the program opens it, on a screen without a monitor.</summary>
public sealed class WindowTests(Chromium chromium)
{
    [Fact]
    public async Task HeadedStart_WithTheProgramsOwnSwitches_ShowsAPictureAndEndsWithItsWindow()
    {
        using var campaign = new Campaign(2);
        string switches = await WriteBrowserAsync(campaign);
        using Process screen = Process.Start(new ProcessStartInfo("Xvfb", ["-displayfd", "1", "-screen", "0", "1600x1000x24"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        })!;
        try
        {
            string? display = await screen.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
            string path = $"{campaign.Below("bin")}:{Environment.GetEnvironmentVariable("PATH")}";
            await using RunningProgram program = await RunningProgram.StartAsync(
                campaign, [], ("DISPLAY", ":" + display), ("PATH", path));
            int port = 0;
            await Eventually.TrueAsync("the browser listens", () => (port = DebuggingPort(switches)) != 0);
            IBrowser browser = await chromium.Playwright.Chromium.ConnectOverCDPAsync(
                $"http://127.0.0.1:{port}", new() { Timeout = (float)Eventually.Limit.TotalMilliseconds });
            IPage page = await PageAsync(browser);
            await page.GetByTestId("login-username").FillAsync("alice");
            await page.GetByTestId("login-submit").ClickAsync();
            await page.Locator("[data-testid=viewer-canvas][data-block-id=block_0001][data-complete=true]").WaitForAsync();

            byte[] picture = await page.GetByTestId("viewer-canvas").First.ScreenshotAsync();
            await File.WriteAllBytesAsync(
                Path.Join(Checkout.Screenshots, "window.png"), picture, TestContext.Current.CancellationToken);
            Assert.True(await BrightPixelsAsync(page) > 100, "The window shows no picture.");
            string used = await File.ReadAllTextAsync(switches, TestContext.Current.CancellationToken);
            Assert.DoesNotContain("token=", used, StringComparison.Ordinal);

            await page.CloseAsync();
            await Eventually.TrueAsync("the program ends with its window", () => program.Process.HasExited);
            Assert.Equal(0, program.Process.ExitCode);
        }
        finally
        {
            screen.Kill();
        }
    }

    /// <summary>A browser in front of the real one that writes its switches down and can be spoken to.</summary>
    private static async Task<string> WriteBrowserAsync(Campaign campaign)
    {
        string folder = Directory.CreateDirectory(campaign.Below("bin")).FullName;
        string browser = Path.Join(folder, "google-chrome");
        string switches = campaign.Below("switches.txt");
        await File.WriteAllLinesAsync(browser,
        [
            "#!/bin/sh",
            $"printf '%s\\n' \"$@\" > '{switches}'",
            "exec /usr/bin/chromium \"$@\" --remote-debugging-port=0",
        ]);
        await Shell.RunAsync("chmod", "+x", browser);
        return switches;
    }

    private static async Task<IPage> PageAsync(IBrowser browser)
    {
        IPage? page = null;
        await Eventually.TrueAsync("the window has its page", () =>
        {
            page = browser.Contexts.SelectMany(c => c.Pages)
                .FirstOrDefault(p => p.Url.StartsWith("http://127.0.0.1", StringComparison.Ordinal));
            return page is not null;
        });
        page!.SetDefaultTimeout((float)Eventually.Limit.TotalMilliseconds);
        return page;
    }

    /// <summary>How many of the painted picture's pixels are clearly not background, read from a screenshot of it.</summary>
    private static async Task<int> BrightPixelsAsync(IPage page)
    {
        byte[] png = await page.GetByTestId("viewer-canvas").First.ScreenshotAsync();
        return await page.EvaluateAsync<int>(
            """
            async (base64) => {
              const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
              const image = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
              const canvas = new OffscreenCanvas(image.width, image.height);
              const context = canvas.getContext("2d");
              context.drawImage(image, 0, 0);
              const data = context.getImageData(0, 0, image.width, image.height).data;
              let bright = 0;
              for (let i = 0; i < data.length; i += 4) {
                bright += Math.max(data[i], data[i + 1], data[i + 2]) > 120 ? 1 : 0;
              }
              return bright;
            }
            """,
            Convert.ToBase64String(png));
    }

    /// <summary>The port that the browser chose, which it writes into its profile; 0 until it has.</summary>
    private static int DebuggingPort(string switches)
    {
        const string Profile = "--user-data-dir=";
        string? profile = File.Exists(switches)
            ? Array.Find(File.ReadAllLines(switches), line => line.StartsWith(Profile, StringComparison.Ordinal))
            : null;
        string chosen = Path.Join(profile?[Profile.Length..], "DevToolsActivePort");
        string[] lines = profile is not null && File.Exists(chosen) ? File.ReadAllLines(chosen) : [];
        return lines.Length < 2 ? 0 : int.Parse(lines[0], CultureInfo.InvariantCulture);
    }
}
