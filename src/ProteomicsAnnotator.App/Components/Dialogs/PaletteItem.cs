namespace ProteomicsAnnotator.App.Components.Dialogs;

/// <summary>A row of the command palette.</summary>
/// <param name="Text">What it does, or the block's name.</param>
/// <param name="Icon">Name of an icon; for a block nothing.</param>
/// <param name="RunAsync">Carried out once the palette is closed.</param>
public sealed record PaletteItem(string Text, string Icon, Func<Task> RunAsync)
{
    public string? Key { get; init; }

    /// <summary>What it would act on, or where a block is.</summary>
    public string? Aside { get; init; }

    /// <summary>It goes to a block, which has this label of the annotator; null: none.</summary>
    public int? Label { get; init; }

    public bool IsBlock => Icon.Length == 0;
}
