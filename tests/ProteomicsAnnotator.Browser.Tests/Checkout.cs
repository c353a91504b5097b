namespace ProteomicsAnnotator.Browser.Tests;

/// <summary>Where the sources are that this test program was built from.</summary>
internal static class Checkout
{
    public static string Folder { get; } = Find();

    public static string Launcher => Path.Join(Folder, "launch.sh");

    public static string Screenshots => Directory.CreateDirectory(Path.Join(Folder, "artifacts", "screenshots")).FullName;

    private static string Find()
    {
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Join(at.FullName, "launch.sh")))
            {
                return at.FullName;
            }
        }

        throw new InvalidOperationException($"No launch.sh above {AppContext.BaseDirectory}.");
    }
}
