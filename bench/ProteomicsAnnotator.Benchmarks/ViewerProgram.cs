using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace ProteomicsAnnotator.Benchmarks;

/// <summary>
/// The program as a person starts it, through <c>launch.sh</c>, with a data root and fresh folders for all it writes.
/// </summary>
internal sealed class ViewerProgram : IAsyncDisposable
{
    public const string Username = "bench";

    private const string RolesFile = "roles.json";
    private const string Token = "bench";
    private const string Ready = "Proteomics Annotator is ready at ";

    private readonly Process _process;
    private readonly string _folder;

    private ViewerProgram(Process process, string folder, Uri link)
    {
        _process = process;
        _folder = folder;
        Link = link;
        Http = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = new Uri(link.GetLeftPart(UriPartial.Authority)) };
        Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
    }

    /// <summary>What the program printed: sets the access cookie and goes on to the page.</summary>
    public Uri Link { get; }

    public int ProcessId => _process.Id;

    public HttpClient Http { get; }

    /// <summary>Builds the program when its sources changed, as a first start does.</summary>
    public static async Task BuildAsync()
    {
        using Process build = Start(["--version"], []);
        await build.StandardOutput.ReadToEndAsync();
        await build.WaitForExitAsync();
        if (build.ExitCode != 0)
        {
            throw new InvalidOperationException("launch.sh could not build the program.");
        }
    }

    /// <summary>A verb of the command line, to its end; the labels and what the machine keeps lie below the folder.</summary>
    public static async Task RunVerbAsync(string folder, string dataRoot, params string[] arguments)
    {
        using Process process = Start(arguments, Folders(folder, dataRoot));
        string said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{string.Join(' ', arguments)} ended with {process.ExitCode}: {said}");
        }
    }

    public static async Task<ViewerProgram> StartAsync(string dataRoot, int labels = 0)
    {
        string folder = Directory.CreateTempSubdirectory("annotator-bench-").FullName;
        string annotations = Directory.CreateDirectory(Path.Join(folder, "annotations")).FullName;
        if (labels > 0)
        {
            ViewerData.WriteLabels(annotations, Username, labels);
        }

        return await StartInAsync(folder, dataRoot);
    }

    /// <summary>Who is an admin of the start in this folder; nobody, unless said.</summary>
    public static void WriteRoles(string folder, params string[] admins) => File.WriteAllBytes(
        Path.Join(folder, RolesFile), JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string[]>(StringComparer.Ordinal) { ["admins"] = admins }));

    /// <summary>Returns at the ready line.</summary>
    /// <param name="folder">Holds <c>annotations</c> and this machine's own folders; deleted in the end.</param>
    /// <param name="dataRoot">Blocks.</param>
    /// <param name="browsers">A folder with the browser that the program is to open; null: it opens none.</param>
    public static async Task<ViewerProgram> StartInAsync(string folder, string dataRoot, string? browsers = null)
    {
        string roles = Path.Join(folder, RolesFile);
        if (!File.Exists(roles))
        {
            WriteRoles(folder);
        }

        Process process = Start(browsers is null ? ["--no-browser"] : [], new Dictionary<string, string>(Folders(folder, dataRoot), StringComparer.Ordinal)
        {
            ["ANNOTATOR_ROLES_FILE"] = roles,
            ["DISPLAY"] = ":none",
            ["PATH"] = $"{browsers}:{Environment.GetEnvironmentVariable("PATH")}".TrimStart(':'),
            ["ANNOTATOR_TOKEN"] = Token,
        });
        string? line = await process.StandardOutput.ReadLineAsync();
        if (line?.StartsWith(Ready, StringComparison.Ordinal) != true)
        {
            throw new InvalidOperationException($"The program said: {line}");
        }

        return new ViewerProgram(process, folder, new Uri(line[Ready.Length..]));
    }

    /// <summary>Name and value of the cookie that a sign-in sets.</summary>
    public async Task<(string Name, string Value)> SignInAsync()
    {
        using HttpResponseMessage answer = await Http.PostAsJsonAsync("/api/session", new { username = Username });
        answer.EnsureSuccessStatusCode();
        string cookie = answer.Headers.GetValues("Set-Cookie").First(value => value.StartsWith("annotator-session", StringComparison.Ordinal));
        string[] parts = cookie.Split(';')[0].Split('=', 2);
        return (parts[0], parts[1]);
    }

    /// <summary>Has the server decode every channel of a block.</summary>
    public async Task DecodeAsync(string block, string session)
    {
        for (int channel = 0; channel < 3; channel++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/volumes/{channel.ToString(CultureInfo.InvariantCulture)}/{block}");
            request.Headers.Add("Cookie", session);
            using HttpResponseMessage answer = await Http.SendAsync(request);
            answer.EnsureSuccessStatusCode();
            await answer.Content.CopyToAsync(Stream.Null);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        using (Process kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]))
        {
            await kill.WaitForExitAsync();
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static Dictionary<string, string> Folders(string folder, string dataRoot) => new(StringComparer.Ordinal)
    {
        ["ANNOTATOR_DATA_ROOT"] = dataRoot,
        ["ANNOTATOR_ANNOTATIONS_ROOT"] = Path.Join(folder, "annotations"),
        ["XDG_STATE_HOME"] = Path.Join(folder, "state"),
        ["XDG_CACHE_HOME"] = Path.Join(folder, "cache"),
    };

    private static Process Start(string[] arguments, Dictionary<string, string> environment)
    {
        var start = new ProcessStartInfo("sh", [Path.Join(Home, "launch.sh"), .. arguments]) { RedirectStandardOutput = true, UseShellExecute = false };
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    private static string Home
    {
        get
        {
            string folder = AppContext.BaseDirectory;
            while (!File.Exists(Path.Join(folder, "launch.sh")))
            {
                folder = Path.GetDirectoryName(folder)
                    ?? throw new InvalidOperationException("There is no launch.sh above the benchmark: run it from the checkout.");
            }

            return folder;
        }
    }
}
