using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.Core.Demo;

/// <summary>
/// A made-up data set to try the program on: 24 blocks of 3 channels, 128^3 uint16, a third of each shape class, with
/// focus points, the labels of two simulated annotators and an admin named <c>admin</c>. The same bytes every time.
/// Beside the blocks lies a small volume with points.
/// <c>block_0005</c> has one hot pixel (65535) in its first channel; the second channel of <c>block_0009</c> is cut short.
/// </summary>
public sealed class DemoData
{
    public const int BlockCount = 24;

    /// <summary>Its second channel is cut short.</summary>
    public static BlockId DamagedBlock { get; } = BlockId.OfNumber(9);

    /// <summary>Class 1: one round body; class 2: fibres; class 3: puncta. <c>block_0001</c> first.</summary>
    internal const string ShapeClasses = "123121321132312233213122";

    private const string FolderName = "demo-2";
    private const string UnfinishedPrefix = ".demo-unfinished-";

    private DemoData(string folder)
    {
        Folder = folder;
    }

    public string Folder { get; }

    public string DataRoot => Path.Join(Folder, "blocks");

    /// <summary>Beside the blocks: a volume with points.</summary>
    public string VolumeRoot => VolumeRootBeside(DataRoot);

    public string AnnotationsRoot => Path.Join(Folder, "annotations");

    public string RolesFile => Path.Join(Folder, "configs", "roles.json");

    public string ClassesFile => Path.Join(Folder, "configs", "classes.json");

    /// <summary>
    /// Takes the data set in <paramref name="cacheFolder"/>, or makes it there: in a folder of its own, renamed when
    /// it is complete, so that nobody sees a half-made one.
    /// </summary>
    /// <param name="cacheFolder">Created when missing; about 300 MB are needed.</param>
    /// <param name="progress">Share done, 0 to 1, from any thread; reported only when the data set is made.</param>
    /// <param name="cancellationToken">Stops the making and removes what was made.</param>
    /// <exception cref="IOException">The folder cannot be written, or the disk is full.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder cannot be written.</exception>
    public static async Task<DemoData> EnsureAsync(
        string cacheFolder, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        var demo = new DemoData(Path.Join(Path.GetFullPath(cacheFolder), FolderName));
        if (Directory.Exists(demo.Folder))
        {
            return demo;
        }

        var making = new DemoData(Path.Join(
            Path.GetFullPath(cacheFolder), $"{UnfinishedPrefix}{Guid.NewGuid():N}"));
        try
        {
            await making.MakeAsync(progress, cancellationToken).ConfigureAwait(false);
            Directory.Move(making.Folder, demo.Folder);
        }
        catch (IOException) when (Directory.Exists(demo.Folder))
        {
            // Another start made the same bytes first.
        }
        finally
        {
            if (Directory.Exists(making.Folder))
            {
                Directory.Delete(making.Folder, recursive: true);
            }
        }

        return demo;
    }

    /// <param name="dataRoot">The demo's.</param>
    public static string VolumeRootBeside(string dataRoot) => Path.Join(Path.GetDirectoryName(dataRoot), "volume");

    internal static BlockId Id(int index) => BlockId.OfNumber(index + 1);

    private async Task MakeAsync(IProgress<double>? progress, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(DataRoot);
        var points = new FocusPoint[BlockCount];
        int made = 0;
        await Parallel.ForAsync(0, BlockCount, cancellationToken, (index, token) =>
        {
            points[index] = DemoBlock.Write(Path.Join(DataRoot, Id(index).Value), index, token);
            progress?.Report(Interlocked.Increment(ref made) / (double)BlockCount);
            return ValueTask.CompletedTask;
        }).ConfigureAwait(false);

        await File.WriteAllBytesAsync(Path.Join(DataRoot, LocalPoints.FileName), LocalPoints.Write(points), cancellationToken).ConfigureAwait(false);
        await Task.Run(() => DemoVolume.Write(VolumeRoot, cancellationToken), cancellationToken).ConfigureAwait(false);
        DemoFiles.WriteConfiguration(Directory.CreateDirectory(Path.GetDirectoryName(RolesFile)!).FullName);
        DemoFiles.WriteLabels(AnnotationsRoot);
    }
}
