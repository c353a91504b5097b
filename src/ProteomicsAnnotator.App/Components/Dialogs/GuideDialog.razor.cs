using Microsoft.AspNetCore.Components;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Campaign;
using Radzen;

namespace ProteomicsAnnotator.App.Components.Dialogs;

/// <summary>What each class means, in the campaign's words, with blocks that show it. Its answer is a <see cref="GuideChoice"/>.</summary>
public sealed partial class GuideDialog
{
    [Parameter]
    [EditorRequired]
    public required LabelClasses Classes { get; set; }

    /// <summary>The block is in the open folder.</summary>
    [Parameter]
    [EditorRequired]
    public required Func<BlockId, bool> IsThere { get; set; }

    [Inject]
    private DialogService Dialogs { get; set; } = null!;

    private void Choose(BlockId example, LabelClass item, bool isToLabel) => Dialogs.Close(new GuideChoice(example, item.Number, isToLabel));
}
