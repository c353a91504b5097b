namespace ProteomicsAnnotator.App.Tests.Documentation;

/// <summary>The demo's data, made once for the pages that use it.</summary>
public sealed class DemoCache : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("annotator-demo-").FullName;

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
