using ProteomicsAnnotator.App.Settings;
using ProteomicsAnnotator.App.SigningIn.Provider;
using ProteomicsAnnotator.App.Tests.Hosting;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.App.Tests.SigningIn;

public sealed class IdentityBindingsTests : IDisposable
{
    private static readonly ProviderIdentity Alice = new("https://login.example", "1");
    private static readonly ProviderIdentity Other = new("https://login.example", "2");
    private static readonly ProviderIdentity Elsewhere = new("https://other.example", "1");
    private readonly string _state = Directory.CreateTempSubdirectory("annotator-identities-").FullName;

    public void Dispose() => Directory.Delete(_state, recursive: true);

    [Fact]
    public void Name_BelongsToTheFirstAccount_AlsoAfterAnotherStart()
    {
        Assert.Null(Bindings().BindOrWhyNot("alice", Alice));
        Assert.Null(Bindings().BindOrWhyNot("alice", Alice));
        Assert.Contains("belongs to another account", Bindings().BindOrWhyNot("alice", Other), StringComparison.Ordinal);
        Assert.Contains("belongs to another account", Bindings().BindOrWhyNot("alice", Elsewhere), StringComparison.Ordinal);
        Assert.Contains("signed in as alice before", Bindings().BindOrWhyNot("alicia", Alice), StringComparison.Ordinal);
        Assert.Equal(Alice, Assert.Single(Bindings().All()).Identity);
    }

    [Fact]
    public void Move_GivesTheAccountThisNameAndNoOther_AndFreeGivesItToTheNext()
    {
        IdentityBindings bindings = Bindings();
        _ = bindings.BindOrWhyNot("alice", Alice);
        bindings.Move("alicia", Alice);
        Assert.Null(bindings.BindOrWhyNot("alicia", Alice));
        Assert.Null(bindings.BindOrWhyNot("alice", Other));
        bindings.Move("alice", Elsewhere);
        Assert.NotNull(bindings.BindOrWhyNot("alice", Other));
        bindings.Free("alice");
        Assert.Null(bindings.BindOrWhyNot("alice", Other));
        Assert.Equal(["alice", "alicia"], bindings.All().Select(binding => binding.Username));
    }

    /// <summary>A state folder that is not mounted any more frees no name.</summary>
    [Fact]
    public void Folder_ThatIsGone_BelongsToNobodyNew()
    {
        IdentityBindings bindings = Bindings();
        Assert.Null(bindings.Find("alice"));
        Assert.Null(bindings.BindOrWhyNot("alice", Alice));
        Directory.Move(bindings.Folder, bindings.Folder + "-away");

        Assert.Throws<StorageException>(() => bindings.Find("alice"));
        Assert.Throws<StorageException>(() => bindings.BindOrWhyNot("alice", Other));
        Assert.Throws<StorageException>(bindings.All);

        Directory.Move(bindings.Folder + "-away", bindings.Folder);
        Assert.Contains("belongs to another account", bindings.BindOrWhyNot("alice", Other), StringComparison.Ordinal);
    }

    /// <summary>Another process may free one between the listing and the reading.</summary>
    [Fact]
    public void Name_ThatIsFreedMeanwhile_IsPassedOver()
    {
        _ = Bindings().BindOrWhyNot("alice", Alice);
        _ = Bindings().BindOrWhyNot("bob", Other);
        IdentityBindings bindings = Bindings(new FreedAfterListing());
        Assert.Equal("bob", Assert.Single(bindings.All()).Username);
        Assert.Null(Bindings(new FreedAfterListing()).BindOrWhyNot("carol", Elsewhere));
    }

