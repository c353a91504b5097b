using ProteomicsAnnotator.App.Exports;
using ProteomicsAnnotator.App.Settings;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Export;
using ProteomicsAnnotator.Core.Storage;
using ProteomicsAnnotator.Core.Training;
using ProteomicsAnnotator.Core.Volumes;

namespace ProteomicsAnnotator.App.Commands.Training;

/// <summary>Cuts a cube out of each block of a training set, one block after the other. What cannot be cut is named, and in no file.</summary>
internal sealed class CubeWriting(AnnotatorOptions options, TrainingArguments asked, Action<ExportedFile> write) : IDisposable
{
    private readonly VolumeCache _volumes = new(new VolumeCacheOptions { CapacityBlocks = 1, MaxBlockBytes = options.MaxBlockBytes });

    public void Dispose() => _volumes.Dispose();

    /// <summary>Two blocks at one voxel, whose cubes would have one name, in words; null: there are none.</summary>
    public static string? Clash(TrainingSet set, TrainingRequest request)
    {
        var seen = new Dictionary<CubePosition, BlockId>();
        foreach (TrainingRow row in set.Rows)
        {
            if (request.VoxelOf(row.Block) is not { } at)
            {
                return $"{row.Block} stands at {request.PositionOf(row.Block)}, and cellfinder's names have whole voxels from 0";
            }

            if (!seen.TryAdd(at, row.Block))
            {
                return $"{seen[at]} and {row.Block} both stand at {at}, and cellfinder names a cube by that";
            }
        }

        return null;
    }

    /// <returns>The rows whose cubes are written, the others, and the most channels that a cube has: 1 or 2.</returns>
    public async Task<(List<TrainingRow> Written, List<LeftOutBlock> LeftOut, int Channels)> WriteAsync(TrainingSet set, TrainingRequest request, CancellationToken cancellationToken)
    {
        Dictionary<BlockId, Block> blocks = (await ReviewReading.ScanAsync(options, cancellationToken)).Blocks.ToDictionary(block => block.Id);
        List<TrainingRow> written = [];
        List<LeftOutBlock> leftOut = [];
        int channels = 0;
        foreach (TrainingRow row in set.Rows)
        {
            try
            {
                List<byte[]> cubes = await CutAsync(blocks[row.Block], channels, cancellationToken);
                channels = cubes.Count;
                string folder = $"{request.Parts.Names[row.Part]}/{(request.Accepted.Contains(row.Label) ? CellfinderFiles.CellsFolder : CellfinderFiles.OthersFolder)}";
                CubePosition at = request.VoxelOf(row.Block)!.Value;
                foreach ((int channel, byte[] cube) in cubes.Index())
                {
                    write(new ExportedFile($"{folder}/{at.FileName(asked.CubeNames, channel)}", cube, CubeCrop.Depth));
                }

                written.Add(row);
            }
            catch (CubeFault fault)
            {
                leftOut.Add(new LeftOutBlock(row.Block, fault.Message, IsFault: true));
            }
        }

        return (written, leftOut, channels);
    }

    /// <param name="block">Of the data root.</param>
    /// <param name="channels">That the cubes before have; 0: there is none before.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="CubeFault">There is no such cube.</exception>
    private async Task<List<byte[]>> CutAsync(Block block, int channels, CancellationToken cancellationToken)
    {
        BlockDescription described = await _volumes.DescribeAsync(block, cancellationToken);
        string[] names = [.. described.Channels.Select(channel => channel.Name)];
        int signal = asked.Signal is { } name ? Array.IndexOf(names, name) : 0;
        int background = asked.Background switch
        {
            TrainingArguments.NoBackground => -1,
            { } other => Array.IndexOf(names, other),
            null => Enumerable.Range(0, names.Length).FirstOrDefault(i => i != signal, -1),
        };
        bool misses = signal < 0 || signal >= names.Length || (background < 0 && asked.Background is not (null or TrainingArguments.NoBackground));
        if (misses)
        {
            throw new CubeFault($"it has no channel {(signal < 0 ? asked.Signal : asked.Background ?? asked.Signal ?? "at all")}; found {(names.Length == 0 ? "none" : string.Join(", ", names))}");
        }

        int[] wanted = background < 0 ? [signal] : [signal, background];
        if (channels > 0 && wanted.Length != channels)
        {
            throw new CubeFault($"it has {(wanted.Length == 1 ? "no background" : "a background")}, unlike the blocks before it; --background none leaves it out of all");
        }

        List<byte[]> cubes = [];
        foreach (int channel in wanted)
        {
            cubes.Add(await CutAsync(block, (channel, names[channel]), cancellationToken));
        }

        return cubes;
    }

    private async Task<byte[]> CutAsync(Block block, (int Index, string Name) channel, CancellationToken cancellationToken)
    {
        try
        {
            using VolumeLease lease = await _volumes.GetAsync(block, channel.Index, cancellationToken) ?? throw new CubeFault($"channel {channel.Name} is gone");
            return CubeCrop.WhyNot(lease.Volume.Shape, block.Focus) is { } small ? throw new CubeFault($"channel {channel.Name}: {small}") : CubeCrop.Tiff(lease.Volume, block.Focus);
        }
        catch (Exception error) when (error is VolumeException or StorageException || StorageFault.IsFileError(error))
        {
            throw new CubeFault($"channel {channel.Name}: {error.Message}", error);
        }
    }

    private sealed class CubeFault(string message, Exception? inner = null) : Exception(message, inner);
}
