using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.App.SigningIn;

/// <summary>The folders directly below one folder of this machine, for choosing a data root.</summary>
public sealed record FolderListing(string Path, string? Parent, ICollection<string> Folders, int BlockFolders, string? Problem)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static FolderListing Empty { get; } = new("", null, [], 0, null);

    /// <summary>Never throws for what the file system says, and gives up on a share that does not answer.</summary>
    public static async Task<FolderListing> ReadAsync(string path)
    {
        string full;
        try
        {
            full = System.IO.Path.GetFullPath(path);
        }
        catch (ArgumentException)
        {
            return Empty with { Path = path, Problem = $"'{path}' is no folder name." };
        }

        try
        {
            return await Task.Run(() => Read(full)).WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            return Refused(full, $"{full} did not answer within {Patience.TotalSeconds:0} seconds. Is the share mounted?");
        }
        catch (DirectoryNotFoundException)
        {
            return Refused(full, $"There is no folder {full}.");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return Refused(full, $"{full} cannot be opened: {fault.Message}");
        }
    }

    private static FolderListing Read(string path)
    {
        var folders = new List<string>();
        int blocks = 0;
        foreach (string folder in Directory.EnumerateDirectories(path))
        {
            string name = System.IO.Path.GetFileName(folder);
            if (BlockId.IsBlockName(name))
            {
                blocks++;
            }
            else if (!name.StartsWith('.'))
            {
                folders.Add(name);
            }
        }

        folders.Sort(StringComparer.OrdinalIgnoreCase);
        return new FolderListing(path, System.IO.Path.GetDirectoryName(path), folders, blocks, null);
    }

    private static FolderListing Refused(string path, string problem) =>
        new(path, System.IO.Path.GetDirectoryName(path), [], 0, problem);
}
