using System.Runtime.Versioning;
using System.Text;
using ProteomicsAnnotator.App.Commands;
using ProteomicsAnnotator.App.Tests.Hosting;

namespace ProteomicsAnnotator.App.Tests.Commands;

/// <summary><c>gold</c> as a process.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class GoldCommandTests : IAsyncDisposable
{
    private readonly RealProgram _program = new();

    public GoldCommandTests()
    {
        Put("annotations/.annotator-root", "00112233445566778899aabbccddeeff\n");
        Put("annotations/users/ann.json", """
            { "username": "ann", "created_at": "2024-01-01T00:00:00+00:00", "updated_at": "2024-01-02T10:30:00+00:00",
              "annotations": { "block_0001": { "label": 2, "annotated_at": "2024-01-02T10:30:00+00:00" }, "block_0002": { "label": 1, "annotated_at": "2024-01-02T10:30:00+00:00" } } }
            """);
        TestTiff.WriteBlock(Path.Combine(_program.Folder, "blocks", "block_0002"));
        Directory.CreateDirectory(Admin);
        File.SetUnixFileMode(Admin, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private string Admin => Path.Combine(_program.Folder, "annotations", "admin");

    public ValueTask DisposeAsync() => _program.DisposeAsync();

    [Fact]
    public async Task Answers_AreSetWithdrawnAndCounted()
    {
        (int code, string output, _) = await RunAsync("--set", "block_0001=2", "--set=block_0002=3", "--as", "lead");
        Assert.Equal(ExitCode.Ok, code);
        Assert.Contains("2 new, 0 changed, 0 withdrawn; 2 then", output, StringComparison.Ordinal);
        Assert.Contains("ann: 1 of 2 right (50 %, 9.5 to 90.5 %); Class 2 1 of 1, Class 3 0 of 1", (await RunAsync()).Output, StringComparison.Ordinal);

        (_, output, _) = await RunAsync("--withdraw", "block_0001", "--set", "block_0002=1", "--dry-run");
        Assert.Contains("0 new, 1 changed, 1 withdrawn; 1 then", output, StringComparison.Ordinal);
        Assert.Contains("Nothing was stored", output, StringComparison.Ordinal);
        Assert.Contains("2 known answers", (await RunAsync()).Output, StringComparison.Ordinal);

        _ = await RunAsync("--withdraw", "block_0001", "--withdraw", "block_0002");
        Assert.Contains("ann: n/a (0 of 0)", (await RunAsync()).Output, StringComparison.Ordinal);
    }

    /// <summary>However many answers a step had, it is one undo step, and the counts come first.</summary>
    [Fact]
    public async Task Import_IsTakenBackInOneStep_AndMadeAgain()
    {
        (int code, _, string error) = await RunAsync("--undo");
        Assert.Equal(ExitCode.Trouble, code);
        Assert.Contains("there is nothing to take back", error, StringComparison.Ordinal);
        _ = await RunAsync("--set", "block_0001=1");
        Put("known.csv", "block_0001,2\nblock_0002,1\n");
        Assert.Contains("Known answers: 1 new, 1 changed, 0 withdrawn; 2 then. Everybody's figures are counted again: 2 labels are on these blocks.", (await RunAsync("--import", "known.csv", "--as", "lead")).Output, StringComparison.Ordinal);
        Assert.Contains("ann: 2 of 2 right", (await RunAsync()).Output, StringComparison.Ordinal);

        string shown = (await RunAsync("--undo", "--dry-run")).Output;
        Assert.StartsWith("What lead decided at ", shown, StringComparison.Ordinal);
        Assert.Contains(" of 2 blocks is taken back.", shown, StringComparison.Ordinal);
        Assert.Contains("Known answers: 0 new, 1 changed, 1 withdrawn; 1 then.", shown, StringComparison.Ordinal);
        Assert.Contains("Nothing was stored", shown, StringComparison.Ordinal);
        Assert.Contains("ann: 2 of 2 right", (await RunAsync()).Output, StringComparison.Ordinal);

        Assert.Equal(ExitCode.Ok, (await RunAsync("--undo", "--as", "boss")).Code);
        Assert.Contains("ann: 0 of 1 right", (await RunAsync()).Output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Ok, (await RunAsync("--undo")).Code);
        Assert.Contains("ann: 2 of 2 right", (await RunAsync()).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Table_IsTakenWhole_OrNotAtAll()
    {
        Put("known.csv", "\uFEFFblock_id,label\r\nblock_0001,2\r\n\"block_0002\",1\r\n");
        (_, string output, _) = await RunAsync("--import", "known.csv");
        Assert.Contains("2 new", output, StringComparison.Ordinal);

        Put("bad.csv", "block_0003,1\nblock_0004,9\n");
        (int code, _, string error) = await RunAsync("--import", "bad.csv");
        Assert.Equal(ExitCode.Trouble, code);
        Assert.Contains("bad.csv, line 2: \"block_0004,9\"; expected a block and a class from 1 to 3", error, StringComparison.Ordinal);
        Assert.Contains("2 known answers", (await RunAsync()).Output, StringComparison.Ordinal);

        (code, _, error) = await RunAsync("--import", "missing.csv");
        Assert.Equal(ExitCode.Trouble, code);
        Assert.Contains("missing.csv: there is no such file", error, StringComparison.Ordinal);
    }

    /// <summary>An answer to a misspelt name would count nowhere, and nobody would know.</summary>
    [Fact]
    public async Task BlockThatIsNotThere_TakesNoAnswer_AndMayBeWithdrawn()
    {
        (int code, _, string error) = await RunAsync("--set", "block_0001=2", "--set", "block_0999=1", "--set", "tile_7/block_0001=1");

        Assert.Equal(ExitCode.Trouble, code);
        Assert.Contains("nothing was stored: ", error, StringComparison.Ordinal);
        Assert.Contains(" has no block_0999, tile_7/block_0001", error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Ok, (await RunAsync("--withdraw", "block_0999")).Code);
        Assert.Contains("0 known answers", (await RunAsync()).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FolderThatEverybodyReads_TakesNoAnswer()
    {
        File.SetUnixFileMode(Admin, (UnixFileMode)Convert.ToInt32("755", 8));

        (int code, _, string error) = await RunAsync("--set", "block_0001=2");

        Assert.Equal(ExitCode.Trouble, code);
        Assert.Contains("nothing was stored", error, StringComparison.Ordinal);
        Assert.Contains("open to every account", error, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Admin));
    }

    [Theory]
    [InlineData("--set", "block_0001=9")]
    [InlineData("--set", "block_1=1")]
    [InlineData("--set")]
    [InlineData("--dry-run=yes")]
    [InlineData("block_0001=1")]
    [InlineData("--undo", "--set", "block_0001=1")]
    [InlineData("--undo=yes")]
    public async Task Options_ThatMakeNoSense_AreNamed(params string[] arguments)
    {
        (int code, string output, string error) = await RunAsync(arguments);

        Assert.Equal((ExitCode.BadConfiguration, ""), (code, output));
        Assert.StartsWith("gold: found ", error, StringComparison.Ordinal);
    }

    private Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments) => RealProgram.EndOfAsync(_program.Start(["gold", .. arguments]));

    private void Put(string path, string text)
    {
        string full = Path.Combine(_program.Folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllBytes(full, Encoding.UTF8.GetBytes(text));
    }
}
