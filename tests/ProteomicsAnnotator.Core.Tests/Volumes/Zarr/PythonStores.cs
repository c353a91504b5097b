using System.Diagnostics;
using System.Text.Json;

namespace ProteomicsAnnotator.Core.Tests.Volumes.Zarr;

/// <summary><c>tests/zarr_boxes.py</c>: stores that zarr-python and a small writer made, boxes and their right voxels.</summary>
internal sealed class PythonStores : IDisposable
{
    private PythonStores(string folder)
    {
        Folder = folder;
    }

    public string Folder { get; }

    public byte[] Voxels => File.ReadAllBytes(Path.Combine(Folder, "voxels.bin"));

    public JsonElement Boxes => JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, "boxes.json"))).RootElement;

    public static async Task<PythonStores> MakeAsync(int seed, int boxes)
    {
        var stores = new PythonStores(Directory.CreateTempSubdirectory("zarr-boxes-").FullName);

        // The system's Python is the one that packages of the system are for.
        string program = File.Exists("/usr/bin/python3") ? "/usr/bin/python3" : "python3";
        await RunAsync($"seed {seed}", program, Path.Combine(Home(), "tests", "zarr_boxes.py"), stores.Folder, $"{seed}", $"{boxes}");
        return stores;
    }

    /// <summary>What zarrita makes of the same stores: <c>tests/zarr_read.mjs</c>.</summary>
    public Task<string> ReadWithZarritaAsync(int seed) =>
        RunAsync($"seed {seed}", "node", Path.Combine(Home(), "tests", "zarr_read.mjs"), Path.Combine(Home(), "src", "viewer"), Folder);

    private static string Home()
    {
        string home = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(home, "ProteomicsAnnotator.slnx")))
        {
            home = Path.GetDirectoryName(home)!;
        }

        return home;
    }

    private static async Task<string> RunAsync(string what, string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        Task<string> error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, $"{what}: {await error}");
        return output;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