    /// <summary>What the provider says is nothing to a shell but a word.</summary>
    [Theory]
    [InlineData("3f2a-11", "3f2a-11")]
    [InlineData("auth0|1", "'auth0|1'")]
    [InlineData("a'; reboot #", @"'a'\''; reboot #'")]
    public async Task Command_ThatPeoplePassOn_IsOneForAShell(string subject, string written)
    {
        string command = IdentityText.MoveCommand("alice", new ProviderIdentity("https://login.example", subject));
        Assert.Equal($"./launch.sh identities --move alice --issuer https://login.example --subject {written}", command);
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no /bin/sh here.");
        using var shell = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("/bin/sh", ["-c", "printf '%s\n' " + command]) { RedirectStandardOutput = true, UseShellExecute = false })!;
        string output = await shell.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        Assert.Equal(["./launch.sh", "identities", "--move", "alice", "--issuer", "https://login.example", "--subject", subject], output.TrimEnd('\n').Split('\n'));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("""{"username":"bob","issuer":"https://login.example","subject":"1","at":"2026-01-01T00:00:00Z"}""")]
    public void File_ThatCannotBeRead_FreesNoName(string text)
    {
        string file = Path.Combine(Directory.CreateDirectory(Bindings().Folder).FullName, "alice.json");
        File.WriteAllBytes(file, System.Text.Encoding.UTF8.GetBytes(text));
        StorageException fault = Assert.Throws<StorageException>(() => Bindings().BindOrWhyNot("alice", Alice));
        Assert.Equal(file, fault.Path);
        Assert.Throws<StorageException>(() => Bindings().BindOrWhyNot("carol", Other));
    }

    [Theory]
    [InlineData("https://login.example", "")]
    [InlineData("", "1")]
    [InlineData("https://login.example", "1\n2")]
    public void Account_ThatIsNone_GetsNoName(string issuer, string subject)
    {
        Assert.NotNull(Bindings().BindOrWhyNot("alice", new ProviderIdentity(issuer, subject)));
        Assert.NotNull(Bindings().BindOrWhyNot("alice", new ProviderIdentity("https://login.example", new string('1', 256))));
        Assert.Empty(Bindings().All());
    }

    /// <summary>The name goes to nobody whose file may be gone after a power cut.</summary>
    [Fact]
    public void Disk_ThatDoesNotKeepIt_GivesTheNameToNobody()
    {
        var files = new NoFlush();
        Assert.Throws<StorageException>(() => Bindings(files).BindOrWhyNot("alice", Alice));
        Assert.Null(Bindings().Find("alice"));
    }

    [Fact]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public async Task Command_ListsMovesAndFrees()
    {
        await using var program = new RealProgram();
        string[] move = ["identities", "--move", "alice", "--issuer", "https://login.example", "--subject", "1"];
        (int code, string output, _) = await RealProgram.EndOfAsync(program.Start(move));
        Assert.Equal((0, "alice belongs to 1 of https://login.example."), (code, output.Trim()));
        (_, output, _) = await RealProgram.EndOfAsync(program.Start("identities"));
        Assert.Contains("alice  1  https://login.example  since ", output, StringComparison.Ordinal);
        (code, _, _) = await RealProgram.EndOfAsync(program.Start("identities", "--free", "alice"));
        Assert.Equal(0, code);
        (code, _, string error) = await RealProgram.EndOfAsync(program.Start("identities", "--free", "alice"));
        Assert.Equal(1, code);
        Assert.Contains("alice belongs to no account", error, StringComparison.Ordinal);
        (code, _, _) = await RealProgram.EndOfAsync(program.Start("identities", "--move", "alice"));
        Assert.Equal(2, code);
    }

    private IdentityBindings Bindings(FileOperations? files = null) =>
        new(new LocalFolders(_state, _state), files ?? new FileOperations(), TimeProvider.System);

    private sealed class FreedAfterListing : FileOperations
    {
        public override IReadOnlyList<string> ListFiles(string folder)
        {
            IReadOnlyList<string> files = base.ListFiles(folder);
            File.Delete(Path.Combine(folder, "alice.json"));
            return files;
        }
    }

    private sealed class NoFlush : FileOperations
    {
        public override void FlushToDisk(Microsoft.Win32.SafeHandles.SafeFileHandle file) => throw new IOException("The disk refuses.");
    }
}
