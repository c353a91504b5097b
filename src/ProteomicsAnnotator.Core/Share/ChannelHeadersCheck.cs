using System.Globalization;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Storage;
using ProteomicsAnnotator.Core.Volumes;
using ProteomicsAnnotator.Core.Volumes.Tiff;
using ProteomicsAnnotator.Core.Volumes.Zarr;

namespace ProteomicsAnnotator.Core.Share;

/// <summary>
/// Opens the headers of the channel files of some blocks, spread over the whole list, several at once and each within a
/// limit: this tells within seconds whether files of this data root can be read at all, however many there are.
/// </summary>
public static class ChannelHeadersCheck
{
    /// <summary>How many blocks to open files of.</summary>
    public const int MostBlocks = 100;

    private const int MostNamed = 10;
    private const string Name = "readable channels";

    /// <summary>Blocking, for a few seconds as a rule.</summary>
    /// <param name="blocks">All there are.</param>
    /// <param name="maxBytes">What a block may take once decoded.</param>
    public static ShareCheckRow Run(IReadOnlyList<Block> blocks, long maxBytes)
    {
        Block[] some = [.. Spread(blocks)];
        string[] paths = [.. some.SelectMany(block => block.Channels).Select(channel => channel.Path).Distinct(StringComparer.Ordinal)];
        IReadOnlyList<BoundedRead<string?>> opened = new BoundedReads(TimeProvider.System).Each(paths, path => FaultOf(path, maxBytes));
        string[] faults =
        [
            .. some.Where(block => block.Channels.Count == 0).Select(block => $"{block.Id}: {block.Problem ?? "no channel files"}"),
            .. opened.Where(file => file.Error is not null || file.Value is not null)
                .Select(file => $"{file.Path}: {file.Error?.Reason ?? file.Value}"),
        ];
        string looked = blocks.Count == some.Length ? "" : string.Create(CultureInfo.InvariantCulture, $" ({some.Length:N0} of {Counted.Of(blocks.Count, "block")} were looked at)");
        return new ShareCheckRow(
            Name,
            string.Create(CultureInfo.InvariantCulture, $"{Counted.Of(paths.Length, "file")} opened, {faults.Length:N0} unreadable{looked}{LackingIn(blocks)}"),
            faults.Length == 0,
            string.Join("; ", faults.Take(MostNamed)) + (faults.Length > MostNamed ? string.Create(CultureInfo.InvariantCulture, $" and {faults.Length - MostNamed:N0} more") : ""));
    }

    /// <summary>Of all blocks: the scan knows it without opening a file.</summary>
    private static string LackingIn(IReadOnlyList<Block> blocks)
    {
        string[] lacking = [.. blocks.Where(block => block.Missing.Count > 0).Select(block => $"{block.Id} has no {string.Join(", ", block.Missing.Select(channel => channel.FileName))}")];
        return lacking.Length == 0 ? "" : $"; {Counted.Of(lacking.Length, "block")} without a channel that most have: {string.Join("; ", lacking.Take(MostNamed))}{(lacking.Length > MostNamed ? "; …" : "")}";
    }

    private static IEnumerable<Block> Spread(IReadOnlyList<Block> blocks) => blocks.Count <= MostBlocks
        ? blocks
        : Enumerable.Range(0, MostBlocks).Select(i => blocks[(int)((long)i * (blocks.Count - 1) / (MostBlocks - 1))]);

    /// <summary>Why its header cannot be read, in words; null: it can, or it is just being written.</summary>
    internal static string? FaultOf(string path, long maxBytes)
    {
        try
        {
            _ = TiffReader.Open(path, maxBytes);
            return null;
        }
        catch (VolumeException error)
        {
            return error.Message;
        }
        catch (StorageException) when (Directory.Exists(path))
        {
            return ZarrStores.FaultOf(path);
        }
        catch (FileChangedException)
        {
            // Being written right now; opening it later reads it again.
            return null;
        }
    }
}
