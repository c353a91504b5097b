using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Volumes;

namespace ProteomicsAnnotator.App.Annotating.SelfChecks;

/// <summary>What is said of a block's files where its name must not be told.</summary>
/// <param name="block">As it is shown.</param>
public sealed class BlindNames(Block block)
{
    private readonly string _name = block.Point is null ? Path.GetFileName(Path.TrimEndingDirectorySeparator(block.Folder)) : block.Key.Block.Name;

    /// <summary>For the words about a block; null: it is shown under its own name.</summary>
    public static BlindNames? Of(Block block) => block.IsBlind ? new BlindNames(block) : null;

    public static string File(int channel) => string.Create(CultureInfo.InvariantCulture, $"channel {channel + 1}");

    /// <summary>The channel's own name, by which its display is kept, where other blocks have it, too: a name of its own may tell the block.</summary>
    public string Channel(int channel, string name) =>
        !block.HasUsualFiles || name.Contains(_name, StringComparison.OrdinalIgnoreCase) ? File(channel) : name;

    /// <summary>Another one with every change of the file, but not the one that journals and other answers have.</summary>
    public string Version(FileVersion version) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{block.Id}\n{version}")).AsSpan(0, 8));

    /// <summary>A fault's own words name the file.</summary>
    public static string Fault(ChannelFault fault) => $"It cannot be read ({fault.KindName}).";
}
