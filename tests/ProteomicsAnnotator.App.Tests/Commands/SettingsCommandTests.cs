using System.Runtime.Versioning;
using System.Text;
using System.Text.Json;
using ProteomicsAnnotator.App.Commands;
using ProteomicsAnnotator.App.Tests.Hosting;

namespace ProteomicsAnnotator.App.Tests.Commands;

/// <summary><c>settings</c> and <c>classes</c> as processes, and what statistics, plans and exports make of them.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class SettingsCommandTests : IAsyncDisposable
{
    private readonly RealProgram _program = new();

    public SettingsCommandTests()
    {
        Put("annotations/.annotator-root", "00112233445566778899aabbccddeeff\n");
        Put("configs/classes.json", """{"classes":["Interneuron","Pyramidal","Glia"]}""");
        PutUser("ann", 1);
        PutUser("ben", 2);
    }

    public ValueTask DisposeAsync() => _program.DisposeAsync();

    [Fact]
    public async Task RuleForTies_IsAskedFirst_IsInEveryFigure_AndIsTakenBack()
    {
        (int code, string output, _) = await RunAsync("settings", "--set", "tie_rule=none", "--dry-run");
        Assert.Equal(ExitCode.Ok, code);
        Assert.Contains("1 block is tied: the consensus of 1 of them changes", output, StringComparison.Ordinal);
        Assert.Contains("Nothing was stored (--dry-run).", output, StringComparison.Ordinal);
        Assert.Equal("block_0001,1,,True,1,2,", await WideAsync());

        (code, output, _) = await RunAsync("settings", "--set=tie_rule=none", "--set", "target_votes=2", "--as", "lead");
        Assert.Equal(ExitCode.Ok, code);
        Assert.Contains("tie_rule      none (lead, ", output, StringComparison.Ordinal);
        Assert.Contains("Each block is to have 2 votes: the campaign's setting.", output, StringComparison.Ordinal);
        Assert.Equal("block_0001,,,True,1,2,", await WideAsync());
        JsonElement manifest = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(_program.Folder, "out.csv.manifest.json"), TestContext.Current.CancellationToken)).RootElement;
        Assert.Equal("none", manifest.GetProperty("settings").GetProperty("tie_rule").GetString());
        Assert.Contains("Ties                      a tie has no consensus", (await RunAsync("stats")).Output, StringComparison.Ordinal);

        (code, _, string error) = await RunAsync("release", "tied", "--as", "lead");
        Assert.True(code == ExitCode.Ok, error);
        (_, output, _) = await RunAsync("plan", "--annotators", "ann,ben,cem", "--dry-run");
        Assert.Contains("2 votes", output, StringComparison.Ordinal);

        (_, output, _) = await RunAsync("settings", "--undo", "tie_rule", "--dry-run");
        Assert.Contains("1 block is tied: the consensus of 1 of them changes", output, StringComparison.Ordinal);
        Assert.Equal("block_0001,,,True,1,2,", await WideAsync());
        (code, _, error) = await RunAsync("settings", "--undo", "deadline", "--dry-run");
        Assert.Equal((ExitCode.Trouble, true), (code, error.Contains("nothing is decided of deadline, so there is nothing to take back", StringComparison.Ordinal)));
        _ = await RunAsync("settings", "--undo", "tie_rule");
        Assert.Equal("block_0001,1,,True,1,2,", await WideAsync());
    }

    [Theory]
    [InlineData("--set", "tie_rule=loudest")]
    [InlineData("--set", "target_votes=0")]
    [InlineData("--set", "color=1")]
    [InlineData("--undo", "color")]
    [InlineData("--set", "closed")]
    [InlineData("--dry-run")]
    public async Task OptionThatMakesNoSense_IsNamed(params string[] arguments)
    {
        (int code, _, string error) = await RunAsync(["settings", .. arguments]);

        Assert.Equal(ExitCode.BadConfiguration, code);
        Assert.Contains("settings: found", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ClassThatIsRenamed_SaysWhoseLabelsAreConcerned_AndStandsInTheExportsUnderTheOldName()
    {
        (int code, string output, _) = await RunAsync("classes", "--rename", "Interneuron=Basket cell", "--dry-run");
        Assert.Equal(ExitCode.Ok, code);
        Assert.Contains("Interneuron keeps its number 1 and is called Basket cell. 1 label stands under the old name until whoever gave it has answered again (ann 1), and 0 final labels", output, StringComparison.Ordinal);
        Assert.Contains("Class 1 is still \"Interneuron\" in classes.json: call it \"Basket cell\" there.", output, StringComparison.Ordinal);
        Assert.Contains("No class was renamed or split.", (await RunAsync("classes")).Output, StringComparison.Ordinal);

        _ = await RunAsync("classes", "--rename", "Interneuron=Basket cell", "--as", "lead");
        Assert.Contains("1 Interneuron (now Basket cell), by lead: 1 label waits: ann 1", (await RunAsync("classes")).Output, StringComparison.Ordinal);
        Put("configs/classes.json", """{"classes":["Basket cell","Pyramidal","Glia"]}""");
        Assert.Equal(("Basket cell", "Interneuron"), await LongAsync());

        (code, _, string error) = await RunAsync("classes", "--undo", "Interneuron");
        Assert.True(code == ExitCode.Ok, error);
        Assert.Equal(("Basket cell", "Basket cell"), await LongAsync());
    }

    [Theory]
    [InlineData("--rename", "Neuron=Cell", "no class is called \"Neuron\"; the classes are Interneuron, Pyramidal, Glia")]
    [InlineData("--rename", "Glia=Pyramidal", "two classes cannot become one")]
    [InlineData("--split", "Glia=A,A", "two of the new names are equal")]
    [InlineData("--undo", "Glia", "no class was called \"Glia\" before a change")]
    public async Task ChangeThatCannotBe_IsRefusedInWords(string option, string value, string words)
    {
        (int code, _, string error) = await RunAsync("classes", option, value);

        Assert.Equal(ExitCode.Trouble, code);
        Assert.Contains(words, error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_program.Folder, "annotations", "campaign")));
    }

    private async Task<string> WideAsync()
    {
        string table = Path.Combine(_program.Folder, "out.csv");
        (int code, _, string error) = await RunAsync("export", "--csv", table, "--force");
        Assert.True(code == ExitCode.Ok, error);
        string line = (await File.ReadAllLinesAsync(table, TestContext.Current.CancellationToken))[1];
        return line[..(line.LastIndexOf(',') + 1)];
    }

    private async Task<(string Name, string GivenAs)> LongAsync()
    {
        string table = Path.Combine(_program.Folder, "long.csv");
        (int code, _, string error) = await RunAsync("export", "--long", table, "--force");
        Assert.True(code == ExitCode.Ok, error);
        string[] lines = await File.ReadAllLinesAsync(table, TestContext.Current.CancellationToken);
        string[] heads = lines[0].Split(',');
        string[] cells = lines[1].Split(',');
        return (cells[Array.IndexOf(heads, "class_name")], cells[Array.IndexOf(heads, "given_as")]);
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
