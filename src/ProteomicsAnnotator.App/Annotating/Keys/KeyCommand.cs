namespace ProteomicsAnnotator.App.Annotating.Keys;

/// <summary>A row of the sheet of keys.</summary>
/// <param name="Name">Of a command that a person may give a key: COMMANDS in src/viewer/src/input/keyMap.ts. Null: nobody may.</param>
/// <param name="Text">What its keys do.</param>
/// <param name="Fixed">Keys that do so whatever is chosen.</param>
public sealed record KeyCommand(string? Name, string Text, params string[] Fixed)
{
    /// <summary>The character that does it as long as no other is chosen; null: none.</summary>
    public string? Standard { get; init; }

    /// <summary>The same in the preset for the left hand.</summary>
    public string? LeftHand { get; init; }

    /// <summary>The class whose label it gives; null: none.</summary>
    public int? Label { get; init; }

    /// <summary>In the order of precedence, where two were given one key in a file.</summary>
    public static IReadOnlyList<KeyCommand> NamedOf(IEnumerable<KeyGroup> sheet) =>
        [.. sheet.SelectMany(group => group.Rows).Where(row => row.Name is not null)];
}

/// <summary>Commands about one thing.</summary>
public sealed record KeyGroup(string Title, IReadOnlyList<KeyCommand> Rows);
