using System.Text.Json;
using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.Core.Campaign;

/// <summary>
/// The classes of a campaign: <c>classes.json</c>. Either
/// <c>{"classes": [{"name": ..., "color": "#RRGGBB", "description": ..., "examples": [...]}], "channel_names": [...], "voxel_size_um": [z, y, x]}</c>, or the
/// classes as plain names, or the whole file as a plain list of names. One to nine classes.
/// </summary>
public sealed record LabelClasses(IReadOnlyList<LabelClass> Items)
{
    public const int MaxCount = 9;

    /// <summary>Distinct also for people with protanopia, deuteranopia or tritanopia: a test simulates their eyes.</summary>
    private static readonly string[] Palette =
    [
        "#35B56E", "#6390FF", "#F2913D", "#DD0033", "#9933FF", "#99FF00", "#FFDDFF", "#00FFBB", "#997799",
    ];

    public static LabelClasses Default { get; } = FromNames(["Class 1", "Class 2", "Class 3"]);

    /// <summary>Names for the channels of a block, in channel order; empty: the files' stems.</summary>
    public IReadOnlyList<string> ChannelNames { get; init; } = [];

    /// <summary>Micrometres in axis order (Z, Y, X), or null.</summary>
    public IReadOnlyList<double>? VoxelSizeUm { get; init; }

    /// <summary>Evidence of each decision is asked for; it is recorded where only admins can read it.</summary>
    public bool RecordsEvidence { get; init; }

    public int Count => Items.Count;

    /// <summary>Some class is described, or has an example.</summary>
    public bool HasGuide => HasExamples || Items.Any(item => item.Description.Length > 0);

    public bool HasExamples => Items.Any(item => item.Examples.Count > 0);

    public IReadOnlyList<string> Names => [.. Items.Select(item => item.Name)];

    /// <summary>The class with this number, or null: labels of a class that was removed stay what they are.</summary>
    public LabelClass? Find(int number) => number >= 1 && number <= Items.Count ? Items[number - 1] : null;

    /// <summary>The class of that name, in any case and without blanks at its ends; null: there is none.</summary>
    public LabelClass? Find(string name) => Items.FirstOrDefault(item => item.Name.Trim().Equals(name.Trim(), StringComparison.OrdinalIgnoreCase));

    /// <summary>Has words also for a removed class.</summary>
    public string NameOf(int number) => Find(number)?.Name ?? "no such class now";

    public static LabelClasses FromNames(IEnumerable<string> names) =>
        new([.. names.Select((name, index) => new LabelClass(index + 1, name, Palette[index % Palette.Length]))]);

    public static string DefaultColor(int number) => Palette[(number - 1) % Palette.Length];

    /// <summary>Null exactly when <paramref name="faults"/> got at least one entry.</summary>
    /// <param name="utf8">The file's bytes.</param>
    /// <param name="file">Its path, for the faults.</param>
    /// <param name="faults">All that is wrong, not just the first.</param>
    public static LabelClasses? Parse(ReadOnlyMemory<byte> utf8, string file, ICollection<ConfigurationFault> faults)
    {
        var found = new FaultList(file, faults);
        using JsonDocument? document = found.ParseDocument(utf8);
        return document is null ? null : new LabelClassesReader(found).Read(document.RootElement);
    }

    /// <summary>
    /// The numbers whose name there differs from the name here: sign-in asks about them before labelling begins. A list
    /// that only ends earlier or later is no conflict.
    /// </summary>
    /// <param name="namesThere">By number.</param>
    /// <param name="isExplained">Of a number, the name there and the one here: admins have decided that one became the other.</param>
    public IReadOnlyList<int> ConflictsWith(IReadOnlyList<string> namesThere, Func<int, string, string, bool>? isExplained = null) =>
        [.. Items.Where(item => item.Number <= namesThere.Count && namesThere[item.Number - 1] is var there && there != item.Name && isExplained?.Invoke(item.Number, there, item.Name) != true).Select(item => item.Number)];
}

/// <param name="Number">1 to 9: the key, and what is stored.</param>
/// <param name="Name">As shown.</param>
/// <param name="Color">#RRGGBB.</param>
public sealed record LabelClass(int Number, string Name, string Color)
{
    /// <summary>How to tell that a block is of this class, in the campaign's words; empty: nothing is said.</summary>
    public string Description { get; init; } = "";

    /// <summary>Blocks that show it.</summary>
    public IReadOnlyList<BlockId> Examples { get; init; } = [];
}
