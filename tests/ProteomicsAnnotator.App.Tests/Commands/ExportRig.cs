using ProteomicsAnnotator.App.Settings;
using ProteomicsAnnotator.App.Tests.Hosting;
using ProteomicsAnnotator.App.Tests.Reviewing;

namespace ProteomicsAnnotator.App.Tests.Commands;

/// <summary>The small project of tests/vectors, and a folder for what is exported of it.</summary>
internal sealed class ExportRig : IAsyncDisposable
{
    public ReviewFolder Project { get; } = ReviewFolder.ProjectSmall();

    public string Folder { get; } = Directory.CreateTempSubdirectory("export").FullName;

    /// <summary>Where this machine would keep something.</summary>
    public string Local { get; } = Directory.CreateTempSubdirectory("local").FullName;

    public AnnotatorOptions Options => new()
    {
        Home = Folder,
        DataRoot = Project.DataRoot,
        AnnotationsRoot = Project.AnnotationsRoot,
        Token = "t",
        ShareLimits = TestProgram.Patient,
        Folders = new LocalFolders(Path.Combine(Local, "state"), Path.Combine(Local, "cache")),
    };

    public string Target(string name) => Path.Combine(Folder, name);

    public Task<string> TextAsync(string name) => File.ReadAllTextAsync(Target(name), TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await Project.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
        Directory.Delete(Local, recursive: true);
    }
}
