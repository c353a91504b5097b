using System.Globalization;
using System.Net.Http.Json;
using System.Text;

namespace ProteomicsAnnotator.Benchmarks;

/// <summary>
/// The verbs of releases as a person runs them, each a process of its own, on 10,000 blocks that 12 annotators have labelled nine
/// tenths of: labels in files and, with what was seen, in journals.
/// </summary>
public static class ReleaseBenchmark
{
    private const int Blocks = 10_000;
    private const int Annotators = 12;
    private const int Rounds = 7;

    public static async Task<int> RunAsync()
    {
        string folder = Directory.CreateTempSubdirectory("annotator-bench-").FullName;
        try
        {
            string data = Path.Join(folder, "blocks");
            for (int i = 0; i < Blocks; i++)
            {
                Write(Path.Join(data, $"block_{i:0000}", "ch0.tif"), "");
            }

            for (int user = 0; user < Annotators; user++)
            {
                WriteLabels(Path.Join(folder, "annotations"), $"user{user:00}", user);
            }

            await ViewerProgram.BuildAsync();
            int made = 0;
            int saved = 0;
            string last = "";
            Bench.Print($"Releases, {Blocks} blocks x {Annotators} annotators ({Bench.Machine})", await Bench.CompareAsync(
                Rounds,
                ("launch.sh --version", () => RunAsync("--version")),
                ("release", () => RunAsync("release", last = $"r{made++}")),
                ("verify, with what changed since", () => RunAsync("verify", last)),
                ("backup", () => RunAsync("backup", Path.Join(folder, $"b{saved++}.zip"))),
                ("verify of the backup", () => RunAsync("verify", Path.Join(folder, $"b{saved - 1}.zip")))));
            await MeasureRunningAsync(folder, data);
            return 0;

            Task RunAsync(params string[] arguments) => ViewerProgram.RunVerbAsync(folder, data, arguments);
        }
        finally
        {
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }
        }
    }

    /// <summary>As an admin's page does it: the program runs already.</summary>
    private static async Task MeasureRunningAsync(string folder, string data)
    {
        ViewerProgram.WriteRoles(folder, ViewerProgram.Username);
        await using ViewerProgram program = await ViewerProgram.StartInAsync(folder, data);
        (string name, string value) = await program.SignInAsync();
        int made = 0;
        Timing post = await Bench.MeasureAsync("POST /api/releases", Rounds, async () =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/releases") { Content = JsonContent.Create(new { name = $"p{made++}" }) };
            request.Headers.Add("Cookie", $"{name}={value}");
            using HttpResponseMessage answer = await program.Http.SendAsync(request);
            answer.EnsureSuccessStatusCode();
        });
        Bench.Print("The same by a program that runs", [post]);
    }

    internal static void WriteLabels(string annotations, string username, int seed)
    {
        var random = new Random(seed);
        var journal = new StringBuilder("""{"format":1,"program":"1.0.0","host":"ws","account":"x","data_root":"/d","classes":["Class 1","Class 2","Class 3"]}""" + "\n");
        var entries = new List<string>();
        for (int i = 0; i < Blocks; i++)
        {
            if (random.Next(10) == 0)
            {
                continue;
            }

            int label = random.Next(5) == 0 ? random.Next(1, 4) : (i % 3) + 1;
            string at = $"2024-01-02T{i / 3600:00}:{i / 60 % 60:00}:{i % 60:00}+00:00";
            journal.Append(CultureInfo.InvariantCulture, $"{{\"seq\":{entries.Count + 1},\"clock\":{entries.Count + 1},\"at\":\"{at}\",\"block\":\"block_{i:0000}\",\"label\":{label},\"was\":null,");
            journal.Append("\"seen\":[{\"file\":\"ch0.tif\",\"version\":\"0-1704187800000000000\"}],\"via\":\"key\",\"ev\":{\"active_ms\":4120,\"slices\":0.25,\"view\":\"slice\"}}\n");
            entries.Add($"    \"block_{i:0000}\": {{\n      \"label\": {label},\n      \"annotated_at\": \"{at}\"\n    }}");
        }

        Write(Path.Join(annotations, "history", "users", username, $"20240102T000000Z-ws-0123456789{seed:x2}.jsonl"), journal.ToString());
        Write(Path.Join(annotations, "users", $"{username}.json"), $"{{\n  \"username\": \"{username}\",\n  \"annotations\": {{\n{string.Join(",\n", entries)}\n  }}\n}}\n");
    }

    internal static void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, Encoding.UTF8.GetBytes(text));
    }
}
