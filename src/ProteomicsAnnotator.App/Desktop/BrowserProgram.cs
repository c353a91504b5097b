namespace ProteomicsAnnotator.App.Desktop;

/// <summary>An installed Chromium, Chrome or Edge, and the folder where it may keep our window's profile.</summary>
public sealed record BrowserProgram(string Path, string ProfileFolder)
{
    private static readonly string[] LinuxNames =
    [
        "google-chrome", "google-chrome-stable", "chromium", "chromium-browser", "microsoft-edge", "microsoft-edge-stable",
    ];

    private static readonly string[] MacPrograms =
    [
        "Google Chrome.app/Contents/MacOS/Google Chrome",
        "Chromium.app/Contents/MacOS/Chromium",
        "Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    ];

    private static readonly string[] WindowsPrograms =
    [
        @"Google\Chrome\Application\chrome.exe",
        @"Chromium\Application\chrome.exe",
        @"Microsoft\Edge\Application\msedge.exe",
    ];

    /// <summary>Null when there is none: the default browser shows an ordinary tab then.</summary>
    /// <param name="given">ANNOTATOR_BROWSER; null: the first one that is installed.</param>
    /// <param name="stateFolder">Of this account.</param>
    /// <param name="runName">The same for the same roots.</param>
    public static BrowserProgram? Find(string? given, string stateFolder, string runName)
    {
        string? path = given ?? Candidates().FirstOrDefault(File.Exists);
        return path is null ? null : new BrowserProgram(path, ProfileOf(path, stateFolder, runName));
    }

    private static IEnumerable<string> Candidates()
    {
        if (OperatingSystem.IsWindows())
        {
            return Under(
                WindowsPrograms,
                Environment.GetFolderPath(Environment.SpecialFolder.ProgramFiles),
                Environment.GetFolderPath(Environment.SpecialFolder.ProgramFilesX86),
                Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData));
        }

        if (OperatingSystem.IsMacOS())
        {
            string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
            return Under(MacPrograms, "/Applications", System.IO.Path.Combine(home, "Applications"));
        }

        string[] folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries);
        return Under(LinuxNames, folders);
    }

    private static IEnumerable<string> Under(string[] names, params string[] folders) =>
        names.SelectMany(_ => folders, (name, folder) => System.IO.Path.Combine(folder, name));

    /// <summary>A browser from a snap may write only below its own folder.</summary>
    private static string ProfileOf(string path, string stateFolder, string runName)
    {
        const string SnapFolder = "/snap/bin/";
        bool snap = path.StartsWith(SnapFolder, StringComparison.Ordinal)
            || (System.IO.Path.GetFileName(path) == "chromium-browser" && File.Exists(SnapFolder + "chromium"));
        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return snap
            ? System.IO.Path.Combine(home, "snap", "chromium", "common", "proteomics-annotator", runName)
            : System.IO.Path.Combine(stateFolder, "window", runName);
    }
}
