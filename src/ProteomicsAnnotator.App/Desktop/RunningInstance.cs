using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization;
using ProteomicsAnnotator.App.Gateway;
using ProteomicsAnnotator.App.Settings;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.App.Desktop;

/// <summary>
/// The file by which a second start for the same roots finds the running program: its port, and a secret that is good
/// for one thing, asking for a one-use code. Readable by this account only; gone when the program ends.
/// </summary>
public sealed record RunningInstance(int Port, string Secret)
{
    // The port of a killed program refuses at once; a running program may answer slowly at first.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    public static string PathOf(AnnotatorOptions options) =>
        Path.Combine(options.Folders.State, "running", LocalFolders.NameOf(options) + ".json");

    /// <summary>A link that opens the running program; null when there is none that answers.</summary>
    public static async Task<string?> TryGetLinkAsync(AnnotatorOptions options, CancellationToken cancellationToken)
    {
        if (Read(PathOf(options)) is not { } instance)
        {
            return null;
        }

        try
        {
            using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = Patience };
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", instance.Secret);
            string origin = $"http://127.0.0.1:{instance.Port}";
            using HttpResponseMessage response = await client.PostAsync($"{origin}{AccessGate.CodePath}", null, cancellationToken);
            if (!response.IsSuccessStatusCode)
            {
                return null;
            }

            string code = await response.Content.ReadAsStringAsync(cancellationToken);
            return code.Length is > 0 and < 200 ? $"{origin}/?code={Uri.EscapeDataString(code)}" : null;
        }
        catch (Exception fault) when (fault is HttpRequestException or TaskCanceledException)
        {
            return null;
        }
    }

    /// <summary>Best effort: without the file a second start is simply a program of its own.</summary>
    public void Write(string path)
    {
        try
        {
            string folder = Path.GetDirectoryName(path)!;
            PrivatePath.CreateFolder(new FileOperations(), folder, folder);
            File.Delete(path);
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            using var file = new FileStream(path, options);
            JsonSerializer.Serialize(file, this, LaunchJsonContext.Default.RunningInstance);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"A second start will not find this one: {fault.Message}");
        }
    }

    /// <summary>Removes the file if it still is this program's.</summary>
    public void Remove(string path)
    {
        if (Read(path) != this)
        {
            return;
        }

        try
        {
            File.Delete(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"{path} could not be removed: {fault.Message}");
        }
    }

    private static RunningInstance? Read(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize(RegularFile.ReadAll(path), LaunchJsonContext.Default.RunningInstance);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(RunningInstance))]
internal sealed partial class LaunchJsonContext : JsonSerializerContext
{
}
