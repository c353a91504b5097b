namespace ProteomicsAnnotator.Core.Blocks;

/// <summary>
/// The set of channel files that more than half of the blocks of a folder have. A block that lacks some of them is told so: the ones
/// it has would otherwise take the places, and the colours, of the missing ones.
/// </summary>
internal sealed class UsualChannels
{
    private readonly IReadOnlyList<ChannelFile> _files;
    private readonly string[] _stems;

    private UsualChannels(IReadOnlyList<ChannelFile> files)
    {
        _files = files;
        _stems = [.. files.Select(StemOf)];
    }

    /// <summary>The same blocks; those that lack a usual channel say which, and have the usual names for the others.</summary>
    public static Block[] Compare(Block[] blocks)
    {
        var folders = blocks.GroupBy(block => Path.GetDirectoryName(block.Folder), StringComparer.Ordinal)
            .Select(folder => (folder.Key, Usual: Of([.. folder.Where(block => block.Channels.Count > 0)])))
            .Where(folder => folder.Usual is not null)
            .ToDictionary(folder => folder.Key!, folder => folder.Usual!, StringComparer.Ordinal);
        return [.. blocks.Select(block => folders.GetValueOrDefault(Path.GetDirectoryName(block.Folder)!)?.Compare(block) ?? block)];
    }

    private static UsualChannels? Of(Block[] blocks)
    {
        if (blocks.Length == 0)
        {
            return null;
        }

        IGrouping<string, Block> most = blocks.GroupBy(block => string.Join('\n', block.Channels.Select(StemOf)), StringComparer.Ordinal).MaxBy(alike => alike.Count())!;
        return most.Count() * 2 > blocks.Length ? new UsualChannels(most.First().Channels) : null;
    }

    /// <summary>A block with channels of its own beside them lacks none: it is another kind of block.</summary>
    private Block Compare(Block block)
    {
        string[] stems = [.. block.Channels.Select(StemOf)];
        if (stems.Length == 0 || stems.Except(_stems, StringComparer.Ordinal).Any())
        {
            return block;
        }

        return stems.Length == _stems.Length ? block with { HasUsualFiles = true } : block with
        {
            HasUsualFiles = true,
            Channels = [.. block.Channels.Select((file, i) => file with { Name = _files[Array.IndexOf(_stems, stems[i])].Name })],
            Missing = [.. _files.Index().Where(file => !stems.Contains(_stems[file.Index])).Select(file => new MissingChannel(file.Index, file.Item.Name, file.Item.FileName))],
        };
    }

    private static string StemOf(ChannelFile file) => Path.GetFileNameWithoutExtension(file.Path);
}
