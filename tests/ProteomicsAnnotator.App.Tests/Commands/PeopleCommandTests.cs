using System.Runtime.Versioning;
using System.Text;
using System.Text.Json;
using ProteomicsAnnotator.App.Commands;
using ProteomicsAnnotator.App.Tests.Hosting;

namespace ProteomicsAnnotator.App.Tests.Commands;

/// <summary><c>people</c> as a process, and what statistics and exports make of it.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class PeopleCommandTests : IAsyncDisposable
{
    private readonly RealProgram _program = new();

    public PeopleCommandTests()
    {
        Put("annotations/.annotator-root", "00112233445566778899aabbccddeeff\n");
        PutUser("ann", 1);
        PutUser("anne", 2);
        PutUser("ben", 2);
    }

    public ValueTask DisposeAsync() => _program.DisposeAsync();

    [Fact]
    public async Task People_AreExcludedAndJoined_InEveryFigureAndExport_AndBackAgain()
    {
        (int code, string output, _) = await RunAsync("people", "--exclude", "ben", "--reason", "wrong channel", "--same=anne=ann", "--as", "lead", "--dry-run");
        Assert.Equal(ExitCode.Ok, code);
        Assert.Contains("Nothing was stored (--dry-run).", output, StringComparison.Ordinal);
        Assert.Contains("Annotators                3", (await RunAsync("stats")).Output, StringComparison.Ordinal);

        (_, output, _) = await RunAsync("people", "--exclude", "ben", "--reason", "wrong channel", "--same=anne=ann", "--as", "lead");
        Assert.Contains("1 label of ben counts in no figure", output, StringComparison.Ordinal);
        Assert.Contains("1 block has a label under both names, 1 of them another one", output, StringComparison.Ordinal);

        (_, output, _) = await RunAsync("people");
        Assert.Contains("anne: 1 label, counted as ann's (decided by lead", output, StringComparison.Ordinal);
        Assert.Contains("ben: 1 label, excluded by lead", output, StringComparison.Ordinal);
        (_, output, _) = await RunAsync("stats", "--json");
        JsonElement statistics = JsonDocument.Parse(output).RootElement;
        Assert.Equal(1, statistics.GetProperty("annotators").GetInt32());

        string table = Path.Combine(_program.Folder, "out.csv");
        (code, _, _) = await RunAsync("export", "--csv", table);
        Assert.Equal(ExitCode.Ok, code);
        string[] lines = await File.ReadAllLinesAsync(table, TestContext.Current.CancellationToken);
        Assert.Equal(["block_id,consensus_label,final_label,has_disagreement,user_ann_label,user_ben_label,exported_at", "block_0001,2,,False,2,2,"], [lines[0], lines[1][..(lines[1].LastIndexOf(',') + 1)]]);
        JsonElement manifest = JsonDocument.Parse(await File.ReadAllBytesAsync(table + ".manifest.json", TestContext.Current.CancellationToken)).RootElement;
        Assert.Equal(("ben", "wrong channel", "lead"), (manifest.GetProperty("exclusions")[0].GetProperty("username").GetString(), manifest.GetProperty("exclusions")[0].GetProperty("reason").GetString(), manifest.GetProperty("exclusions")[0].GetProperty("by").GetString()));
        Assert.Equal(("anne", "ann"), (manifest.GetProperty("same_person")[0].GetProperty("name").GetString(), manifest.GetProperty("same_person")[0].GetProperty("person").GetString()));

        (code, _, string error) = await RunAsync("release", "without_ben", "--as", "lead");
        Assert.True(code == ExitCode.Ok, error);

        _ = await RunAsync("people", "--include", "ben", "--apart", "anne");
        Assert.Contains("Annotators                3", (await RunAsync("stats")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NameThatIsNoUsername_CountsAsSomebodys_OnceThatIsSaid()
    {
        PutUser("Anna Z. (old)", 3);
        (_, string output, _) = await RunAsync("people");
        Assert.Contains("Anna Z. (old): 1 label, counted nowhere, as this is no username; --same \"Anna Z. (old)\"=PERSON says whose they are", output, StringComparison.Ordinal);

        (int code, output, _) = await RunAsync("people", "--same", "Anna Z. (old)=anna", "--as", "lead");

        Assert.Equal(ExitCode.Ok, code);
        Assert.Contains("1 label given as Anna Z. (old) counts as anna's", output, StringComparison.Ordinal);
        Assert.Contains("Annotators                4", (await RunAsync("stats")).Output, StringComparison.Ordinal);
        string history = Path.Combine(_program.Folder, "history.csv");
        (code, _, string error) = await RunAsync("export", "--long", history, "--include-history");
        Assert.True(code == ExitCode.Ok, error);
        Assert.Contains("Anna Z. (old)", await File.ReadAllTextAsync(history + ".history.csv", TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Contains(await File.ReadAllLinesAsync(history, TestContext.Current.CancellationToken), line => line.Split(',').Contains("anna"));

        _ = await RunAsync("people", "--apart", "Anna Z. (old)");
        Assert.Contains("Annotators                3", (await RunAsync("stats")).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--exclude", "ben")]
    [InlineData("--reason", "x")]
    [InlineData("--same", "ann")]
    [InlineData("--color")]
    public async Task OptionThatMakesNoSense_IsNamed(params string[] arguments)
    {
        (int code, _, string error) = await RunAsync(["people", .. arguments]);

        Assert.Equal(ExitCode.BadConfiguration, code);
        Assert.Contains("people: found", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task UnknownName_IsRefused_WithThoseThereAre()
    {
        (int code, _, string error) = await RunAsync("people", "--exclude", "carl", "--reason", "x");

        Assert.Equal(ExitCode.Trouble, code);
        Assert.Contains("no annotator is called carl; the annotators are ann, anne, ben", error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_program.Folder, "annotations", "admin", "decisions")));
    }

    private void PutUser(string name, int label) => Put($"annotations/users/{name}.json", $$"""
        { "username": "{{name}}", "created_at": "2024-01-01T00:00:00+00:00", "updated_at": "2024-01-02T10:30:00+00:00",
          "annotations": { "block_0001": { "label": {{label}}, "annotated_at": "2024-01-02T10:30:0{{label}}+00:00" } } }
        """);

    private Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments) => RealProgram.EndOfAsync(_program.Start(arguments));

    private void Put(string path, string text)
    {
        string full = Path.Combine(_program.Folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllBytes(full, Encoding.UTF8.GetBytes(text));
    }
}
