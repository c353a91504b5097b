using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Cutting;

/// <summary>Which point becomes which block of a folder: by its place in the list, so that every run says the same.</summary>
public sealed class CutPlan
{
    /// <summary>Numbered blocks of one folder have four digits.</summary>
    private const int BlocksOfFolder = 5000;

    private const int Format = 1;

    /// <param name="source">Path of the source, for whoever reads the folder.</param>
    /// <param name="blocks">Points of one source, in the order of the list.</param>
    public CutPlan(string source, IReadOnlyList<Block> blocks)
    {
        Source = source;
        Blocks = blocks;
        Sha256 = HashOf(blocks);
    }

    public string Source { get; }

    public IReadOnlyList<Block> Blocks { get; }

    public int FolderCount => (Blocks.Count + BlocksOfFolder - 1) / BlocksOfFolder;

    /// <summary>Of all that says which voxels go where.</summary>
    public string Sha256 { get; }

    public static string FolderOf(int folder) => string.Create(CultureInfo.InvariantCulture, $"points_{folder:000}");

    /// <summary>Number of the folder of the block at this place of the list.</summary>
    public static int FolderNumberOf(int place) => place / BlocksOfFolder;

    public static BlockId TargetOf(int place) =>
        BlockId.TryParse($"{FolderOf(FolderNumberOf(place))}/{BlockId.OfNumber(place % BlocksOfFolder)}", out BlockId id, out string? reason) ? id : throw new InvalidOperationException(reason);

    /// <summary>One a channel, in an order that is theirs: the list of files of a block is sorted by name.</summary>
    public static IReadOnlyList<string> FileNamesOf(Block block)
    {
        string[] plain = [.. block.Channels.Select(channel => $"{Safe(channel.Name)}.tif")];
        bool isOrdered = plain.Zip(plain.Skip(1)).All(pair => string.CompareOrdinal(pair.First, pair.Second) < 0)
            && plain.Distinct(StringComparer.OrdinalIgnoreCase).Count() == plain.Length;
        int digits = (plain.Length - 1).ToString(CultureInfo.InvariantCulture).Length;
        return isOrdered ? plain : [.. plain.Select((name, i) => $"{i.ToString(CultureInfo.InvariantCulture).PadLeft(digits, '0')}_{name}")];
    }

    public byte[] Serialize(string version) => JsonFile.Serialize(writer =>
    {
        writer.WriteStartObject();
        writer.WriteNumber("format", Format);
        writer.WriteString("program_version", version);
        writer.WriteString("source", Source);
        writer.WriteNumber("points", Blocks.Count);
        writer.WriteString("sha256", Sha256);
        writer.WriteEndObject();
    });

    /// <summary>Why a folder that was begun so cannot go on with this plan, in words; null: it can.</summary>
    /// <param name="stored">The file of the folder.</param>
    public string? WhyOther(byte[] stored)
    {
        JsonObject begun;
        try
        {
            begun = JsonFile.ParseObject(stored);
        }
        catch (Exception error) when (JsonFile.IsDamage(error))
        {
            return "it cannot be read as JSON";
        }

        bool isSame = begun["format"] is JsonValue format && format.TryGetValue(out int number) && number == Format
            && begun["sha256"] is JsonValue hash && hash.TryGetValue(out string? text) && text == Sha256;
        return isSame ? null : "it was begun with other points, another box, other channels or another --blocks";
    }

    private static string Safe(string name)
    {
        string safe = string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.' ? c : '_')).TrimStart('.');
        return safe.Length == 0 ? "channel" : safe[..Math.Min(safe.Length, 80)];
    }

    private static string HashOf(IReadOnlyList<Block> blocks)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        if (blocks is [{ Point: { } one } first, ..])
        {
            Append(string.Create(CultureInfo.InvariantCulture, $"{one.Grid.Level} {one.Grid.Z.Size} {one.Grid.Y.Size} {one.Grid.X.Size}"));
            foreach (ChannelFile channel in first.Channels)
            {
                Append(string.Create(CultureInfo.InvariantCulture, $"{channel.Name}\t{channel.Path}\t{channel.Part?.Channel}\t{channel.Part?.Time}"));
            }
        }

        foreach (Block block in blocks)
        {
            Append($"{block.Id}\t{block.Point!.Voxel}\t{block.Point.Start}");
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());

        void Append(string line) => hash.AppendData(Encoding.UTF8.GetBytes(line + "\n"));
    }
}
