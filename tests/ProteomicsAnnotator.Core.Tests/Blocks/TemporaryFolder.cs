namespace ProteomicsAnnotator.Core.Tests.Blocks;

/// <summary>A folder of its own for one test, removed with everything in it.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("annotator-").FullName;

    public string Below(params string[] parts) => System.IO.Path.Join([Path, .. parts]);

    /// <summary>Makes the folder and empty files in it.</summary>
    public string Block(string relativePath, params string[] files)
    {
        string folder = Directory.CreateDirectory(Below(relativePath)).FullName;
        foreach (string file in files)
        {
            File.WriteAllBytes(System.IO.Path.Join(folder, file), []);
        }

        return folder;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
